package org.wengert.examples.newton;

import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.wengert.Gradient;
import org.wengert.Jvp;
import org.wengert.ScalarField;
import org.wengert.examples.Application;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.newton.Minimiser.Point;
import org.wengert.examples.text.Page;
import org.wengert.examples.text.Timing;

/** Newton's method with Hessians and with Hessian–vector products. */
public final class Newton implements Application {
    static final int CELLS = 64;

    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double slope = x[i + 1] - x[i] * x[i];
            double offset = 1 - x[i];
            sum += 100 * slope * slope + offset * offset;
        }
        return sum;
    }

    /** Where the test problem begins. */
    static double[] start() {
        return new double[] {-1.2, 1};
    }

    /** Scherk's surface of 1834, one of the few minimal surfaces over a square that are a formula. */
    static double scherk(double x, double y) {
        return Math.log(Math.cos(y) / Math.cos(x));
    }

    static SoapFilm film(int cells) {
        return new SoapFilm(cells, Newton::scherk);
    }

    /** The largest difference between the film and Scherk's surface. */
    static double error(SoapFilm film, int cells, double[] inside) {
        double largest = 0;
        for (int i = 1; i < cells; i++) {
            for (int j = 1; j < cells; j++) {
                double z = inside[(i - 1) * (cells - 1) + j - 1];
                largest = Math.max(largest, Math.abs(z - scherk(film.coordinate(i), film.coordinate(j))));
            }
        }
        return largest;
    }

    static double distance(double[] x) {
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return Linear.norm(Linear.plus(x, -1, ones));
    }

    @Override
    public String name() {
        return "newton";
    }

    @Override
    public String title() {
        return "Newton's method: Rosenbrock's valley by Hessians, a soap film by Hessian–vector products";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.code("""
            static double rosenbrock(double[] x) {
                double sum = 0;
                for (int i = 0; i + 1 < x.length; i++) {
                    double slope = x[i + 1] - x[i] * x[i];
                    double offset = 1 - x[i];
                    sum += 100 * slope * slope + offset * offset;
                }
                return sum;
            }
            """);
        valley(page);
        soapFilm(page);
    }

    private static void valley(Page page) {
        page.heading("Two variables, from (−1.2, 1)");
        ScalarField f = Newton::rosenbrock;
        List<Point> newton = Minimiser.newton(f, start(), 1e-12, 100);
        page.line("%6s %14s %14s %16s %18s", "step", "f", "|∇f|", "distance e", "e / (e before)²");
        double before = Double.NaN;
        for (int k = 0; k < newton.size(); k++) {
            Point p = newton.get(k);
            double e = distance(p.x());
            page.line(
                    "%6d %14.3e %14.3e %16.3e %18s",
                    k, p.value(), p.slope(), e, k < newton.size() - 7 || e < 1e-15 ? "" : ratio(e / (before * before)));
            before = e;
        }
        page.line();
        page.text("""
            Newton's method solves the quadratic model that ∇f and the Hessian give at each point. Near the minimum the error is
            squared at each step, up to a factor: the last column stays bounded. Gradient descent with the same line search:
            """);
        List<Point> descent = Minimiser.gradientDescent(f, start(), 1e-12, 100_000);
        page.line("%6s %14s %14s %16s", "step", "f", "|∇f|", "distance e");
        for (int k = 10; k < descent.size(); k *= 10) {
            Point p = descent.get(k);
            page.line("%6d %14.3e %14.3e %16.3e", k, p.value(), p.slope(), distance(p.x()));
        }
        page.line(
                "%6d %14.3e %14.3e %16.3e",
                descent.size() - 1,
                descent.getLast().value(),
                descent.getLast().slope(),
                distance(descent.getLast().x()));
        page.line();
        page.text("The same function in n variables, from 0, until |∇f| ≤ 10⁻¹⁰:");
        page.line("%6s %16s %24s %28s", "n", "Newton, steps", "Newton by H·v, steps", "products H·v and gradients");
        for (int n : new int[] {2, 10, 50}) {
            List<Point> full = Minimiser.newton(f, new double[n], 1e-10, 1000);
            List<Point> free = Minimiser.newtonWithoutMatrix(f, new double[n], 1e-10, 1000);
            page.line(
                    "%6d %16d %24d %28d",
                    n, full.size() - 1, free.size() - 1, free.getLast().products());
        }
        page.line();
    }

    private static void soapFilm(Page page) {
        page.heading("A soap film: 3,969 unknowns and no matrix");
        page.text("""
            A wire frame around a square, and inside the surface of least area. With 64 × 64 cells its Hessian would have
            16 million numbers. hvp(area) gives its product with a vector at the price of a few evaluations, and conjugate
            gradients need no more than that.
            """);
        SoapFilm film = film(CELLS);
        ScalarField area = film::area;
        double[] flat = new double[film.unknowns()];
        List<Point> way = Minimiser.newtonWithoutMatrix(area, flat, 1e-11, 50);
        page.line("%6s %16s %14s %26s", "step", "area", "|∇area|", "products and gradients");
        for (int k = 0; k < way.size(); k++) {
            Point p = way.get(k);
            page.line("%6d %16.12f %14.3e %26d", k, p.value(), p.slope(), p.products());
        }
        page.line();
        page.text("""
            The film should be Scherk's surface, z = ln(cos y / cos x). Largest difference, by fineness of the grid:
            """);
        for (int cells : new int[] {16, 32, 64}) {
            SoapFilm each = film(cells);
            ScalarField itsArea = each::area;
            double[] x = Minimiser.newtonWithoutMatrix(itsArea, new double[each.unknowns()], 1e-11, 50)
                    .getLast()
                    .x();
            page.line("    %d × %d %12.2e", cells, cells, error(each, cells, x));
        }
        page.line();
        page.text("A quarter with each halving: what is left is the grid's error, not the minimiser's.");
        Gradient gradient = grad(area);
        Jvp product = hvp(area);
        double[] x = way.getLast().x();
        double value = Timing.seconds(0.3, () -> area.applyAsDouble(x));
        double first = Timing.seconds(0.3, () -> gradient.apply(x)[0]);
        double second = Timing.seconds(0.3, () -> product.apply(x, x)[0]);
        page.line(
                "Measured just now: area %.0f µs, gradient %.1f times that, H·v %.1f times.",
                value * 1e6, first / value, second / value);
        page.line();
        page.text("Two-sided differences would ask for %,d areas for one gradient.", 2 * film.unknowns());
    }

    private static String ratio(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }
}
