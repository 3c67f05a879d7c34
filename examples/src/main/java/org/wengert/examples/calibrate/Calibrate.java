package org.wengert.examples.calibrate;

import static org.wengert.Wengert.jacobian;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.wengert.MatrixField;
import org.wengert.VectorField;
import org.wengert.examples.Application;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.text.Page;
import org.wengert.examples.text.Timing;

/** The parameters of a differential equation from data, by least squares. */
public final class Calibrate implements Application {
    static final double[] START = {0.6, 0.03, 0.7, 0.03, 30, 4};
    static final double TOLERANCE = 1e-6;

    @Override
    public String name() {
        return "calibrate";
    }

    @Override
    public String title() {
        return "Hares and lynxes: the parameters of a differential equation, fitted to data";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.text("""
            From 1900 to 1920 the Hudson's Bay Company bought furs of hares u and lynxes v, counted each year. Lotka and
            Volterra's equations, u′ = αu − βuv, v′ = −γv + δuv, have four parameters, and two more for the first year. The
            solver chooses its steps by its error, 10⁻⁶ here. What is fitted is the logarithm of 42 numbers:
            """);
        page.code("""
            double[] residuals(double[] p) {
                double[] r = populations(p);
                for (int year = 0; year < HARES.length; year++) {
                    r[2 * year] = Math.log(r[2 * year] / HARES[year]);
                    r[2 * year + 1] = Math.log(r[2 * year + 1] / LYNXES[year]);
                }
                return r;
            }
            """);
        page.text("""
            Levenberg and Marquardt's method asks for the Jacobian of all that, solver included: jacobian(residuals).
            """);
        VectorField residuals = new Pelts(TOLERANCE)::residuals;
        List<Fit.Point> way = Fit.exact(residuals).run(START, 1e-9, 50);
        page.line("%5s %14s %12s %10s %9s %9s %9s %9s", "step", "½|r|²", "|gradient|", "λ", "α", "β", "γ", "δ");
        for (int k = 0; k < way.size(); k++) {
            Fit.Point point = way.get(k);
            double[] p = point.parameters();
            page.line(
                    "%5d %14.9f %12.2e %10.0e %9.5f %9.6f %9.5f %9.6f",
                    k, point.cost(), point.slope(), point.damping(), p[0], p[1], p[2], p[3]);
        }
        page.line();
        double[] best = way.getLast().parameters();
        parameters(page, residuals, best);
        populations(page, best);
        differences(page, residuals, best);
    }

    private static void parameters(Page page, VectorField residuals, double[] best) {
        double[] errors = Fit.standardErrors(jacobian(residuals).apply(best), residuals.apply(best));
        page.text("The same Jacobian tells how well the data determine each: standard errors from s²(JᵀJ)⁻¹.");
        String[] names = {"α  births", "β  kills", "γ  deaths", "δ  gains", "u  in 1900", "v  in 1900"};
        for (int i = 0; i < names.length; i++) {
            page.line("    %-12s %10.5f ± %.5f", names[i], best[i], errors[i]);
        }
        page.line();
    }

    private static void populations(Page page, double[] best) {
        double[] model = new Pelts(TOLERANCE).populations(best);
        page.line("    %4s   %-30s %-30s", "", "hares, data ○ and model ●", "lynxes");
        for (int year = 0; year < Pelts.HARES.length; year++) {
            page.line(
                    "    %4d   %-30s %-30s",
                    Pelts.FIRST_YEAR + year,
                    marks(Pelts.HARES[year], model[2 * year]),
                    marks(Pelts.LYNXES[year], model[2 * year + 1]));
        }
        page.line();
    }

    /** Both numbers on a line, three thousand a column. */
    private static String marks(double data, double model) {
        int d = (int) Math.round(data / 3);
        int m = (int) Math.round(model / 3);
        StringBuilder s = new StringBuilder(" ".repeat(Math.max(d, m) + 1));
        s.setCharAt(d, '○');
        s.setCharAt(m, '●');
        return s.toString();
    }

    private static void differences(Page page, VectorField residuals, double[] best) {
        page.heading("With differences instead");
        page.text("""
            The usual way: move each parameter by a part h of itself. Large parts are wrong by the curvature, small ones by
            rounding, and each Jacobian costs seven solutions of the equation. The fit ends where Jᵀr = 0 with the J that it
            is given; the last column is the gradient there with the exact one.
            """);
        double[][] exact = jacobian(residuals).apply(best);
        page.line(
                "%-26s %14s %8s %18s %16s",
                "Jacobian", "largest error", "steps", "models evaluated", "|gradient| at end");
        Fit fit = Fit.exact(residuals);
        List<Fit.Point> way = fit.run(START, 1e-9, 50);
        page.line(
                "%-26s %14s %8d %18s %16.0e",
                "exact",
                "",
                way.size() - 1,
                fit.evaluations() + " + " + way.size() + " J",
                way.getLast().slope());
        for (double part : new double[] {1e-3, 1e-5, 1e-7, 1e-9}) {
            double[][] j = Fit.differences(residuals, best, part);
            Fit rough = Fit.byDifferences(residuals, part);
            List<Fit.Point> its = rough.run(START, 1e-9, 50);
            double[] last = its.getLast().parameters();
            double[] gradient =
                    Linear.times(Linear.transpose(jacobian(residuals).apply(last)), residuals.apply(last));
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= last[i];
            }
            page.line(
                    "%-26s %13.0e%% %8d %18d %16.0e",
                    "differences, h = " + String.format(Locale.ROOT, "%.0e", part) + " p",
                    100 * relative(j, exact),
                    its.size() - 1,
                    rough.evaluations() + its.size() * (START.length + 1),
                    Linear.norm(gradient));
        }
        page.line();
        MatrixField jacobian = jacobian(residuals);
        double once = Timing.seconds(0.4, () -> residuals.apply(best)[0]);
        double all = Timing.seconds(0.4, () -> jacobian.apply(best)[0][0]);
        page.line(
                "Measured just now: the model %.0f µs, the exact Jacobian %.1f times that; differences take 7 models.",
                once * 1e6, all / once);
    }

    /** The largest error of an element, relative to the largest element of its column. */
    static double relative(double[][] j, double[][] exact) {
        double worst = 0;
        for (int k = 0; k < exact[0].length; k++) {
            double size = 0;
            double error = 0;
            for (int i = 0; i < exact.length; i++) {
                size = Math.max(size, Math.abs(exact[i][k]));
                error = Math.max(error, Math.abs(j[i][k] - exact[i][k]));
            }
            worst = Math.max(worst, error / size);
        }
        return worst;
    }
}
