package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.Wengert;
import org.wengert.learn.Differences;
import org.wengert.learn.Example;
import org.wengert.learn.Trace;
import org.wengert.learn.View;

/** f(x₁, x₂) = ln x₁ + x₁x₂ − sin x₂ at (2, 5): the evaluation trace with both modes. */
public final class LogProductSine implements Example {
    static double f(double x1, double x2) {
        return Math.log(x1) + x1 * x2 - Math.sin(x2);
    }

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String title() {
        return "f(x1, x2) = ln x1 + x1 x2 − sin x2: the evaluation trace, forward and reverse";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.indented("""
            static double f(double x1, double x2) {
                return Math.log(x1) + x1 * x2 - Math.sin(x2);
            }
            """);
        page.text("""
            This is ordinary compiled Java. At x1 = 2, x2 = 5 it does five elementary operations. Each has a value,
            and a derivative that every table of derivatives knows; the chain rule does the rest.
            """);
        Trace trace = Trace.of(MethodHandles.lookup(), "f", 2.0, 5.0);
        page.text(trace.toTable(View.USUAL.withDecimals(3)));
        page.text("""
            Forward mode goes down the column v̇: x1 moves at speed 1, x2 rests, and each step's speed follows from its
            operands'. One sweep gives the derivative by one input.

            Reverse mode goes up the column v̄: y changes with v₅ as with itself, v̄₅ = 1, and each step hands its operands
            their shares. x2 is used twice, by the sine and by the product, and gets two: −cos 5 = −0.284, then
            −0.284 + 2 = 1.716. Gradients add at branches. One sweep gives the derivative by all inputs.
            """);
        page.text(trace.graph().withMessages(View.USUAL.withDecimals(3)).toText());
        page.picture(trace.graph().withMessages(View.USUAL.withDecimals(3)), "trace");
        double[] compiled = Wengert.grad(LogProductSine::f).apply(2, 5);
        double[] traced = trace.gradient();
        double[] differences = Differences.central(x -> f(x[0], x[1]), new double[] {2, 5});
        double[] byHand = {1 / 2.0 + 5, 2 - Math.cos(5)};
        page.line("%-38s  %-15s  %s", "", "∂y/∂x1", "∂y/∂x2");
        row(page, "compiled: Wengert.grad(f).apply(2, 5)", compiled);
        row(page, "reverse sweep over the trace", traced);
        row(page, "by hand: 1/x1 + x2, x1 − cos x2", byHand);
        row(page, "central differences", differences);
        page.line();
        double worst = Math.max(Math.abs(compiled[0] - differences[0]), Math.abs(compiled[1] - differences[1]));
        page.line("Gradient check: compiled and differences agree to %.0e.", worst);
    }

    private static void row(Page page, String what, double[] gradient) {
        page.line("%-38s  %-15s  %s", what, Page.number(gradient[0]), Page.number(gradient[1]));
    }
}
