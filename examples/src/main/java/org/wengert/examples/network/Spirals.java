package org.wengert.examples.network;

import static org.wengert.Wengert.grad;

import java.io.PrintStream;
import java.util.SplittableRandom;
import org.wengert.TreeGradient;
import org.wengert.examples.Application;
import org.wengert.examples.text.Page;
import org.wengert.examples.text.Timing;

/** A neural network that learns to tell two spirals apart. */
public final class Spirals implements Application {
    static final int POINTS = 200;

    /** Points on two spirals, in turn, with some noise. */
    static double[][] points(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] points = new double[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            double along = 0.15 + 0.85 * i / POINTS;
            double angle = 3 * Math.PI * along + (i % 2) * Math.PI;
            points[i] = new double[] {
                along * Math.cos(angle) + 0.02 * random.nextGaussian(),
                along * Math.sin(angle) + 0.02 * random.nextGaussian()
            };
        }
        return points;
    }

    static double[] targets() {
        double[] targets = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            targets[i] = i % 2 == 0 ? 1 : -1;
        }
        return targets;
    }

    static TreeGradient<Network> gradient(double[][] points, double[] targets) {
        TreeGradient<Network> gradient = grad((Network n) -> n.loss(points, targets));
        return gradient;
    }

    static Adam training(TreeGradient<Network> gradient) {
        return new Adam(Network.random(1, 2, 16, 16, 1), gradient, 0.01);
    }

    /** The largest difference of two networks' numbers. */
    static double distance(Network a, Network b) {
        double[] largest = new double[1];
        a.with(b, (x, y) -> largest[0] = Math.max(largest[0], Math.abs(x - y)));
        return largest[0];
    }

    @Override
    public String name() {
        return "network";
    }

    @Override
    public String title() {
        return "A neural network of records and arrays that learns to tell two spirals apart";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.code("""
            record Layer(double[][] weights, double[] biases) {
                double[] apply(double[] x) {
                    double[] y = biases.clone();
                    for (int i = 0; i < y.length; i++) {
                        for (int j = 0; j < x.length; j++) {
                            y[i] += weights[i][j] * x[j];
                        }
                    }
                    return y;
                }
            }
            """);
        page.text("""
            A network is a record of an array of such records. Its loss on some points is a method that returns a number, so it
            has a gradient, and that is a network again: the same records, with a derivative in place of each number.
            """);
        page.code("""
            TreeGradient<Network> gradient = grad((Network n) -> n.loss(points, targets));
            """);
        double[][] points = points(1);
        double[] targets = targets();
        TreeGradient<Network> gradient = gradient(points, targets);
        Adam training = training(gradient);
        page.text(
                "Widths 2, 16, 16, 1 make %d numbers. 200 points on two spirals, Adam with rate 0.01, all points in each step:",
                training.network().size());
        page.line("%8s %12s %16s", "step", "loss", "right, of 200");
        for (int step = 0; step <= 1000; step++) {
            if (step == 0 || step == 10 || step == 50 || step % 200 == 100 || step == 1000) {
                Network n = training.network();
                page.line("%8d %12.5f %16d", step, n.loss(points, targets), n.correct(points, targets));
            }
            training.step();
        }
        page.line();
        Network learned = training.network();
        page.text("What it says of the square around them, and points of the two spirals as o and x:");
        map(page, learned, points);
        page.heading("Beside backpropagation by hand");
        page.text("""
            One would otherwise derive the gradient with pencil and paper and write it down, another forty lines to get right
            and to change with each change of the network.
            """);
        Network start = Network.random(2, 2, 16, 16, 1);
        double loss = Timing.seconds(0.6, () -> start.loss(points, targets));
        double compiled =
                Timing.seconds(0.6, () -> gradient.apply(start).layers()[0].biases()[0]);
        double byHand = Timing.seconds(
                0.6, () -> ByHand.gradient(start, points, targets).layers()[0].biases()[0]);
        page.line(
                "Largest difference of a number: %.0e.",
                distance(gradient.apply(start), ByHand.gradient(start, points, targets)));
        page.line(
                "Measured just now: the loss %.0f µs, its gradient %.1f times that, by hand %.1f times.",
                loss * 1e6, compiled / loss, byHand / loss);
    }

    private static void map(Page page, Network network, double[][] points) {
        int columns = 61;
        int rows = 27;
        char[][] picture = new char[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double[] x = {1.1 * (2.0 * j / (columns - 1) - 1), 1.1 * (1 - 2.0 * i / (rows - 1))};
                picture[i][j] = network.apply(x) > 0 ? '░' : ' ';
            }
        }
        for (int p = 0; p < points.length; p++) {
            int j = (int) Math.round((points[p][0] / 1.1 + 1) / 2 * (columns - 1));
            int i = (int) Math.round((1 - points[p][1] / 1.1) / 2 * (rows - 1));
            picture[i][j] = p % 2 == 0 ? 'o' : 'x';
        }
        for (char[] row : picture) {
            page.line("        %s", new String(row));
        }
        page.line();
    }
}
