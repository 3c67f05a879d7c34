package org.wengert.examples.curve;

import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.jacobian;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.VectorField;
import org.wengert.examples.Application;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.text.Page;
import org.wengert.examples.text.Timing;

/** Derivatives through a root finder: an interest-rate curve from quotes, and what a swap on it depends on. */
public final class Curve implements Application {
    static final double[] QUOTES = {0.021, 0.023, 0.0245, 0.0265, 0.028, 0.0295, 0.031, 0.0315, 0.0305};
    static final double BASIS_POINT = 1e-4;

    @Override
    public String name() {
        return "curve";
    }

    @Override
    public String title() {
        return "A yield curve from quotes: derivatives through a root finder by the implicit function theorem";
    }

    /** 100 million at 3.5 % for nine years, a maturity that is not quoted. */
    static double position(double[] quotes) {
        return 100e6 * Bootstrap.swap(0.035, 9, Bootstrap.zeros(quotes));
    }

    /** The swap of five years at the quote of today. */
    static double fiveYears(double[] quotes) {
        return Bootstrap.swap(QUOTES[3], 5, Bootstrap.zeros(quotes));
    }

    /** What the fixed side of the same swap pays per unit of its rate, −∂/∂quote of the swap at its quote. */
    static double annuity(int years) {
        double[] zeros = Bootstrap.zeros(QUOTES);
        double sum = 0;
        for (int year = 1; year <= years; year++) {
            sum += Bootstrap.discount(zeros, year);
        }
        return sum;
    }

    /** The Jacobian by central differences over one basis point. */
    static double[][] bumped(VectorField f, double[] x) {
        double[][] columns = new double[x.length][];
        for (int j = 0; j < x.length; j++) {
            double[] more = x.clone();
            double[] less = x.clone();
            more[j] += BASIS_POINT;
            less[j] -= BASIS_POINT;
            columns[j] = Linear.plus(f.apply(more), -1, f.apply(less));
            for (int i = 0; i < columns[j].length; i++) {
                columns[j][i] /= 2 * BASIS_POINT;
            }
        }
        return Linear.transpose(columns);
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.text("""
            Banks quote swaps: a fixed rate each year for so many years against a floating one. From the quotes follows the
            curve of zero rates, one maturity after the other, each the root of "this swap is worth nothing":
            """);
        page.code("""
            static double bisected(double[] known) {
                double[] all = Arrays.copyOf(known, known.length + 1);
                return Bisection.root(
                        z -> {
                            all[known.length] = z;
                            return mismatch(all);
                        },
                        -0.5,
                        0.5);
            }
            """);
        double[] zeros = Bootstrap.zeros(QUOTES);
        StringBuilder years = new StringBuilder();
        StringBuilder quotes = new StringBuilder();
        StringBuilder rates = new StringBuilder();
        for (int k = 0; k < QUOTES.length; k++) {
            years.append("%8d".formatted(Bootstrap.MATURITIES[k]));
            quotes.append(number("%8.2f", 100 * QUOTES[k]));
            rates.append(number("%8.4f", 100 * zeros[k]));
        }
        page.line("years        %s", years);
        page.line("quote, %%     %s", quotes);
        page.line("zero rate, %% %s", rates);
        page.line();
        throughTheRootFinder(page);
        position(page);
    }

