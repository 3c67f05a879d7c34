package org.wengert.bench.jmh;

import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wengert.Gradient;
import org.wengert.Jvp;
import org.wengert.ScalarFunction;
import org.wengert.bench.byhand.RosenbrockGradient;
import org.wengert.bench.objective.Rosenbrock;

/** Steady state: a scalar derivative, and gradient and Hessian–vector product of Rosenbrock's function in 1000 dimensions. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GradientBenchmark {
    private final double[] x = new double[1000];
    private final double[] direction = new double[1000];
    private final double[] xBar = new double[1000];
    private final Gradient gradient = grad(Rosenbrock::objective);
    private final Jvp hessianProduct = hvp(Rosenbrock::objective);
    private final ScalarFunction slope = derivative((double t) -> Math.sin(t * t));
    private final ScalarFunction curvature = derivative((double t) -> Math.sin(t * t), 2);
    private final RosenbrockGradient written = new RosenbrockGradient();
    private double t = 0.7;

    /** Puts the point at the usual start. */
    @Setup
    public void start() {
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? -1.2 : 1;
        }
        Arrays.fill(direction, 1);
    }

    /** The function itself. */
    @Benchmark
    public double rosenbrock() {
        return Rosenbrock.objective(x);
    }

    /** Its gradient. */
    @Benchmark
    public double rosenbrockGradient() {
        return gradient.into(x, xBar);
    }

    /** Its gradient written by hand. */
    @Benchmark
    public double rosenbrockByHand() {
        return written.into(x, xBar);
    }

    /** Its Hessian–vector product. */
    @Benchmark
    public double[] rosenbrockHessianProduct() {
        return hessianProduct.apply(x, direction);
    }

    /** The derivative of sin t². */
    @Benchmark
    public double slope() {
        return slope.applyAsDouble(t);
    }

    /** The second derivative of sin t². */
    @Benchmark
    public double curvature() {
        return curvature.applyAsDouble(t);
    }
}
