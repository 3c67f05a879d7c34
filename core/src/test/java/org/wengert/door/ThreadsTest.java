package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.wengert.Gradient;
import org.wengert.Jvp;
import org.wengert.ScalarField;

/** Two threads, two gradients: no state is shared, the bits are those of one thread. */
class ThreadsTest {
    private static final int THREADS = 16;
    private static final int POINTS = 40;

    @Test
    void oneGradientInSixteenThreads() throws Exception {
        Gradient gradient = grad(ThreadsTest::chain);
        everyThreadComputesTheSame(i -> gradient.apply(point(i)));
    }

    @Test
    void differentGradientsInSixteenThreads() throws Exception {
        everyThreadComputesTheSame(i -> {
            ScalarField f = switch (i % 4) {
                case 0 -> x -> chain(x) * i;
                case 1 -> x -> recursive(5 + i % 7, x[0], x[1]);
                case 2 ->
                    x -> {
                        double[] a = new double[8 + i];
                        a[0] = x[0];
                        for (int k = 1; k < a.length; k++) {
                            a[k] = Math.sin(a[k - 1] * x[1]) + 0.1 * k;
                        }
                        return a[a.length - 1] * a[a.length / 2];
                    };
                default -> x -> grad(ThreadsTest::chain).apply(x)[i % 2];
            };
            return grad(f).apply(point(i));
        });
    }

    @Test
    void hessianVectorProductsInSixteenThreads() throws Exception {
        Jvp product = hvp(ThreadsTest::chain);
        everyThreadComputesTheSame(i -> product.apply(point(i), new double[] {1, -0.5}));
    }

    private interface Job {
        double[] run(int i);
    }

    private static void everyThreadComputesTheSame(Job job) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<double[]>>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int offset = t;
                results.add(threads.submit(() -> {
                    start.await();
                    List<double[]> mine = new ArrayList<>();
                    for (int i = 0; i < POINTS; i++) {
                        mine.add(job.run((i + offset) % POINTS));
                    }
                    return mine;
                }));
            }
            start.countDown();
            for (int t = 0; t < THREADS; t++) {
                List<double[]> mine = results.get(t).get();
                for (int i = 0; i < POINTS; i++) {
                    assertThat(mine.get(i))
                            .as("thread %d, point %d", t, (i + t) % POINTS)
                            .isEqualTo(job.run((i + t) % POINTS));
                }
            }
        }
    }

    private static double[] point(int i) {
        return new double[] {0.1 + 0.02 * i, -0.5 + 0.03 * i};
    }

    static double chain(double[] x) {
        double y = x[0];
        for (int i = 0; i < 50; i++) {
            y = y > 0.5 ? Math.sin(y) * x[1] + x[0] : Math.exp(-y) + x[1] * x[1];
        }
        return y;
    }

    static double recursive(int n, double a, double b) {
        return n == 0 ? a * b : Math.tanh(recursive(n - 1, b, a + 0.5 * b)) + 0.1 * a;
    }
}
