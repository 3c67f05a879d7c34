package org.wengert.bench;

import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.leaves;
import static org.wengert.Tensors.mapLeaves;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.DType;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/** Tensor programs, each beside the same written by hand where that is short. */
final class TensorPrograms {
    private TensorPrograms() {}

    /**
     * A program to time.
     *
     * @param name for the table
     * @param prepare makes its data
     */
    record Named(String name, Supplier<Timed> prepare) {}

    /** A program with its data. */
    interface Timed {
        /** One run of ours. */
        DoubleSupplier ours();

        /** One run of the loop written by hand. */
        default @Nullable DoubleSupplier byHand() {
            return null;
        }

        /** The largest relative difference of both results; 0 where there is only one. */
        default double error() {
            return 0;
        }

        /** The difference that rounding explains. */
        default double tolerance() {
            return 1e-5;
        }

        /** What the time means, for the table. */
        default String remark(double microseconds) {
            return "";
        }
    }

    static List<Named> all() {
        List<Named> all = new ArrayList<>();
        all.add(new Named("mlp/as-it-comes", () -> new PerceptronStep(false)));
        all.add(new Named("mlp/compiled", () -> new PerceptronStep(true)));
        for (int n : new int[] {1_000, 100_000, 10_000_000}) {
            all.add(new Named("gelu/" + n, () -> new Gelu(n)));
        }
        all.add(new Named("softmax/100x10", () -> new Softmax(100, 10)));
        all.add(new Named("softmax/1000x1000", () -> new Softmax(1000, 1000)));
        for (int n : new int[] {1_000, 100_000, 10_000_000}) {
            all.add(new Named("adam/" + n, () -> new Adam(n)));
        }
        for (int n : new int[] {64, 256, 1024}) {
            all.add(new Named("matmul/" + n, () -> new Product(n)));
        }
        all.add(new Named("rnn/graph", Recurrent::new));
        return all;
    }

    static Tensor random(long seed, int... extents) {
        return Tensor.of(numbers(seed, Shape.of(extents).size()), Shape.of(extents));
    }

    static float[] numbers(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** A network 2-16-1 with tanh and the mean squared error over 32 examples: one step of gradient descent in each run. */
    private static final class PerceptronStep implements Timed {
        record Model(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

        record Batch(Tensor x, Tensor y) {}

        private final boolean isCompiled;
        private Model model = new Model(random(1, 2, 16), random(2, 16), random(3, 16, 1), random(4, 1));
        private final Batch batch = new Batch(random(5, 32, 2), random(6, 32, 1));
        private final BiFunction<Model, Batch, Model> step;

        PerceptronStep(boolean isCompiled) {
            this.isCompiled = isCompiled;
            BiFunction<Model, Batch, Model> gradient = grad(PerceptronStep::loss);
            BiFunction<Model, Batch, Model> plain =
                    (m, b) -> mapLeaves(m, gradient.apply(m, b), (w, g) -> w.sub(g.mul(0.05)));
            step = isCompiled ? compile(plain) : plain;
        }

        private static Tensor loss(Model m, Batch b) {
            Tensor hidden = b.x.matmul(m.w1).add(m.b1).tanh();
            return hidden.matmul(m.w2).add(m.b2).sub(b.y).square().mean();
        }

        @Override
        public DoubleSupplier ours() {
            return () -> {
                model = step.apply(model, batch);
                Tensor.evaluate(leaves(model));
                return model.b2.item(0);
            };
        }

        @Override
        public String remark(double microseconds) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f steps/s%s",
                    1e6 / microseconds,
                    isCompiled ? "" : ", graph built in every step");
        }
    }

    /** Results of ours and of a loop. */
    private abstract static class Beside implements Timed {
        abstract Tensor tensor();

        abstract float[] loop();

        @Override
        public DoubleSupplier ours() {
            return () -> tensor().storage().getDouble(0);
        }

        @Override
        public DoubleSupplier byHand() {
            return () -> loop()[0];
        }

        @Override
        public double error() {
            float[] expected = loop();
            float[] actual = tensor().toFloatArray();
            double error = 0;
            double scale = 0;
            for (int i = 0; i < expected.length; i++) {
                error = Math.max(error, Math.abs(actual[i] - expected[i]));
                scale = Math.max(scale, Math.abs(expected[i]));
            }
            return error / scale;
        }
    }

    /** gelu(x·w + b), elementwise. */
    private static final class Gelu extends Beside {
        private final float[] x;
        private final float[] w;
        private final float[] b;
        private final float[] y;
        private final Tensor xs;
        private final Tensor ws;
        private final Tensor bs;

        Gelu(int n) {
            x = numbers(1, n);
            w = numbers(2, n);
            b = numbers(3, n);
            y = new float[n];
            xs = Tensor.of(x);
            ws = Tensor.of(w);
            bs = Tensor.of(b);
        }

        @Override
        Tensor tensor() {
            return xs.mul(ws).add(bs).geluTanh();
        }

