package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Differentiable;
import org.wengert.Mode;
import org.wengert.Rules;
import org.wengert.ScalarFunction;
import org.wengert.Wengert;

class TraceTest {
    private static final double[] POINT = {0.7, 1.3, -0.4};

    static Trace trace(String method, Object... arguments) {
        return Trace.of(MethodHandles.lookup(), method, arguments);
    }

    @SuppressWarnings("unused")
    static double lesson(double x1, double x2) {
        return Math.log(x1) + x1 * x2 - Math.sin(x2);
    }

    @Test
    void theLessonsTraceHasTheLessonsNumbers() {
        Trace t = trace("lesson", 2.0, 5.0);
        assertThat(t.steps().stream().map(Step::label)).containsExactly("v₋₁", "v₀", "v₁", "v₂", "v₃", "v₄", "v₅");
        assertThat(t.steps().stream().map(Step::formula))
                .containsExactly("x1", "x2", "ln v₋₁", "v₋₁ · v₀", "sin v₀", "v₁ + v₂", "v₄ − v₃");
        double[] values = {2, 5, Math.log(2), 10, Math.sin(5), Math.log(2) + 10, Math.log(2) + 10 - Math.sin(5)};
        double[] rounded = {2, 5, 0.693, 10, -0.959, 10.693, 11.652};
        for (int i = 0; i < values.length; i++) {
            assertThat(t.steps().get(i).value()).isEqualTo(values[i]).isEqualTo(rounded[i], within(0.0005));
        }
        assertThat(t.tangents(0)).containsExactly(1, 0, 0.5, 5, 0, 5.5, 5.5);
        Adjoints bars = t.adjoints(0);
        List<List<Double>> sums = t.steps().stream().map(bars::sums).toList();
        double cosine = Math.cos(5);
        assertThat(sums)
                .containsExactly(
                        List.of(5.0, 5.5),
                        List.of(-cosine, 2 - cosine),
                        List.of(1.0),
                        List.of(1.0),
                        List.of(-1.0),
                        List.of(1.0),
                        List.of(1.0));
        assertThat(-cosine).isEqualTo(-0.284, within(0.0005));
        assertThat(t.gradient()).containsExactly(5.5, 2 - cosine);
        assertThat(t.gradient()[1]).isEqualTo(1.716, within(0.0005));
        assertThat(t.outputs()).hasSize(1);
        assertThat(t.outputs().get(0).name()).isEqualTo("y");
        assertThat(t.function()).isEqualTo("TraceTest.lesson(x1, x2)");
        StackTraceElement source = t.steps().get(2).source();
        assertThat(source).isNotNull();
        assertThat(source.getFileName()).isEqualTo("TraceTest.java");
        assertThat(source.getMethodName()).isEqualTo("lesson");
        assertThat(source.getLineNumber()).isPositive();
    }

    static Stream<String> zoo() {
        return Arrays.stream(Zoo.class.getDeclaredMethods())
                .filter(m -> !Modifier.isPrivate(m.getModifiers()) && !m.isSynthetic())
                .map(Method::getName)
                .sorted();
    }

    private static Method zoo(String name) throws ReflectiveOperationException {
        return Zoo.class.getDeclaredMethod(name, double[].class);
    }

