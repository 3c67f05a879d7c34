package org.wengert.learn.example;

import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import org.wengert.ScalarField;
import org.wengert.VectorField;
import org.wengert.Wengert;
import org.wengert.learn.Example;
import org.wengert.learn.Trace;

/** y = x·x and y = [x, x²]: what shape a derivative has. */
public final class Shapes implements Example {
    static double dot(double[] x) {
        double y = 0;
        for (int i = 0; i < x.length; i++) {
            y += x[i] * x[i];
        }
        return y;
    }

    static double[] powers(double[] x) {
        int n = x.length;
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            y[i] = x[i];
            y[n + i] = x[i] * x[i];
        }
        return y;
    }

    @Override
    public String name() {
        return "shapes";
    }

    @Override
    public String title() {
        return "y = x·x and y = [x, x²]: gradient, Jacobian, Hessian and their shapes";
    }

    @Override
    public void run(PrintStream out) {
        Page page = new Page(out, title());
        double[] x = {1, 2, 3};
        page.text("x = [1, 2, 3] has shape [3]. The inner product x·x is one number:");
        page.indented("""
            static double dot(double[] x) {
                double y = 0;
                for (int i = 0; i < x.length; i++) {
                    y += x[i] * x[i];
                }
                return y;
            }
            """);
        Trace dot = Trace.of(MethodHandles.lookup(), "dot", (Object) x);
        page.text(dot.toTable());
        ScalarField f = Shapes::dot;
        page.line(
                "gradient, shape [3], 2x:           %s",
                Page.numbers(Wengert.grad(f).apply(x)));
        page.line(
                "Hessian, shape [3, 3], 2I:         %s",
                Page.numbers(Wengert.hessian(f).apply(x)));
        page.line(
                "along v = [1, 0, 0], one number:   %s",
                Page.number(Wengert.directionalDerivative(f).applyAsDouble(x, new double[] {1, 0, 0})));
        page.line();
        page.text(
                "[x, x²] has six numbers, so its derivative is a matrix of shape [6, 3]: ∂yᵢ/∂xⱼ in row i, column j.");
        page.indented("""
            static double[] powers(double[] x) {
                int n = x.length;
                double[] y = new double[2 * n];
                for (int i = 0; i < n; i++) {
                    y[i] = x[i];
                    y[n + i] = x[i] * x[i];
                }
                return y;
            }
            """);
        VectorField g = Shapes::powers;
        for (double[] row : Wengert.jacobian(g).apply(x)) {
            page.line("    %s", Page.numbers(row));
        }
        page.line();
        page.text("""
            The upper half is the identity, the lower half diag(2x). A copy is no step of the trace: y[0] is x[0]
            itself. Multiplied with a matrix, a derivative needs no matrix at all:
            """);
        page.line(
                "jvp, shape [6], J·[1, 1, 1]:       %s",
                Page.numbers(Wengert.jvp(g).apply(x, new double[] {1, 1, 1})));
        page.line(
                "vjp, shape [3], Jᵀ·[1, …, 1]:      %s",
                Page.numbers(Wengert.vjp(g).apply(x).apply(new double[] {1, 1, 1, 1, 1, 1})));
        page.line();
        page.text(Trace.of(MethodHandles.lookup(), "powers", (Object) x).toTable());
    }
}