        @Override
        float[] loop() {
            VectorLoops.gelu(x, w, b, y);
            return y;
        }
    }

    /** The softmax of each row. */
    private static final class Softmax extends Beside {
        private final int rows;
        private final float[] x;
        private final float[] y;
        private final Tensor xs;

        Softmax(int rows, int n) {
            this.rows = rows;
            x = numbers(1, rows * n);
            y = new float[x.length];
            xs = Tensor.of(x, Shape.of(rows, n));
        }

        @Override
        Tensor tensor() {
            return xs.softmax(1);
        }

        @Override
        float[] loop() {
            VectorLoops.softmax(x, rows, y);
            return y;
        }
    }

    /** A step of Adam from given moments: parameters and both moments are results. */
    private static final class Adam extends Beside {
        private final float[] w;
        private final float[] g;
        private final float[] m;
        private final float[] v;
        private final float[] w0;
        private final float[] m0;
        private final float[] v0;
        private final Tensor ws;
        private final Tensor gs;
        private final Tensor ms;
        private final Tensor vs;

        Adam(int n) {
            w0 = numbers(1, n);
            g = numbers(2, n);
            m0 = numbers(3, n);
            v0 = numbers(4, n);
            for (int i = 0; i < n; i++) {
                v0[i] = Math.abs(v0[i]);
            }
            w = w0.clone();
            m = m0.clone();
            v = v0.clone();
            ws = Tensor.of(w0);
            gs = Tensor.of(g);
            ms = Tensor.of(m0);
            vs = Tensor.of(v0);
        }

        @Override
        Tensor tensor() {
            Tensor first = ms.mul(0.9).add(gs.mul(0.1));
            Tensor second = vs.mul(0.999).add(gs.mul(gs).mul(0.001));
            Tensor next =
                    ws.sub(first.mul(1.2).div(second.mul(1.1).sqrt().add(1e-8)).mul(0.001));
            Tensor.evaluate(List.of(next, first, second));
            return next;
        }

        @Override
        float[] loop() {
            VectorLoops.adam(w, g, m, v, 0.001f, 1.2f, 1.1f);
            return w;
        }

        @Override
        public double error() {
            System.arraycopy(w0, 0, w, 0, w.length);
            System.arraycopy(m0, 0, m, 0, w.length);
            System.arraycopy(v0, 0, v, 0, w.length);
            return super.error();
        }
    }

    /** A product of square matrices. */
    private static final class Product implements Timed {
        private final int n;
        private final Tensor x;
        private final Tensor y;

        Product(int n) {
            this.n = n;
            x = random(1, n, n);
            y = random(2, n, n);
        }

        @Override
        public DoubleSupplier ours() {
            return () -> x.matmul(y).storage().getDouble(0);
        }

        @Override
        public double error() {
            double[] a = x.to(DType.FLOAT64).toDoubleArray();
            double[] b = y.to(DType.FLOAT64).toDoubleArray();
            double[] expected = new double[n];
            int row = n / 2;
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    expected[j] += a[row * n + k] * b[k * n + j];
                }
            }
            float[] actual = x.matmul(y).toFloatArray();
            double error = 0;
            for (int j = 0; j < n; j++) {
                error = Math.max(error, Math.abs(actual[row * n + j] - expected[j]));
            }
            return error / Arrays.stream(expected).map(Math::abs).max().orElse(1);
        }

        @Override
        public String remark(double microseconds) {
            return String.format(Locale.ROOT, "%.1f GFLOP/s", 2.0 * n * n * n / microseconds * 1e-3);
        }
    }

    /** A recurrence of one number over 1,000 steps, unrolled: graph, gradient, plan and run, once for each run. */
    private static final class Recurrent implements Timed {
        private static final int STEPS = 1000;

        private final float[] x = numbers(1, STEPS);
        private double w = 0.5;

        private Tensor loss(Tensor weight) {
            Tensor h = Tensor.full(0, Shape.SCALAR, DType.FLOAT64);
            for (float input : x) {
                h = weight.mul(h).add(input).tanh();
            }
            return h.square();
        }

        @Override
        public DoubleSupplier ours() {
            return () -> {
                w = w == 0.5 ? 0.51 : 0.5;
                return grad(this::loss).apply(Tensor.of(w)).item();
            };
        }

        @Override
        public double error() {
            DoubleUnaryOperator f = at -> loss(Tensor.of(at)).item();
            double h = 1e-4;
            double expected = (f.applyAsDouble(w + h) - f.applyAsDouble(w - h)) / (2 * h);
            double actual = grad(this::loss).apply(Tensor.of(w)).item();
            return Math.abs(actual - expected) / Math.max(1e-3, Math.abs(expected));
        }

        @Override
        public String remark(double microseconds) {
            // 3 nodes a step forward, 7 backward (1 − y², its product, the products of w·h, their sum).
            return String.format(
                    Locale.ROOT, "%.0f ns a node, of 10 nodes a step", microseconds * 1e3 / (10.0 * STEPS));
        }
    }
}