    private static double call(Method m, double[] x) {
        try {
            return (double) m.invoke(null, (Object) x.clone());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void aTraceHasTheProgramsValueAndItsDerivative(String name) throws ReflectiveOperationException {
        Method m = zoo(name);
        double[] x = POINT.clone();
        Trace t = Trace.of(MethodHandles.lookup(), m, (Object) x);
        assertThat(x).as("the caller's array").isEqualTo(POINT);
        assertThat(t.outputs().get(0).value()).as("primal bits").isEqualTo(call(m, x));
        double[] gradient = t.gradient();
        for (int i = 0; i < x.length; i++) {
            double forward = t.tangents(i)[t.steps().size() - 1];
            if (t.outputs().get(0).origin() instanceof Operand.Of y) {
                forward = t.tangents(i)[t.index(y.step())];
            }
            // Both sweeps add the same products in another order.
            assertThat(forward).as("both modes").isEqualTo(gradient[i], within(1e-13 * (1 + Math.abs(gradient[i]))));
            if (!name.equals("floats")) {
                assertThat(gradient[i])
                        .as("∂/∂x[%d] against five-point differences", i)
                        .isEqualTo(fivePoints(m, x, i), within(1e-9 * (1 + Math.abs(gradient[i]))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void theCompiledDerivativeIsTheTraces(String name) throws ReflectiveOperationException {
        Method m = zoo(name);
        double[] traced = Trace.of(MethodHandles.lookup(), m, (Object) POINT).gradient();
        for (Mode mode : Mode.values()) {
            double[] gradient;
            try {
                Differentiable compiled = Differentiable.of(MethodHandles.lookup(), m);
                gradient = (double[]) compiled.gradient(mode, (Object) POINT.clone())[0];
            } catch (UnsupportedOperationException refusal) {
                Assumptions.abort("refused: " + refusal.getMessage()); // which a wrong number never is
                return;
            }
            for (int i = 0; i < traced.length; i++) {
                // The same products, added and multiplied in another order.
                assertThat(gradient[i])
                        .as("%s, ∂/∂x[%d]", mode, i)
                        .isEqualTo(traced[i], within(1e-13 * (1 + Math.abs(traced[i]))));
            }
        }
    }

    /** Truncation h⁴f⁽⁵⁾/30 and rounding ε|f|/h are both below 1e-11 for f of the order of 1 at h = 2⁻¹⁰. */
    private static double fivePoints(Method m, double[] x, int i) {
        double h = 0x1p-10;
        double[] f = new double[5];
        for (int k = -2; k <= 2; k++) {
            double[] at = x.clone();
            at[i] += k * h;
            f[k + 2] = call(m, at);
        }
        return (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h);
    }

    @Test
    void floatArithmeticHasTheDerivativeOfTheExactOne() throws ReflectiveOperationException {
        Trace t = Trace.of(MethodHandles.lookup(), zoo("floats"), (Object) POINT);
        float a = (float) POINT[0];
        assertThat(t.gradient()).containsExactly(2 * (double) a * POINT[1], a * a + 1f, -1);
        assertThat(t.steps().get(3).formula()).isEqualTo("(float) v₋₂");
    }

    @SuppressWarnings("unused")
    static double[] statements(double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            double product = x[i] * 2;
            s += product;
        }
        return new double[] {s, x[0], 7};
    }

    @Test
    void statementsFollowEachOtherAsTheyRun() {
        Trace t = trace("statements", (Object) new double[] {3, 4});
        assertThat(t.steps().stream().map(Step::formula))
                .containsExactly("x[0]", "x[1]", "v₋₁ · 2", "0 + v₁", "v₀ · 2", "v₂ + v₃");
        assertThat(t.outputs().stream().map(Trace.Output::name)).containsExactly("y[0]", "y[1]", "y[2]");
        assertThat(t.outputs().get(1).origin())
                .isEqualTo(new Operand.Of(t.inputs().get(0)));
        assertThat(t.outputs().get(2).origin()).isEqualTo(new Operand.Constant(7));
        assertThat(t.jacobian()).isDeepEqualTo(new double[][] {{2, 2}, {1, 0}, {0, 0}});
        assertThatThrownBy(t::gradient)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 3.")
                .hasMessageContaining("jacobian()");
    }

    @SuppressWarnings("unused")
    static double power(double x, int n) {
        double y = 1;
        for (int i = 0; i < n; i++) {
            y *= x;
        }
        return y;
    }

    @SuppressWarnings("unused")
    static double doubling(double x, int n) {
        double y = x;
        for (int i = 0; i < n; i++) {
            y += y;
        }
        return y;
    }

    @SuppressWarnings("unused")
    static double nothing(double x) {
        return 3;
    }

    @SuppressWarnings("unused")
    static double levels(double a, double b) {
        return (a + b) * (a - b) + Math.exp(a) * (b + 1);
    }

    @Test
    void withinAStatementStepsAreOrderedByDepth() {
        assertThat(trace("levels", 1.0, 2.0).steps().stream().map(Step::formula))
                .containsExactly(
                        "a", "b", "v₋₁ + v₀", "v₋₁ − v₀", "exp v₋₁", "v₀ + 1", "v₁ · v₂", "v₃ · v₄", "v₅ + v₆");
    }

    @SuppressWarnings("unused")
    static double infinite(double x, double y) {
        double _ = Math.sqrt(x); // derivative ∞ at 0
        return y * 2;
    }

    @SuppressWarnings("unused")
    static double squareRootOfSquare(double x) {
        return Math.sqrt(x) * 0 + x;
    }

    @Test
    void whatDoesNotReachTheOutputTakesNoPartEvenIfInfinite() {
        Trace t = trace("infinite", 0.0, 3.0);
        assertThat(t.gradient()).containsExactly(0, 2);
        assertThat(trace("squareRootOfSquare", 0.0).gradient()[0]).isNaN(); // 0 · ∞ of the program itself
    }

    static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    static double distance(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    static double norm(double[] x) {
        return distance(x[0], x[1]);
    }

    @SuppressWarnings("unused")
    static double ruled(double[] x) {
        return softplus(x[0]) * distance(x[1], 4) + norm(x) * softplus(2);
    }

    @Test
    void aMethodWithADerivativeOfItsOwnIsOneStep() {
        Rules.define((ScalarFunction) TraceTest::softplus, x -> 1 / (1 + Math.exp(-x)));
        Rules.define(TraceTest::distance, (x, y) -> x / distance(x, y), (x, y) -> y / distance(x, y));
        Rules.defineGradient(TraceTest::norm, x -> new double[] {x[0] / norm(x), x[1] / norm(x)});
        double[] x = {4, 3};
        Trace t = trace("ruled", (Object) x);
        assertThat(t.steps().stream().map(Step::formula))
                .containsExactly(
                        "x[0]",
                        "x[1]",
                        "softplus(v₋₁)",
                        "distance(v₀, 4)",
                        "v₁ · v₂",
                        "norm(v₋₁, v₀)",
                        "v₄ · 2.126928",
                        "v₃ + v₅");
        double sigmoid = 1 / (1 + Math.exp(-4));
        assertThat(t.gradient()[0]).isEqualTo(sigmoid * 5 + 0.8 * softplus(2), within(1e-14));
        assertThat(t.gradient()[1]).isEqualTo(softplus(4) * 0.6 + 0.6 * softplus(2), within(1e-14));
    }

    @SuppressWarnings("unused")
    static double stopped(double x) {
        return x * Wengert.stopGradient(x * x);
    }

    @Test
    void aStoppedGradientIsAConstant() {
        Trace t = trace("stopped", 3.0);
        assertThat(t.gradient()).containsExactly(9);
        assertThat(t.steps().getLast().formula()).isEqualTo("v₀ · 9");
    }

    @SuppressWarnings("ArrayRecordComponent") // as users have them
    record Pair(double first, double[] rest, int n) {}

    @SuppressWarnings("unused")
    static double tree(Pair pair, List<Double> list, Map<String, Double> map, double[][] matrix, int k, Double box) {
        return pair.first() * pair.rest()[0] * pair.n() + list.get(1) * map.get("b") + matrix[1][0] * k * box;
    }

    @Test
    void realLeavesOfArgumentsAreTheInputs() {
        double[] shared = {1.5};
        Trace t = trace(
                "tree",
                new Pair(2, shared, 3),
                List.of(4.0, 5.0),
                Map.of("b", 6.0),
                new double[][] {{7}, {8}},
                9,
                10.0);
        assertThat(t.inputs().stream().map(s -> s.operation().name()))
                .containsExactly(
                        "pair.first",
                        "pair.rest[0]",
                        "list[0]",
                        "list[1]",
                        "map[b]",
                        "matrix[0][0]",
                        "matrix[1][0]",
                        "box");
        assertThat(t.gradient()).containsExactly(1.5 * 3, 2 * 3, 0, 6, 5, 0, 9 * 10, 8 * 9);
        assertThat(t.input("matrix[1][0]")).isEqualTo(6);
        assertThatThrownBy(() -> t.input("z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no input z.\n  The inputs are pair.first, pair.rest[0], list[0], list[1], map[b],"
                        + " matrix[0][0], matrix[1][0], box.");
    }

    @SuppressWarnings("unused")
    static Map<String, Object> treeResult(double x) {
        return Map.of("p", List.of(x * x, new Pair(3 * x, new double[] {x, 1}, 4)));
    }

    @Test
    void realLeavesOfTheResultAreTheOutputs() {
        Trace t = trace("treeResult", 2.0);
        assertThat(t.outputs().stream().map(Trace.Output::name))
                .containsExactly("y[p][0]", "y[p][1].first", "y[p][1].rest[0]", "y[p][1].rest[1]");
        assertThat(t.jacobian()).isDeepEqualTo(new double[][] {{4}, {3}, {1}, {0}});
    }

    private double scale = 3;

    @SuppressWarnings("unused")
    double instance(double x) {
        return scale * x;
    }

    @Test
    void theReceiverComesFirstAndItsFieldsAreConstants() {
        Trace t = trace("instance", this, 2.0);
        assertThat(t.inputs()).hasSize(1);
        assertThat(t.function()).isEqualTo("TraceTest.instance(x)");
        assertThat(t.gradient()).containsExactly(3);
    }

    @Test
    void tangentsOfADirectionAddThoseOfTheInputs() {
        Trace t = trace("lesson", 2.0, 5.0);
        double[] dots = t.tangents(new double[] {2, -3});
        double[] first = t.tangents(0);
        double[] second = t.tangents(1);
        for (int i = 0; i < dots.length; i++) {
            assertThat(dots[i]).isEqualTo(2 * first[i] - 3 * second[i], within(1e-14));
        }
        assertThatThrownBy(() -> t.tangents(new double[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> t.tangents(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> t.adjoints(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @SuppressWarnings({"unused", "BoxedPrimitiveConstructor"})
    static final class Refused {
        static double decimal(double x) {
            return new java.math.BigDecimal(x).doubleValue();
        }

        static double streamed(double x) {
            List<Double> list = new ArrayList<>();
            list.add(x);
            return list.stream().mapToDouble(Double::doubleValue).sum();
        }

        static double sorted(double x) {
            double[] a = {x, 1};
            Arrays.sort(a);
            return a[0];
        }

        static double merged(double x) {
            Map<String, Double> m = new HashMap<>();
            m.put("a", x);
            m.merge("a", x, Double::sum);
            return m.get("a");
        }

        static double added(double x) {
            java.util.concurrent.atomic.DoubleAdder sum = new java.util.concurrent.atomic.DoubleAdder();
            sum.add(x);
            return sum.sum();
        }

        static double visited(double x) {
            List<Double> list = new ArrayList<>();
            list.add(x);
            double[] sum = {0};
            list.forEach(each -> sum[0] += each);
            return sum[0];
        }

        static final class Ellipse extends java.awt.geom.Point2D.Double {
            private static final long serialVersionUID = 1;

            Ellipse(double x) {
                super(x, 1);
            }
        }

        static double inherited(double x) {
            return new Ellipse(x).getX();
        }

        static double reflected(double x) throws ReflectiveOperationException {
            return (double)
                    Refused.class.getDeclaredMethod("decimal", double.class).invoke(null, x);
        }
    }

    static Stream<Method> refused() {
        return Arrays.stream(Refused.class.getDeclaredMethods()).filter(m -> !m.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeFollowedIsRefusedWithItsLine(Method m) {
        assertThatThrownBy(() -> Trace.of(MethodHandles.lookup(), m, 2.0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("(TraceTest.java:")
                .matches(e -> e.getMessage().lines().count() >= 3);
    }

    /** Never a silent zero: what the trace cannot follow, the compiler refuses as well, or gets right. */
    @ParameterizedTest
    @MethodSource("refused")
    void theCompilerRefusesItTooOrIsRight(Method m) throws ReflectiveOperationException {
        double h = 1e-4;
        double difference = ((double) m.invoke(null, 2 + h) - (double) m.invoke(null, 2 - h)) / (2 * h);
        for (Mode mode : Mode.values()) {
            double derivative;
            try {
                derivative =
                        (double) Differentiable.of(MethodHandles.lookup(), m).gradient(mode, 2.0)[0];
            } catch (UnsupportedOperationException refusal) {
                assertThat(refusal).hasMessageContaining("(TraceTest.java:");
                continue;
            }
            assertThat(derivative).isEqualTo(difference, within(1e-6));
        }
    }

    @SuppressWarnings("unused")
    static double sum(double[] x) {
        return x[0] + x[1];
    }

    @SuppressWarnings("unused")
    static double sum(double x, double y) {
        return x + y;
    }

    @SuppressWarnings("unused")
    static double sum(float x, float y) {
        return x + y;
    }

    @Test
    void aMethodIsFoundByItsName() {
        assertThat(trace("sum", (Object) new double[] {1, 2}).gradient()).containsExactly(1, 1);
        assertThatThrownBy(() -> trace("sum", 1.0, 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("declares 2 methods sum of that many arguments");
        assertThatThrownBy(() -> trace("difference", 1.0, 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The class org.wengert.learn.TraceTest declares no method difference.");
    }

    @Test
    void argumentsThatAreNotTheMethodsAreRefused() {
        assertThatThrownBy(() -> trace("lesson", 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The method lesson takes 2 arguments, but got 1.");
        assertThatThrownBy(() -> trace("lesson", 2.0, "five"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The argument x2 must be a double, but is a String.");
        assertThatThrownBy(() -> trace("failing", 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The argument x must be a double[], but is a Double.");
        assertThat(trace("lesson", 2, 5f).gradient()[0]).isEqualTo(5.5); // widened as in a call
    }

    @SuppressWarnings("unused")
    static double endless(double x) {
        double y = x;
        while (y > 0) {
            y = y * 0.5 + 1;
        }
        return y;
    }

    @Test
    void aRunThatIsTooLongSaysSo() {
        assertThatThrownBy(() -> trace("endless", 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 2,000,000 elementary steps")
                .hasMessageContaining("TraceTest.endless(TraceTest.java:");
    }

    @SuppressWarnings("unused")
    static double failing(double[] x) {
        return x[0] * x[7];
    }

    @Test
    void theProgramsExceptionIsTheTraces() {
        assertThatThrownBy(() -> trace("failing", (Object) new double[] {1}))
                .isExactlyInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
}
