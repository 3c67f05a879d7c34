package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.gradientCheck;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Differentiable;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.TreeGradient2;
import org.wengert.VectorField;

/** Arguments of every make: their derivatives are right in both modes, or they are refused with the reason and the remedy. */
class TreeArgumentsTest {
    private static Differentiable of(String name) {
        Method method = Arrays.stream(TreeArgumentsTest.class.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return Differentiable.of(MethodHandles.lookup(), method);
    }

    /** Checks that every derivative is refused. */
    private static void refused(Object[] arguments, String name, String... words) {
        Differentiable f = of(name);
        for (Mode mode : Mode.values()) {
            refused(() -> f.gradient(mode, arguments), words);
            refused(() -> f.jacobian(mode, arguments), words);
        }
        refused(() -> f.hessian(arguments), words);
    }

    private static void refused(ThrowingCallable derivative, String... words) {
        assertThatThrownBy(derivative)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words)
                .hasMessageMatching("(?s)[A-Z].*\n  [A-Z].*\\.");
    }

    // ---------------------------------------------------------------- constructors and accessors

    record Positive(double a, double b) {
        Positive {
            a = Math.max(a, 0);
        }
    }

    private static double minusProduct(Positive p) {
        return -p.a() * p.b();
    }

    @Test
    void aConstructorThatChangesTheGradient() {
        Positive p = new Positive(2, 3);
        String[] words = {"Positive", "its constructor changes the numbers", "[-3.0, -2.0]", "[0.0, -2.0]"};
        refused(() -> grad((Positive q) -> minusProduct(q)).apply(p), words);
        for (Mode mode : Mode.values()) {
            refused(() -> of("minusProduct").gradient(mode, p), words);
            assertThat(of("minusProduct").jacobian(mode, p)).isDeepEqualTo(new double[][] {{-3, -2}});
        }
    }

    @Test
    void aConstructorThatRejectsTheGradient() {
        record Strict(double a) {
            Strict {
                if (a < 0) {
                    throw new IllegalArgumentException("below zero");
                }
            }
        }
        refused(
                () -> grad((Strict s) -> -s.a() * s.a()).apply(new Strict(1)),
                "Strict",
                "its constructor rejects the numbers",
                "below zero");
    }

    record Sorted(double[] x) {
        Sorted {
            Arrays.sort(x);
        }
    }

    @Test
    void aConstructorThatWritesToTheGradient() {
        refused(
                () -> grad((Sorted s) -> s.x()[0] * s.x()[1]).apply(new Sorted(new double[] {2, 3})),
                "its constructor changes the numbers",
                "[3.0, 2.0]");
    }

    record Celsius(double degrees, double[] weights) {
        Celsius {
            degrees -= 273;
        }
    }

    private static double weighted(Celsius c) {
        return c.degrees() * c.weights()[0];
    }

    @Test
    void aConstructorThatChangesTheCopy() {
        Celsius c = new Celsius(300, new double[] {2});
        refused(new Object[] {c}, "weighted", "Celsius", "its constructor changes the numbers", "[27.0, 2.0]");
        refused(() -> grad((Celsius d) -> weighted(d)).apply(c), "Celsius", "its constructor changes the numbers");
    }

    record Counted(double[] x, int times) {
        Counted {
            times++;
        }
    }

    @Test
    void aConstructorThatChangesAConstantOfTheCopy() {
        refused(
                () -> grad((Counted c) -> c.x()[0] * c.times()).apply(new Counted(new double[] {2}, 0)),
                "its constructor changes the component times");
    }

    record Guarded(double[] x, List<double[]> rows) {
        Guarded {
            x = x.clone();
            rows = List.copyOf(rows);
        }
    }

    @Test
    void aConstructorThatCopies() {
        Guarded bar = grad((Guarded g) -> g.x()[0] * g.rows().get(0)[0])
                .apply(new Guarded(new double[] {2}, List.of(new double[] {3})));
        assertThat(bar.x()).containsExactly(3);
        assertThat(bar.rows().get(0)).containsExactly(2);
    }

    record Mirrored(double a, double b, double[] c) {
        @Override
        public double a() {
            return -a;
        }

        @Override
        public double[] c() {
            return new double[] {c[0] * c[0]};
        }
    }

    private static double mirrored(Mirrored m) {
        return m.a() * m.b() * m.c()[0];
    }

