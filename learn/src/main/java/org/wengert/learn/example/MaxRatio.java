package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.Gradient;
import org.wengert.ScalarField;
import org.wengert.Wengert;
import org.wengert.learn.Differences;
import org.wengert.learn.Example;
import org.wengert.learn.Trace;
import org.wengert.learn.View;

/** f(x) = σ(ln(5(max{x₁, x₂}·x₃/x₄ − (x₅ + x₆))) + ½): a graph of many kinds of steps, a kink and the edge of a domain. */
public final class MaxRatio implements Example {
    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    static double f(double[] x) {
        double difference = Math.max(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5]);
        return sigmoid(Math.log(5 * difference) + 0.5);
    }

    @Override
    public String name() {
        return "composite";
    }

    @Override
    public String title() {
        return "f(x) = σ(ln(5(max{x1, x2}·x3/x4 − (x5 + x6))) + ½): value, gradient, graph";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.indented("""
            static double sigmoid(double z) {
                return 1 / (1 + Math.exp(-z));
            }

            static double f(double[] x) {
                double difference = Math.max(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5]);
                return sigmoid(Math.log(5 * difference) + 0.5);
            }
            """);
        double[] x = {3, 2, 1, 2, 0.25, 0.5};
        Trace trace = Trace.of(MethodHandles.lookup(), "f", (Object) x);
        page.text(trace.toTable());
        page.picture(trace.graph().withMessages(View.USUAL.withDecimals(3)), "composite");
        ScalarField field = MaxRatio::f;
        Gradient gradient = Wengert.grad(field);
        page.line("compiled gradient   %s", Page.numbers(gradient.apply(x)));
        page.line("from the trace      %s", Page.numbers(trace.gradient()));
        page.line("central differences %s", Page.numbers(Differences.central(field, x)));
        page.line();
        page.text("x2 is the smaller of the two in the maximum and has no influence, so ∂y/∂x2 = 0. Other points:");
        point(page, gradient, "x1 > x2", 3, 2, 1, 2, 0.25, 0.5);
        point(page, gradient, "x1 < x2", 2, 3, 1, 2, 0.25, 0.5);
        point(page, gradient, "x1 = x2, a kink: half each", 3, 3, 1, 2, 0.25, 0.5);
        point(page, gradient, "difference 0, edge of the domain", 3, 2, 1, 2, 0.5, 1);
        point(page, gradient, "difference < 0, outside", 3, 2, 1, 2, 1, 1);
    }

    private static void point(Page page, Gradient gradient, String what, double... x) {
        page.line("  %s", what);
        page.line("      f = %s", Page.number(f(x)));
        page.line("     ∇f = %s", Page.numbers(gradient.apply(x)));
    }
}
