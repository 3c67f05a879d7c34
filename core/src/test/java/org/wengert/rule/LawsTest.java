package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every function of the table; the functions are taken from the enums, so none is forgotten. */
class LawsTest {
    private static final long SEED = 20260101;

    /** The step of the differences: h⁴ and the rounding error ulp/h are both near 1e−11. */
    private static final double STEP = 0x1p-9;

    private static final double[] POINTS = {
        -1.3,
        0.49,
        0.99,
        1.01,
        0,
        -0.0,
        1,
        -1,
        2.5,
        1e-300,
        Double.MIN_VALUE,
        1e300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    /** The functions of one argument whose derivative is one number everywhere, so that it says nothing of NaN. */
    private static final Set<Unary> LINEAR = EnumSet.of(Unary.NEG, Unary.TO_RADIANS, Unary.TO_DEGREES);

    static List<Operation> operations() {
        return Operation.all();
    }

    static Unary[] unaries() {
        return Unary.values();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theValueIsThatOfTheStaticMethodBitForBit(Operation f) throws ReflectiveOperationException {
        if (f.owner() == null) {
            assertThat(f.method()).isNull();
            return;
        }
        Class<?>[] doubles = new Class<?>[f.arity()];
        Arrays.fill(doubles, double.class);
        Method method = Class.forName(f.owner().replace('/', '.')).getMethod(f.method(), doubles);
        assertThat(method.getReturnType()).isEqualTo(double.class);
        forEachPoint(f, x -> {
            Object[] boxed = Arrays.stream(x).boxed().toArray();
            double expected;
            try {
                expected = (double) method.invoke(null, boxed);
            } catch (java.lang.reflect.InvocationTargetException refused) {
                assertThatThrownBy(() -> f.evaluate(x))
                        .isInstanceOf(refused.getCause().getClass());
                return;
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
            assertThat(f.evaluate(x)).as("%s%s", f, Arrays.toString(x)).isEqualTo(Double.valueOf(expected));
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void strictMathHasTheMethodIfTheTableSaysSo(Operation f) {
        Class<?>[] doubles = new Class<?>[f.arity()];
        Arrays.fill(doubles, double.class);
        boolean has = Arrays.stream(StrictMath.class.getMethods())
                .anyMatch(m -> m.getName().equals(f.method()) && Arrays.equals(m.getParameterTypes(), doubles));
        assertThat(f.isStrictMath()).isEqualTo(has);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyFunctionCostsSomething(Operation f) {
        assertThat(f.cost()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theDerivativeIsTheLimitOfDifferences(Operation f) {
        Random random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            double[] x = f.domain().sample(random, 4 * STEP);
            for (int argument = 0; argument < f.arity(); argument++) {
                if (!f.isParameter(argument)) {
                    assertDifference(f, List.of(), argument, x);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theSecondDerivativeIsTheRuleOfTheRule(Operation f) {
        Random random = new Random(SEED);
        for (int i = 0; i < 10; i++) {
            double[] x = f.domain().sample(random, 4 * STEP);
            for (int first = 0; first < f.arity(); first++) {
                for (int second = 0; second < f.arity(); second++) {
                    if (!f.isParameter(first) && !f.isParameter(second)) {
                        assertDifference(f, List.of(first), second, x);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theThirdAndFourthDerivativesAreRulesOfRules(Operation f) {
        Random random = new Random(SEED);
        for (int i = 0; i < 4; i++) {
            double[] x = f.domain().sample(random, 4 * STEP);
            for (int argument = 0; argument < f.arity(); argument++) {
                if (!f.isParameter(argument)) {
                    assertDifference(f, List.of(argument, argument), argument, x);
                    assertDifference(f, List.of(argument, argument, argument), argument, x);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theHessianIsSymmetric(Operation f) {
        Random random = new Random(SEED);
        for (int i = 0; i < 10; i++) {
            double[] x = f.domain().sample(random, 4 * STEP);
            for (int first = 0; first < f.arity(); first++) {
                for (int second = 0; second < first; second++) {
                    if (!f.isParameter(first) && !f.isParameter(second)) {
                        double expected = f.derivative(List.of(first, second), x);
                        // Each is a sum of a few products, none far above 1 on the domains: 64 roundings.
                        double tolerance = 64 * 0x1p-53 * Math.max(1, Math.abs(expected));
                        assertThat(f.derivative(List.of(second, first), x))
                                .as("%s%s", f, Arrays.toString(x))
                                .isCloseTo(expected, within(tolerance));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyAlgebraReadsTheSameBits(Operation f) {
        forEachPoint(f, x -> {
            List<Tree> variables = new ArrayList<>();
            List<Double> numbers = new ArrayList<>();
            Map<Tree, Double> values = new HashMap<>();
            for (double v : x) {
                variables.add(Tree.variable());
                numbers.add(v);
                values.put(variables.getLast(), v);
            }
            double y;
            try {
                y = f.evaluate(x);
            } catch (IllegalArgumentException refused) {
                return; // An order that is not whole, or bounds the wrong way round: there is no derivative either.
            }
            for (int argument = 0; argument < f.arity(); argument++) {
                if (f.isParameter(argument)) {
                    continue;
                }
                Tree derivative = f.derivative(argument, variables, f.apply(Tree.TREES, variables), Tree.TREES);
                double overTrees = derivative.read(Numbers.NUMBERS, values);
                double overNumbers = f.derivative(argument, numbers, y, Numbers.NUMBERS);
                assertThat(overTrees)
                        .as("%s%s by %d", f, Arrays.toString(x), argument)
                        .isEqualTo(Double.valueOf(overNumbers));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void nanInGivesNanOut(Unary f) {
        assertThat(f.evaluate(Double.NaN)).isNaN();
        if (!LINEAR.contains(f)) {
            assertThat(derivative(f, Double.NaN)).isNaN();
        }
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void whereTheValueIsNanSoIsTheDerivative(Unary f) {
        for (double x : POINTS) {
            if (Double.isNaN(f.evaluate(x)) && !LINEAR.contains(f)) {
                assertThat(derivative(f, x)).as("%s(%s)", f, x).isNaN();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void aFiniteValueHasADerivativeAtAllOfTheCommonPoints(Unary f) {
        for (double x : POINTS) {
            if (Double.isFinite(x) && Double.isFinite(f.evaluate(x))) {
                assertThat(derivative(f, x)).as("%s(%s)", f, x).isNotNaN();
            }
        }
    }

    @Test
    void aNanArgumentIsNeverLostByAPartialDerivative() {
        // Each of these has partial derivatives that are constant in some argument; all others must say NaN.
        Set<Binary> bilinear = EnumSet.of(Binary.ADD, Binary.SUB, Binary.MUL);
        for (Binary f : Binary.values()) {
            for (int argument = 0; argument < 2; argument++) {
                if (!f.isParameter(argument) && !bilinear.contains(f)) {
                    double[] x = {1.5, 1.5};
                    x[argument] = Double.NaN;
                    Operation operation = new Operation(f, 2, Domain.of(f));
                    if (f.isParameter(1 - argument)) {
                        x[1 - argument] = 2;
                    }
                    boolean isLinear = (f == Binary.DIV || f == Binary.XLOGY || f == Binary.XLOG1PY) && argument == 0;
                    if (!isLinear && f != Binary.SCALB) {
                        assertThat(operation.derivative(argument, x))
                                .as("%s by %d", f, argument)
                                .isNaN();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aParameterIsRefusedWithARemedy(Operation f) {
        for (int argument = 0; argument < f.arity(); argument++) {
            int refused = argument;
            if (f.isParameter(argument)) {
                assertThatThrownBy(() -> f.derivative(refused, 2.0, 2.0, 2.0))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("Argument " + argument + " of " + f + " is a whole number that selects a function,"
                                + " so no derivative by it exists. Pass it as a constant.");
            }
        }
    }

    @Test
    void anArgumentThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> Derivatives.of(Binary.POW, 2, 1.0, 1.0, 1.0, Numbers.NUMBERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("POW has the arguments 0 to 1, but argument 2 was asked for.");
    }

    /** Compares a derivative by nested duals with the five-point difference of the derivative of one order less. */
    private static void assertDifference(Operation f, List<Integer> before, int argument, double[] x) {
        List<Integer> arguments = new ArrayList<>(before);
        arguments.add(argument);
        double derivative = f.derivative(arguments, x);
        DoubleUnaryOperator g = t -> {
            double[] shifted = x.clone();
            shifted[argument] = t;
            return before.isEmpty() ? f.evaluate(shifted) : f.derivative(before, shifted);
        };
        double fine = fivePoint(g, x[argument], STEP);
        double coarse = fivePoint(g, x[argument], 2 * STEP);
        // The truncation error falls 16-fold from 2h to h, so their difference bounds it; the values are good to 2⁷ ulp
        // of the largest term in them, and the difference divides their errors by h.
        double size = 1 + Math.abs(g.applyAsDouble(x[argument])) + Math.abs(derivative);
        double tolerance = Math.abs(fine - coarse) + 1.5 * 0x1p-46 * size / STEP;
        assertThat(tolerance).as("tolerance of %s%s", f, Arrays.toString(x)).isLessThan(2e-6 * size);
        assertThat(derivative)
                .as("%s%s by %s", f, Arrays.toString(x), arguments)
                .isCloseTo(fine, within(tolerance));
    }

    private static double fivePoint(DoubleUnaryOperator g, double x, double h) {
        double near = g.applyAsDouble(x + h) - g.applyAsDouble(x - h);
        double far = g.applyAsDouble(x + 2 * h) - g.applyAsDouble(x - 2 * h);
        return (8 * near - far) / (12 * h);
    }

    private static double derivative(Unary f, double x) {
        return Derivatives.of(f, x, f.evaluate(x), Numbers.NUMBERS);
    }

    private static void forEachPoint(Operation f, java.util.function.Consumer<double[]> check) {
        double[] x = new double[f.arity()];
        forEachPoint(x, 0, check);
    }

    private static void forEachPoint(double[] x, int from, java.util.function.Consumer<double[]> check) {
        if (from == x.length) {
            check.accept(x.clone());
            return;
        }
        for (double point : POINTS) {
            x[from] = point;
            forEachPoint(x, from + 1, check);
        }
    }
}