    @Test
    void anAccessorThatComputes() {
        // −a b c²
        Mirrored m = new Mirrored(2, 3, new double[] {5});
        double[][] expected = {{-75, -50, -60}};
        assertThat(of("mirrored").value(m)).isEqualTo(-150.0);
        for (Mode mode : Mode.values()) {
            assertThat(of("mirrored").jacobian(mode, m)).isDeepEqualTo(expected);
            Mirrored bar = (Mirrored) of("mirrored").gradient(mode, m)[0];
            assertThat(new double[] {bar.a, bar.b, bar.c[0]}).containsExactly(expected[0]);
        }
        assertThat(of("mirrored").hessian(m))
                .isDeepEqualTo(new double[][] {{0, -25, -30}, {-25, 0, -20}, {-30, -20, -12}});
        Mirrored bar = grad((Mirrored n) -> mirrored(n)).apply(m);
        assertThat(new double[] {bar.a, bar.b, bar.c[0]}).containsExactly(expected[0]);
    }

    // ---------------------------------------------------------------- numbers that have no derivatives

    record Single(Float a, double b) {}

    private static double onlyB(Single s) {
        return s.b() * s.b();
    }

    private static double unused(Float[] x, double b) {
        return b * x.length;
    }

    private static double unusedList(List<Float> x, double b) {
        return b * b;
    }

    private static double unusedFloat(Float x, double b) {
        return b * b;
    }

    @Test
    void aBoxedFloat() {
        String[] words = {"Float", "2.5", "Double"};
        refused(new Object[] {new Single(2.5f, 3)}, "onlyB", words);
        refused(new Object[] {new Float[] {2.5f}, 3.0}, "unused", words);
        refused(new Object[] {List.of(2.5f), 3.0}, "unusedList", words);
        refused(new Object[] {2.5f, 3.0}, "unusedFloat", words);
        refused(() -> grad((Single s) -> s.b() * s.b()).apply(new Single(2.5f, 3)), words);
        refused(() -> grad((Float[] x) -> 3.0 * x.length).apply(new Float[] {2.5f}), words);
        refused(() -> grad((List<Float> x) -> 3.0).apply(List.of(2.5f)), words);
        refused(() -> grad((Float x) -> 3.0).apply(2.5f), words);
    }

    @Test
    void aFloatOfItsOwnIsANumber() {
        record Half(float a, float[] b) {}
        Half bar = grad((Half h) -> h.a() * h.a() * h.b()[0]).apply(new Half(2, new float[] {3}));
        assertThat(bar.a()).isEqualTo(12);
        assertThat(bar.b()).containsExactly(4);
    }

    /** An ordinary object. */
    static final class Slope {
        final double slope;

        Slope(double slope) {
            this.slope = slope;
        }
    }

    record WithObject(Slope slope, double x) {}

    private static double along(WithObject w) {
        return w.slope().slope * w.x();
    }

    private static double alongConstant(Slope slope, double x) {
        return slope.slope * x;
    }

    @Test
    void anObjectWithNumbersInATree() {
        WithObject w = new WithObject(new Slope(3), 2);
        refused(new Object[] {w}, "along", "Slope", "record");
        refused(() -> grad((WithObject v) -> along(v)).apply(w), "Slope", "record");
    }

    @ParameterizedTest
    @EnumSource
    void anObjectAsAnArgumentIsAConstant(Mode mode) {
        assertThat(of("alongConstant").gradient(mode, new Slope(3), 2.0)).containsExactly(null, 3.0);
    }

    @Test
    void collectionsThatAreNoTrees() {
        record InASet(Set<Double> set, double x) {}
        refused(() -> grad((InASet s) -> s.x() * 2).apply(new InASet(Set.of(1.0), 2)), "Make it a list");
        refused(
                () -> grad((List<Optional<Double>> x) -> 2.0).apply(List.of(Optional.of(1.0))),
                "java.util.Optional",
                "Make it a list");
        record Named(Set<String> names, double x) {}
        assertThat(grad((Named n) -> n.x() * n.x()).apply(new Named(Set.of("a"), 2)))
                .isEqualTo(new Named(Set.of("a"), 4));
    }

    // ---------------------------------------------------------------- declared types that do not tell

    /** A shape. */
    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    private static <T extends Number> double bounded(T a, double b) {
        return a.doubleValue() * b;
    }

    private static double anything(Object a, double b) {
        return a instanceof Integer i ? i * b : a instanceof Double d ? d * b : b;
    }

    private static double anythings(Object[] a, double b) {
        return (Double) a[0] * b;
    }

