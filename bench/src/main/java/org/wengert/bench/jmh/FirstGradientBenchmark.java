package org.wengert.bench.jmh;

import static org.wengert.Wengert.grad;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wengert.bench.objective.GaussianMixture;
import org.wengert.bench.objective.Rosenbrock;

/** Cold start: the first gradient of a fresh virtual machine, its derivation and compilation included. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstGradientBenchmark {
    /** A loop. */
    @Benchmark
    public double[] rosenbrock() {
        return grad(Rosenbrock::objective).apply(new double[] {-1.2, 1});
    }

    /** Loops in called methods, and temporary arrays. */
    @Benchmark
    public double[] gaussianMixture() {
        GaussianMixture mixture = new GaussianMixture(2, new double[][] {{1, 2, 3}, {3, 2, 1}}, 1, 0);
        return grad(mixture::objective).apply(new double[mixture.parameterCount()]);
    }
}