    private static void throughTheRootFinder(Page page) {
        page.heading("How does the curve depend on the quotes?");
        VectorField without = Bootstrap::zerosByBisection;
        double[][] none = jacobian(without).apply(QUOTES);
        page.line(
                "Jacobian of the program as it is: its largest element is %.0f.",
                Linear.distance(none, new double[QUOTES.length][QUOTES.length]));
        page.line();
        page.text("""
            That is the derivative of what the program does: bisection only compares with the quotes; the root it returns is
            made of −0.5 and 0.5 by halving, and every branch of it is constant. An iteration that ends at a test for
            convergence is where the derivative of a program and the derivative of what it computes part. The implicit
            function theorem has the latter: where F(known, z) = 0 keeps holding, ∂z/∂known = −(∂F/∂known)/(∂F/∂z). The two
            partial derivatives are a gradient again, and the theorem becomes a rule for one method:
            """);
        page.code("""
            static double[] nodeGradient(double[] known) {
                double[] all = Arrays.copyOf(known, known.length + 1);
                all[known.length] = node(known);
                double[] slopes = grad(Bootstrap::mismatch).apply(all);
                double[] gradient = new double[known.length];
                for (int i = 0; i < known.length; i++) {
                    gradient[i] = -slopes[i] / slopes[known.length];
                }
                return gradient;
            }
            """);
        page.code("""
            Rules.defineGradient(Bootstrap::node, Bootstrap::nodeGradient);
            """);
        Bootstrap.defineRule();
        VectorField curve = Bootstrap::zeros;
        double[][] exact = jacobian(curve).apply(QUOTES);
        page.text("Jacobian with the rule: by how many basis points a zero rate moves with one of a quote.");
        StringBuilder head = new StringBuilder();
        for (int maturity : Bootstrap.MATURITIES) {
            head.append("%8s".formatted(maturity + " y"));
        }
        page.line("        %s", head);
        for (int i = 0; i < exact.length; i++) {
            StringBuilder row = new StringBuilder();
            for (int j = 0; j < exact.length; j++) {
                row.append(j > i ? " ".repeat(8) : number("%8.4f", exact[i][j]));
            }
            page.line("%4d y  %s", Bootstrap.MATURITIES[i], row);
        }
        page.line();
        page.text(
                "Bumping each quote by ±1 basis point and building anew differs by at most %.0e.",
                Linear.distance(exact, bumped(curve, QUOTES)));
    }

    private static void position(Page page) {
        page.heading("What a position depends on");
        page.text("""
            100 million at 3.5 % for nine years, a maturity between two quotes. Its value is a function of nine quotes, and
            its gradient says what to hedge: dollars for each basis point of a quote.
            """);
        ScalarField value = Curve::position;
        Gradient gradient = grad(value);
        double[] buckets = gradient.apply(QUOTES);
        double[] bumps = bumped(x -> new double[] {value.applyAsDouble(x)}, QUOTES)[0];
        page.line("%-10s %14s %14s %14s", "quote", "gradient", "bumping", "differ by");
        for (int k = 0; k < buckets.length; k++) {
            page.line(
                    "%4d years %14.4f %14.4f %14.0e",
                    Bootstrap.MATURITIES[k],
                    BASIS_POINT * buckets[k],
                    BASIS_POINT * bumps[k],
                    BASIS_POINT * Math.abs(buckets[k] - bumps[k]));
        }
        page.line();
        double[] five = grad(Curve::fiveYears).apply(QUOTES);
        double others = 0;
        for (int k = 0; k < five.length; k++) {
            others = k == 3 ? others : Math.max(others, Math.abs(five[k]));
        }
        page.text(
                "A quoted swap depends on its own quote only, by minus its annuity %.10f: the gradient of the five-year swap has"
                        + " %.10f there, and elsewhere at most %.0e.",
                annuity(5), five[3], others);
        page.text("Rules hold for all orders, so there is a Hessian too. All quotes rise by half a per cent:");
        double[] shift = new double[QUOTES.length];
        Arrays.fill(shift, 50 * BASIS_POINT);
        double now = value.applyAsDouble(QUOTES);
        double then = value.applyAsDouble(Linear.plus(QUOTES, 1, shift));
        double first = Linear.dot(buckets, shift);
        double second = Linear.dot(shift, Linear.times(hessian(value).apply(QUOTES), shift)) / 2;
        page.line("    value now                %,14.0f", now);
        page.line("    change, first order      %,14.0f", first);
        page.line("    and second               %,14.0f", first + second);
        page.line("    change, built anew       %,14.0f", then - now);
        page.line();
        double once = Timing.seconds(0.4, () -> value.applyAsDouble(QUOTES));
        double all = Timing.seconds(0.4, () -> gradient.apply(QUOTES)[0]);
        page.line(
                "Measured just now: a value %.0f µs, its gradient %.1f times that; two-sided bumping takes %d values.",
                once * 1e6, all / once, 2 * QUOTES.length);
    }

    private static String number(String format, double x) {
        return String.format(Locale.ROOT, format, x);
    }
}
