package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.ScalarFunction;
import org.wengert.Wengert;
import org.wengert.learn.Differences;
import org.wengert.learn.Example;
import org.wengert.learn.Formulas;
import org.wengert.learn.Step;
import org.wengert.learn.Trace;

/** The logistic function 1/(1 + e⁻ˣ) step by step: manual, symbolic, numerical and automatic derivatives side by side. */
public final class Logistic implements Example {
    static double f(double x) {
        double a = -x;
        double b = Math.exp(a);
        double c = 1 + b;
        double d = 1 / c;
        return d;
    }

    static double iterated(double x, int n) {
        double l = x;
        for (int i = 1; i < n; i++) {
            l = 4 * l * (1 - l);
        }
        return l;
    }

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String title() {
        return "f(x) = 1/(1 + e⁻ˣ): four ways to a derivative";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.indented("""
            static double f(double x) {
                double a = -x;
                double b = Math.exp(a);
                double c = 1 + b;
                double d = 1 / c;
                return d;
            }
            """);
        double x = 0.5;
        Trace trace = Trace.of(MethodHandles.lookup(), "f", x);
        page.text("1. Automatic. At x = 0.5 the steps a, b, c, d are v₁, v₂, v₃, v₄:");
        page.text(trace.toTable());
        page.text("and the partial derivatives of the steps are");
        String[] names = {"∂a/∂x = −1", "∂b/∂a = b", "∂c/∂b = 1", "∂d/∂c = −1/c²"};
        double product = 1;
        for (Step v : trace.steps().subList(1, 5)) {
            int operand = v.number() < 3 ? 0 : 1; // of 1 + b and 1 / c the second
            page.line("    %-14s = % .6f", names[v.number() - 1], v.partial(operand));
            product *= v.partial(operand);
        }
        page.line("    %-14s = % .6f", "product", product);
        page.line();
        double value = f(x);
        page.text("2. By hand. The product b/c² simplifies to f(1 − f), because b/c = 1 − 1/c:");
        page.line("    f (1 − f)      = % .6f", value * (1 - value));
        page.line();
        Formulas formulas = new Formulas(trace);
        page.text("3. Symbolic. The same rules over formulas instead of numbers:");
        page.line("    f  = %s", formulas.output(0).text());
        page.line("    f′ = %s", formulas.derivative(0, 0).text());
        page.line("    f′ = %s   in LaTeX", formulas.derivative(0, 0).latex());
        page.line();
        page.text("which is e⁻ˣ/(1 + e⁻ˣ)². Formulas are exact, but they swell. The logistic map, l ← 4 l (1 − l) n − 1"
                + " times:");
        page.line("     n   characters of l   characters of l′   steps of the trace");
        for (int n = 1; n <= 6; n++) {
            Trace map = Trace.of(MethodHandles.lookup(), "iterated", 0.3, n);
            Formulas swelling = new Formulas(map);
            page.line(
                    "    %2d   %15d   %16d   %18d",
                    n,
                    swelling.output(0).text().length(),
                    swelling.derivative(0, 0).text().length(),
                    map.steps().size() - map.inputs().size());
        }
        page.line();
        ScalarFunction derivative = Wengert.derivative((ScalarFunction) Logistic::f);
        double exact = derivative.applyAsDouble(x);
        page.text("4. Numerical. Differences of f, and how far they are from the compiled derivative "
                + Page.number(exact) + ":");
        page.text(Differences.table(Logistic::f, x, exact));
        page.line("Forward differences lose half of the digits at best, central ones a third; automatic ones none.");
        page.line(
                "Higher orders: f″(0.5) = %s, f‴(0.5) = %s.",
                Page.number(Wengert.derivative((ScalarFunction) Logistic::f, 2).applyAsDouble(x)),
                Page.number(Wengert.derivative((ScalarFunction) Logistic::f, 3).applyAsDouble(x)));
    }
}