    private static double comparable(Comparable<Double> a, double b) {
        return (Double) a * b;
    }

    private static double elements(Iterable<Double> a, double b) {
        return b;
    }

    private static double shape(Shape a, double b) {
        return ((Circle) a).radius() * b;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounded", "anything", "comparable"})
    void aDoubleBehindAnotherType(String name) {
        refused(new Object[] {2.0, 3.0}, name, name, "Parameter 1", "java.lang.Double", "Declare it as a double");
    }

    @Test
    void aTreeBehindAnotherType() {
        refused(new Object[] {new Object[] {2.0}, 3.0}, "anythings", "Parameter 1 of anythings", "Object[]");
        refused(new Object[] {new double[] {2}, 3.0}, "anything", "Parameter 1 of anything", "Object");
        refused(new Object[] {List.of(2.0), 3.0}, "elements", "Parameter 1 of elements", "Iterable");
        refused(new Object[] {Set.of(2.0), 3.0}, "elements", "Parameter 1 of elements", "Iterable");
        refused(new Object[] {new Circle(2), 3.0}, "shape", "Parameter 1 of shape", "Shape", "Circle");
    }

    @ParameterizedTest
    @EnumSource
    void anythingElseBehindAnotherTypeIsAConstant(Mode mode) {
        assertThat(of("bounded").gradient(mode, 2, 3.0)).containsExactly(null, 2.0);
        assertThat(of("anything").gradient(mode, 2, 3.0)).containsExactly(null, 2.0);
        assertThat(of("anything").gradient(mode, "text", 3.0)).containsExactly(null, 1.0);
        assertThat(of("anything").gradient(mode, null, 3.0)).containsExactly(null, 1.0);
        assertThat(of("elements").gradient(mode, Set.of("text"), 3.0)).containsExactly(null, 1.0);
    }

    // ---------------------------------------------------------------- results

    private static void nothing(double[] x) {
        x[0] *= 2;
    }

    private static Double boxed(double x, double[] y) {
        return x * x * y[0];
    }

    private static double[] twice(double x) {
        return new double[] {x, 2 * x};
    }

    record Pair<A, B>(A first, B second) {}

    private static Pair<Double, double[]> constantFirst(double x, double[] y) {
        return new Pair<>(3.0, new double[] {x * y[0]});
    }

    private static Object[] mixed(double x) {
        return new Object[] {1.0, "text", x * x};
    }

    private static Slope object(double x) {
        return new Slope(x);
    }

    @Test
    void aMethodThatReturnsNothing() {
        refused(new Object[] {new double[] {1}}, "nothing", "nothing", "returns nothing");
    }

    @ParameterizedTest
    @EnumSource
    void aNumberInABox(Mode mode) {
        Object[] gradient = of("boxed").gradient(mode, 2.0, new double[] {3});
        assertThat(gradient[0]).isEqualTo(12.0);
        assertThat((double[]) gradient[1]).containsExactly(4);
        assertThat(of("boxed").jacobian(mode, 2.0, new double[] {3})).isDeepEqualTo(new double[][] {{12, 4}});
    }

    @Test
    void secondDerivativesOfWhatIsNoNumber() {
        refused(() -> of("twice").hessian(1.0), "twice returns double[]");
    }

    @Test
    void rowsOfTheJacobianAreWhereTheNumbersAre() {
        assertThat(of("constantFirst").jacobian(Mode.FORWARD, 2.0, new double[] {5}))
                .isDeepEqualTo(new double[][] {{0, 0}, {5, 2}});
        assertThat(of("mixed").jacobian(Mode.FORWARD, 3.0)).isDeepEqualTo(new double[][] {{0}, {6}});
    }

    @Test
    void aValueWithNumbersThatHaveNoDerivatives() {
        refused(() -> of("object").jacobian(Mode.FORWARD, 3.0), "Slope");
    }

    // ---------------------------------------------------------------- arguments that do not fit

    private static double scaled(double[] x, double y) {
        return x[0] * y;
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreConvertedAsInACall(Mode mode) {
        double[] x = {3};
        assertThat(of("scaled").gradient(mode, x, 2)[1]).isEqualTo(3.0);
        assertThat(of("scaled").jacobian(mode, x, 2f)).isDeepEqualTo(new double[][] {{2, 3}});
        assertThat(of("scaled").hessian(x, 2L)).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
        assertThatThrownBy(() -> of("scaled").gradient(mode, x, "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Parameter 2 of scaled is of the type double, but an object of java.lang.String was given.");
        assertThatThrownBy(() -> of("scaled").gradient(mode, x, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Parameter 2 of scaled is of the type double, but null was given.");
        assertThatThrownBy(() -> of("scaled").gradient(mode, 1.0, 2.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Parameter 1 of scaled is of the type double[], but an object of java.lang.Double was given.");
        assertThatThrownBy(() -> of("scaled").gradient(mode, null, 2.0))
                .isInstanceOf(NullPointerException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void pointsThatAreNull() {
        ScalarField f = x -> x[0] * x[0];
        VectorField g = x -> new double[] {x[0], x[0] * x[0]};
        double[] x = {1};
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> grad(f).apply(null),
                () -> grad(f).into(null, x),
                () -> grad(f).into(x, null),
                () -> valueAndGrad(f).apply(null),
                () -> valueAndGrad(f).into(x, null),
                () -> hvp(f).apply(null, x),
                () -> hvp(f).apply(x, null),
                () -> hessian(f).apply(null),
                () -> jacobian(g).apply(null),
                () -> jvp(g).apply(null, x),
                () -> vjp(g).apply((double[]) null),
                () -> vjp(g).apply(x).apply(null),
                () -> gradientCheck(f, null),
                () -> grad((Circle c) -> c.radius()).apply(null))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" is null");
        }
    }

    // ---------------------------------------------------------------- structures

    private static double ofPairs(Pair<Pair<Double, Double>, List<double[]>> p) {
        return p.first().first() * p.first().second() * p.second().get(0)[0];
    }

    @Test
    void recordsWithTypeParameters() {
        Pair<Pair<Double, Double>, List<double[]>> p = new Pair<>(new Pair<>(2.0, 5.0), List.of(new double[] {3}));
        assertThat(grad((Pair<Pair<Double, Double>, List<double[]>> q) -> ofPairs(q))
                        .apply(p)
                        .first())
                .isEqualTo(new Pair<>(15.0, 6.0));
        for (Mode mode : Mode.values()) {
            assertThat(of("ofPairs").jacobian(mode, p)).isDeepEqualTo(new double[][] {{15, 6, 10}});
            Pair<?, ?> bar = (Pair<?, ?>) of("ofPairs").gradient(mode, p)[0];
            assertThat(bar.first()).isEqualTo(new Pair<>(15.0, 6.0));
        }
        assertThat(of("ofPairs").hessian(p)).isDeepEqualTo(new double[][] {{0, 3, 5}, {3, 0, 2}, {5, 2, 0}});
    }

    record Chain(Chain next, double x) {}

    private static double product(Chain c) {
        double product = 1;
        for (Chain at = c; at != null; at = at.next()) {
            product *= at.x();
        }
        return product;
    }

    private static double ofChain(Chain c) {
        return product(c);
    }

    @Test
    void recordsOfThemselves() {
        Chain c = new Chain(new Chain(null, 3), 2);
        Chain expected = new Chain(new Chain(null, 2), 3);
        assertThat(grad((Chain d) -> product(d)).apply(c)).isEqualTo(expected);
        for (Mode mode : Mode.values()) {
            assertThat(of("ofChain").gradient(mode, c)).containsExactly(expected);
        }
    }

    /** A constant with a number. */
    enum Planet {
        EARTH(9.81);

        final double gravity;
        final double[] powers = {1, 3};

        Planet(double gravity) {
            this.gravity = gravity;
        }
    }

    record Everything(double a, long l, int i, boolean b, String s, Planet e, float f, double[] x, Double[] boxes) {}

    private static double everything(Everything e) {
        double product = e.b() ? e.a() * e.a() : e.a();
        for (double x : e.x()) {
            product *= x;
        }
        for (Double x : e.boxes()) {
            product *= x == null ? 1 : x;
        }
        return product * e.l() * e.i() * e.s().length() * e.f();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfComponent(Mode mode) {
        // 6 a² f x₀ b₁
        Everything e =
                new Everything(2, 3, 1, true, "ab", Planet.EARTH, 0.5f, new double[] {4}, new Double[] {null, 8.0});
        assertThat(of("everything").jacobian(mode, e)).isDeepEqualTo(new double[][] {{384, 768, 96, 48}});
        Everything bar = (Everything) of("everything").gradient(mode, e)[0];
        assertThat(bar.a()).isEqualTo(384);
        assertThat(bar.f()).isEqualTo(768);
        assertThat(bar.x()).containsExactly(96);
        assertThat(bar.boxes()).containsExactly(null, 48.0);
        assertThat(List.of(bar.l(), bar.i(), bar.b(), bar.s(), bar.e()))
                .isEqualTo(List.of(3L, 1, true, "ab", Planet.EARTH));
        assertThat(e.boxes()).containsExactly(null, 8.0);
    }

    record OnAPlanet(Planet planet, double mass) {}

    private static double weight(OnAPlanet p) {
        return p.planet().gravity * p.planet().powers[1] * p.mass() * p.mass();
    }

    @Test
    void numbersOfAnEnumConstantAreConstants() {
        OnAPlanet p = new OnAPlanet(Planet.EARTH, 2);
        assertThat(grad((OnAPlanet q) -> weight(q)).apply(p)).isEqualTo(new OnAPlanet(Planet.EARTH, 4 * 9.81 * 3));
        for (Mode mode : Mode.values()) {
            assertThat(of("weight").jacobian(mode, p)).isDeepEqualTo(new double[][] {{4 * 9.81 * 3}});
        }
        assertThat(of("weight").hessian(p)).isDeepEqualTo(new double[][] {{2 * 9.81 * 3}});
        assertThat(Planet.EARTH.powers).containsExactly(1, 3);
    }

    private static double structures(List<List<Double>> lists, Map<String, Double>[] maps, double[][] rows) {
        double sum = 0;
        for (List<Double> l : lists) {
            for (Double x : l) {
                sum += x == null ? 0 : x * x;
            }
        }
        for (double[] row : rows) {
            sum *= row == null ? 1 : row[0];
        }
        return sum * maps[0].get("a") * maps[1].get("a");
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    void listsInListsMapsInArraysAndWhatIsMissing(Mode mode) {
        List<List<Double>> lists = Arrays.asList(Arrays.asList(1.0, null), List.of(), List.of(2.0));
        Map<String, Double>[] maps = new Map[] {new LinkedHashMap<>(Map.of("a", 2.0)), Map.of("a", 3.0)};
        double[][] rows = {null, {7}};
        Differentiable f = of("structures");
        assertThat(f.value(lists, maps, rows)).isEqualTo(210.0);
        assertThat(f.jacobian(mode, lists, maps, rows)).isDeepEqualTo(new double[][] {{84, 168, 105, 70, 30}});
        Object[] bars = f.gradient(mode, lists, maps, rows);
        assertThat(bars[0]).isEqualTo(Arrays.asList(Arrays.asList(84.0, null), List.of(), List.of(168.0)));
        assertThat((Map<String, Double>[]) bars[1]).containsExactly(Map.of("a", 105.0), Map.of("a", 70.0));
        assertThat((double[][]) bars[2]).isDeepEqualTo(new double[][] {null, {30}});
    }

    // ---------------------------------------------------------------- the same array in two arguments

    private static double dot(double[] x, double[] y) {
        return x[0] * y[0];
    }

    private static double dotAfterDoubling(double[] x, double[] y) {
        x[0] *= 2;
        return x[0] * y[0];
    }

    @Test
    void argumentsAreVariablesOfTheirOwnWhereTheyAreTheSameArray() {
        double[] x = {3};
        TreeGradient2.Both<double[], double[]> both =
                grad((double[] a, double[] b) -> 2 * a[0] * b[0] * b[0]).both(x, x);
        assertThat(both.first()).containsExactly(18);
        assertThat(both.second()).containsExactly(36);
        for (Mode mode : Mode.values()) {
            assertThat(of("dot").jacobian(mode, x, x)).isDeepEqualTo(new double[][] {{3, 3}});
        }
        assertThat(of("dot").hessian(x, x)).isDeepEqualTo(new double[][] {{0, 1}, {1, 0}});
    }

    @Test
    void aWriteThatIsSeenThroughTwoArguments() {
        double[] x = {3};
        refused(new Object[] {x, x}, "dotAfterDoubling", "dotAfterDoubling", "the same array", "clone");
        refused(() -> grad((double[] a, double[] b) -> dotAfterDoubling(a, b)).both(x, x), "the same array", "clone");
        assertThat(of("dotAfterDoubling").value(x, x)).isEqualTo(36.0);
        assertThat(of("dotAfterDoubling").jacobian(Mode.REVERSE, x, x.clone())).isDeepEqualTo(new double[][] {{6, 6}});
        assertThat(x).containsExactly(3);
    }
}
