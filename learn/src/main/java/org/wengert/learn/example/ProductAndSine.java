package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.Mode;
import org.wengert.Wengert;
import org.wengert.learn.Example;
import org.wengert.learn.Trace;
import org.wengert.learn.View;

/** f(x₁, x₂) = x₁x₂ + sin x₁: messages on the edges of the graph, and two outputs. */
public final class ProductAndSine implements Example {
    static double f(double x1, double x2) {
        return x1 * x2 + Math.sin(x1);
    }

    static double[] both(double[] x) {
        double product = x[0] * x[1];
        return new double[] {product + Math.sin(x[0]), product * Math.cos(x[1])};
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String title() {
        return "f(x1, x2) = x1 x2 + sin x1: the computation graph and its messages";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        page.indented("""
            static double f(double x1, double x2) {
                return x1 * x2 + Math.sin(x1);
            }
            """);
        Trace trace = Trace.of(MethodHandles.lookup(), "f", 2.0, 3.0);
        View view = View.USUAL.withDecimals(3);
        page.text("Every use of a value is an edge, and every edge knows its partial derivative ∂:");
        page.text(trace.graph().withDecimals(3).toText());
        page.text("""
            Forward, a node sends v̇·∂ along each edge to the nodes that use it (→). Backward, it sends v̄·∂ to its
            operands (←). What arrives at a node adds up.
            """);
        page.text(trace.graph().withMessages(view).toText());
        page.picture(trace.graph().withMessages(view), "graph");
        page.text("""
            ∂y/∂x1 is the sum over all paths from x1 to y of the product of their edges: x1 → product → sum gives
            x2 = 3, x1 → sine → sum gives cos 2 = −0.416, together 2.584.

            Two outputs share the product:
            """);
        page.indented("""
            static double[] both(double[] x) {
                double product = x[0] * x[1];
                return new double[] {product + Math.sin(x[0]), product * Math.cos(x[1])};
            }
            """);
        Trace two = Trace.of(MethodHandles.lookup(), "both", (Object) new double[] {2, 3});
        page.text(two.toTable(view));
        page.text("The same steps, with tangents of the other input and adjoints of the other output:");
        page.text(two.toTable(view.withInput(1).withOutput(1)));
        page.picture(two.graph().withMessages(view), "graph2");
        page.text("""
            A forward sweep gives a column of the Jacobian, a reverse sweep a row. With n inputs and m outputs choose
            forward for n ≪ m and reverse for n ≫ m.
            """);
        double[] at = {2, 3};
        double[][] forward =
                Wengert.jacobian(ProductAndSine::both, Wengert.by(Mode.FORWARD)).apply(at);
        double[][] reverse =
                Wengert.jacobian(ProductAndSine::both, Wengert.by(Mode.REVERSE)).apply(at);
        page.line("Jacobian, compiled, forward:  %s", Page.numbers(forward));
        page.line("Jacobian, compiled, reverse:  %s", Page.numbers(reverse));
        page.line("Jacobian, from the traces:    %s", Page.numbers(two.jacobian()));
    }
}
