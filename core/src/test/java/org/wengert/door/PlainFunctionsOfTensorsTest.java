package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.gradAll;
import static org.wengert.Tensors.hessian;
import static org.wengert.Tensors.jvp;
import static org.wengert.Tensors.map;
import static org.wengert.Tensors.vmap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wengert.ScalarFunction;
import org.wengert.ScalarFunction2;
import org.wengert.ScalarFunction3;
import org.wengert.TensorField;
import org.wengert.Tensors.Pair;
import org.wengert.Tensors.Triple;
import org.wengert.Wengert;
import org.wengert.backend.Interpreter;
import org.wengert.rule.Special;
import org.wengert.tensor.DType;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** Plain Java lambdas as functions of tensors: the lambda's own values and derivatives, however its code is carried out. */
class PlainFunctionsOfTensorsTest {
    private static final double[] POINTS = {
        -3.5, -2, -1.25, -1, -0.5, -1e-3, -0.0, 0.0, 1e-3, 0.3, 0.5, 1, 1.5, 2, 2.75, 3, 7, 100
    };

    private static final double[] SPECIAL = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e300,
        -1e300
    };

    private static final double[] COEFFICIENTS = {1, -2, 0.5, 3};

    private static double slope = 2.5;

    private static final double COMPUTED = Math.log(7);

    record Gaussian(double mean, double width) {
        double at(double x) {
            double z = (x - mean) / width;
            return Math.exp(-0.5 * z * z) / width;
        }
    }

    private static double helper(double v) {
        return v > 2 ? Math.sqrt(v) : v * v;
    }

    private static double power(double v, int n) {
        return n == 0 ? 1 : v * power(v, n - 1);
    }

    /** Functions whose code can be read as tensor operations. */
    private static Map<String, ScalarFunction> readable() {
        double c = 1.5;
        int n = 3;
        float f = 0.25f;
        long l = 5;
        Gaussian g = new Gaussian(0.5, 2);
        double[] array = COEFFICIENTS;
        Map<String, ScalarFunction> all = new LinkedHashMap<>();
        all.put("arithmetic", v -> v * Math.exp(-v * v) + 3 / (1 + v * v) - v % 2);
        all.put("a constant", v -> 3);
        all.put("the identity", v -> v);
        all.put("a method reference", Math::sin);
        all.put("captured numbers", v -> c * v + n + f * v + l);
        all.put("a captured record", v -> g.at(v) + g.width() * v);
        all.put("a captured array", v -> array[0] + array[1] * v + array[2] * v * v);
        all.put("a captured function", captured(Math::tanh));
        all.put("static fields", v -> slope * v + COMPUTED);
        all.put("special functions", v -> Special.sigmoid(v) + Special.erf(v) + Special.softplus(v));
        all.put("powers", v -> Math.pow(v, 2) + Math.pow(v, 3) + Math.pow(2, v) + Math.hypot(v, 1));
        all.put("fma and clamp", v -> Math.fma(v, 2, 1) + Math.clamp(v, -1.0, 1.0));
        all.put("extrema", v -> Math.max(v, 0.5) + Math.min(v, -0.5) + Math.abs(v));
        all.put("a branch", v -> v < 0 ? -v : v * v);
        all.put("a branch for NaN", v -> v >= 0 ? v : 2 * v);
        all.put("a branch for NaN, turned round", v -> !(v < 0) ? v : 2 * v);
        all.put("and, or", v -> v < 0 && v > -2 || v == 3 ? 2 * v : v * v * v);
        all.put("branches in branches", v -> v < -1 ? v < -2 ? v : 2 * v : v > 1 ? v > 2 ? 3 * v : 4 * v : 5 * v);
        all.put("a chain of branches", v -> {
            if (v < -1) {
                return v;
            }
            double w = v + 1;
            if (w < 0.5) {
                return w * w;
            }
            return w < 2 ? Math.sin(w) : Math.cos(w);
        });
        all.put("a switch", v -> switch ((int) v) {
            case 1 -> v;
            case 2 -> v * v;
            case 100 -> 3;
            default -> Math.sin(v);
        });
        all.put("truth values", v -> {
            boolean a = v > 0.4;
            boolean b = v < 2.5;
            boolean isNaN = Double.isNaN(v);
            return a & b ? v * v : a ^ isNaN ? v : -v;
        });
        all.put("kinds of numbers", v -> Double.isInfinite(v) ? 1 : Double.isFinite(v) ? v : 2);
        all.put("whole numbers", v -> {
            int i = (int) v;
            return v
                    * ((i & 3) + (i | 4) + (i ^ 1) + i * 2 - 7 + (i << 2) + (i >> 1) + (i >>> 28) + i % 3 + i / 2 + -i);
        });
        all.put("long numbers", v -> {
            long i = (long) v;
            return v
                    * ((i & 3) + (i | 4) + (i ^ 1) + i * 2 - 7 + (i << 2) + (i >> 1) + (i >>> 60) + i % 3 + i / 2 + -i);
        });
        all.put("narrow numbers", v -> (byte) (int) (v * 100) + (short) (int) (v * 10000) + (char) (int) (v * 1e5) + v);
        all.put("single precision", v -> (float) v * 3f + (float) (v * v) / 7f - -(float) v);
        all.put("great constants", v -> v + (double) ((long) v + 0x1234567890ABCDL));
        all.put("a helper", v -> helper(v) + helper(v + 1));
        all.put("a box", v -> {
            Double boxed = v;
            Double twice = boxed * 2;
            return twice * boxed;
        });
        all.put("a loop with a known bound", v -> {
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                sum += Math.pow(v, i);
            }
            return sum;
        });
        all.put("a loop over a captured array", v -> {
            double sum = 0;
            for (double a : array) {
                sum = sum * v + a;
            }
            return sum;
        });
        all.put("a loop that may end early", v -> {
            double product = 1;
            int i = 0;
            for (; i < 6; i++) {
                product *= v;
                if (product > 20) {
                    break;
                }
            }
            return product + i * v;
        });
        all.put("loops in loops with branches", v -> {
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                double term = v;
                for (int k = 0; k <= i; k++) {
                    if (term > 2) {
                        term = Math.sqrt(term);
                    } else if (term < -2) {
                        break;
                    } else {
                        term = term * term - k;
                    }
                }
                sum += term;
            }
            return sum;
        });
        all.put("an array of its own", v -> {
            double[] a = {1, v, v * v, 0};
            a[3] = a[1] * a[2];
            double sum = 0;
            for (double x : a) {
                sum += x;
            }
            return sum;
        });
        all.put("recursion with a known depth", v -> power(v, 5));
        all.put("a derivative", Wengert.derivative(v -> v * v * Math.sin(v)));
        all.put("a derivative inside", v -> v * Wengert.derivative(Math::sin).applyAsDouble(v));
        return all;
    }

    private static ScalarFunction captured(ScalarFunction f) {
        return v -> f.applyAsDouble(v) * f.applyAsDouble(2 * v);
    }

    /** Functions that are run for each element. */
    private static Map<String, ScalarFunction> runnable() {
        Map<String, ScalarFunction> all = new LinkedHashMap<>();
        all.put("a loop as long as a number says", v -> {
            double w = v;
            while (w > 0.1 && w < 1e305) {
                w = w / 2;
            }
            return w * v;
        });
        all.put("recursion as deep as a number says", v -> power(v, (int) v & 3));
        all.put("an index from a number", v -> COEFFICIENTS[(int) v & 3] * v * v);
        all.put("an exception", v -> {
            if (v == 12345) {
                throw new IllegalArgumentException("not this one");
            }
            return v * v;
        });
        all.put("a division of whole numbers", v -> v * (v > 1 ? 7 / (int) v : 1));
        all.put("strict functions", v -> StrictMath.sin(v) * v);
        all.put("a long loop", v -> {
            double w = v;
            for (int i = 0; i < 1000; i++) {
                w = Math.sin(w) + v;
            }
            return w;
        });
        return all;
    }

    @TestFactory
    Stream<DynamicTest> codeThatCanBeReadBecomesTensorOperations() {
        return readable().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    assertThat(isRun(e.getValue())).isFalse();
                    check(e.getValue(), e.getKey().equals("single precision") ? 1e-6 : 1e-12);
                }));
    }

    @TestFactory
    Stream<DynamicTest> otherCodeIsRunForEachElement() {
        return runnable().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    assertThat(isRun(e.getValue())).isTrue();
                    check(e.getValue(), e.getKey().equals("single precision") ? 1e-6 : 1e-12);
                }));
    }

    private static boolean isRun(ScalarFunction f) {
        return map(Tensor.vector(POINTS), f).op() instanceof Op.Ruled;
    }

    /** The bits of the function itself, and its derivatives as the engine for plain Java has them. */
    private static void check(ScalarFunction f, double tolerance) {
        Tensor x = Tensor.vector(POINTS);
        bits(map(x, f), POINTS, f);
        bits(map(Tensor.vector(SPECIAL), f), SPECIAL, f);
        Tensor single = x.to(DType.FLOAT32);
        Tensor ofSingle = map(single, f);
        assertThat(ofSingle.dtype()).isEqualTo(DType.FLOAT32);
        bits(ofSingle, single.toDoubleArray(), f);
        close(map(x, f), f, 1e-14);
        TensorField sum = t -> map(t, f).sum();
        ScalarFunction first = Wengert.derivative(f);
        close(grad(sum).apply(x), first, tolerance);
        close(jvp((Tensor t) -> map(t, f), x, Tensor.onesLike(x)).tangent(), first, tolerance);
        close(hessian(sum).apply(x).sum(1), Wengert.derivative(f, 2), tolerance);
        close(compile(grad(sum)).apply(x), first, tolerance);
        close(vmap(grad(t -> map(t, f))).apply(x), first, tolerance);
        Tensor gradient = grad(sum).apply(single);
        assertThat(gradient.dtype()).isEqualTo(DType.FLOAT32);
    }

    /** The interpreter gives the bits; other back ends may differ in the last places of transcendental functions. */
    private static void bits(Tensor y, double[] x, ScalarFunction f) {
        Graph graph = Graph.of(List.of(y));
        Program.Extract extract = Program.of(graph, graph.roots());
        Storage exact = new Interpreter()
                .plan(extract.program())
                .run(extract.parameters().stream().map(Tensor::storage).toList())
                .getFirst();
        for (int i = 0; i < x.length; i++) {
            double expected = y.dtype() == DType.FLOAT32 ? (float) f.applyAsDouble(x[i]) : f.applyAsDouble(x[i]);
            assertThat(exact.getDouble(i)).as("at %s", x[i]).isEqualTo(Double.valueOf(expected));
        }
    }

    private static void close(Tensor y, ScalarFunction f, double tolerance) {
        for (int i = 0; i < POINTS.length; i++) {
            double expected = f.applyAsDouble(POINTS[i]);
            if (Double.isFinite(expected)) {
                assertThat(y.item(i))
                        .as("at %s", POINTS[i])
                        .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
            } else {
                assertThat(y.item(i)).as("at %s", POINTS[i]).isEqualTo(Double.valueOf(expected));
            }
        }
    }

    @Test
    void whatIsNotTakenDoesNoHarm() {
        // The derivatives of the root and of the logarithm are infinite at 0, and NaN below.
        ScalarFunction f = v -> v > 0 ? Math.sqrt(v) * Math.log(v) : 0;
        Tensor x = Tensor.vector(-1, 0, 4);
        assertThat(grad(t -> map(t, f).sum()).apply(x).toDoubleArray())
                .containsExactly(0, 0, Wengert.derivative(f).applyAsDouble(4));
        assertThat(jvp((Tensor t) -> map(t, f), x, Tensor.ones(3)).tangent().item(0))
                .isZero();
        assertThat(hessian(t -> map(t, f).sum()).apply(x).item(1, 1)).isZero();
    }

    @Test
    void functionsOfTwoNumbersBroadcast() {
        ScalarFunction2 f = (a, b) -> a > b ? Math.sin(a * b) : a / (1 + b * b);
        ScalarFunction2 run = (a, b) -> {
            double s = b;
            while (s > 1) {
                s = s / 2;
            }
            return a * a * s;
        };
        Tensor rows = Tensor.vector(1, 2, 3).reshape(3, 1);
        Tensor columns = Tensor.vector(0.5, 4);
        for (ScalarFunction2 g : new ScalarFunction2[] {f, run}) {
            Tensor y = map(rows, columns, g);
            assertThat(y.shape()).isEqualTo(Shape.of(3, 2));
            Pair<Tensor, Tensor> bar = gradAll((a, b) -> map(a, b, g).sum()).apply(rows, columns);
            for (int i = 0; i < 3; i++) {
                double byRow = 0;
                for (int k = 0; k < 2; k++) {
                    assertThat(y.item(i, k)).isEqualTo(g.applyAsDouble(rows.item(i, 0), columns.item(k)));
                    byRow += Wengert.grad(g).apply(rows.item(i, 0), columns.item(k))[0];
                }
                assertThat(bar.first().item(i, 0)).isCloseTo(byRow, within(1e-13));
            }
            assertThat(bar.second().shape()).isEqualTo(Shape.of(2));
        }
        assertThat(map(rows.to(DType.FLOAT32), columns, f).dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void functionsOfThreeNumbers() {
        ScalarFunction3 f = (a, b, c) -> a * b + Math.exp(c) * a;
        ScalarFunction3 run = (a, b, c) -> {
            double s = c;
            while (s > 1) {
                s = s / 2;
            }
            return a * b * s;
        };
        for (ScalarFunction3 g : new ScalarFunction3[] {f, run}) {
            Triple<Tensor, Tensor, Tensor> bar = gradAll((Tensor a, Tensor b, Tensor c) -> map(a, b, c, g))
                    .apply(Tensor.of(2.0), Tensor.of(3.0), Tensor.of(5.0));
            double[] expected = Wengert.grad(g).apply(2, 3, 5);
            assertThat(bar.first().item()).isCloseTo(expected[0], within(1e-13));
            assertThat(bar.second().item()).isCloseTo(expected[1], within(1e-13));
            assertThat(bar.third().item()).isCloseTo(expected[2], within(1e-12));
        }
    }

    @Test
    void capturedNumbersAreThoseOfEachCall() {
        for (double c : new double[] {1, 2, 3}) {
            assertThat(map(Tensor.vector(1, 2), v -> c * v).toDoubleArray()).containsExactly(c, 2 * c);
        }
        slope = 4;
        assertThat(map(Tensor.of(2.0), v -> slope * v).item()).isEqualTo(8);
        slope = 2.5;
        assertThat(map(Tensor.of(2.0), v -> slope * v).item()).isEqualTo(5);
    }

    @Test
    void exceptionsOfTheCodeAreThrownWhenItRuns() {
        Tensor y = map(Tensor.vector(1, -1), v -> {
            if (v < 0) {
                throw new IllegalStateException("negative");
            }
            return v;
        });
        assertThatThrownBy(y::toDoubleArray)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("negative");
    }

    @Test
    void whatTheEngineRefusesIsRefusedWithItsLine() {
        assertThatThrownBy(() -> grad(t -> map(t, v -> Double.parseDouble(Double.toString(v))))
                        .apply(Tensor.of(1.0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PlainFunctionsOfTensorsTest.java:");
    }

    @Test
    void wholeNumbersAreRefused() {
        assertThatThrownBy(() -> map(Tensor.of(new int[] {1}), v -> 2 * v))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        map applies a function of real numbers, but the tensor is int32[1].
                          Cast it first, for example with x.to(FLOAT64).""");
    }
}
