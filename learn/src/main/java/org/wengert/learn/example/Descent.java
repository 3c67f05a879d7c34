package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.ScalarFunction;
import org.wengert.Wengert;
import org.wengert.learn.Example;
import org.wengert.learn.Formulas;
import org.wengert.learn.Trace;
import org.wengert.learn.View;

/** f(a) = 4(a − 2)² − 3 minimised from both sides, and two functions of several variables. */
public final class Descent implements Example {
    static double f(double a) {
        return 4 * Math.pow(a - 2, 2) - 3;
    }

    static double g(double a, double b, double c, double d) {
        return b * (a - c) * (a - c) - d;
    }

    static double h(double a, double b) {
        return a * a * a * b * b;
    }

    @Override
    public String name() {
        return "descent";
    }

    @Override
    public String title() {
        return "f(a) = 4(a − 2)² − 3: following the derivative downhill";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.indented("""
            static double f(double a) {
                return 4 * Math.pow(a - 2, 2) - 3;
            }
            """);
        page.text("""
            The sign of f′ tells the side of the minimum, its size how steep it is. Each step goes against it,
            a ← a − 0.05 f′(a), from 1.8 on the left and from 2.2 on the right:
            """);
        ScalarFunction derivative = Wengert.derivative((ScalarFunction) Descent::f);
        page.line("    step   a          f(a)        f′(a)        a          f(a)        f′(a)");
        double left = 1.8;
        double right = 2.2;
        for (int i = 0; i <= 8; i++) {
            double down = derivative.applyAsDouble(left);
            double up = derivative.applyAsDouble(right);
            page.line(
                    "    %4d   %.6f   %.6f   % .6f    %.6f   %.6f   % .6f",
                    i, left, f(left), down, right, f(right), up);
            left -= 0.05 * down;
            right -= 0.05 * up;
        }
        page.line();
        page.text("The minimum is f(2) = −3. f″ = "
                + Page.number(Wengert.derivative((ScalarFunction) Descent::f, 2).applyAsDouble(2))
                + " everywhere; a step of 1/f″ would have met it at once.");
        page.text("Several variables: g(a, b, c, d) = b(a − c)² − d at (3, 2, 1, 4).");
        Trace g = Trace.of(MethodHandles.lookup(), "g", 3.0, 2.0, 1.0, 4.0);
        page.text(g.toTable(View.USUAL));
        page.text("h(a, b) = a³b² at (2, 3), where ∂h/∂a = 3a²b² = 108 and ∂h/∂b = 2a³b = 48:");
        Trace h = Trace.of(MethodHandles.lookup(), "h", 2.0, 3.0);
        page.text(h.toTable(View.USUAL));
        page.line(
                "By the chain rule, not simplified:  ∂h/∂a = %s",
                new Formulas(h).derivative(0, 0).text());
        page.line(
                "Compiled gradient:                  %s",
                Page.numbers(Wengert.grad(Descent::h).apply(2, 3)));
    }
}
