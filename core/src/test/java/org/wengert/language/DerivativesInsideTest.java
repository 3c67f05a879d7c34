package org.wengert.language;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.linearize;
import static org.wengert.Wengert.stopGradient;
import static org.wengert.Wengert.tangent;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import org.wengert.Gradient;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.ValueAndGradient;

/** The operators of this library in functions that are themselves differentiated. */
class DerivativesInsideTest extends Constructs {
    @Override
    String area() {
        return "Derivatives inside";
    }

    @Construct(value = "`derivative`", code = "derivative(t -> t * t * x).applyAsDouble(y)")
    void derivativeInside() {
        differentiates(
                (x, y) -> derivative(t -> t * t * x).applyAsDouble(y) * y,
                (x, y) -> x.times(y.squared()).times(2));
    }

    @Construct(
            value = "`derivative` of a derivative, and of higher order",
            code = "derivative(t -> Math.sin(t * x), 2)")
    void derivativeOfHigherOrder() {
        differentiates(
                (x, y) -> derivative(t -> Math.sin(t * x), 2).applyAsDouble(y)
                        + derivative(derivative(t -> t * t * t)).applyAsDouble(x),
                (x, y) -> x.squared().times(x.times(y).sin()).times(-1).plus(x.times(6)));
    }

    @Construct(
            value = "a derivative by a variable of the same name as one outside: no confusion of perturbations",
            code = "x * derivative(t -> x + t).applyAsDouble(y)")
    void perturbations() {
        differentiates(
                (x, y) -> x * derivative(t -> x + t).applyAsDouble(y)
                        + derivative(t -> x * y).applyAsDouble(1),
                (x, y) -> x);
    }

    @Construct(value = "`grad` of arrays", code = "grad((double[] v) -> v[0] * v[0] * v[1] * x)")
    void gradInside() {
        differentiates(
                (x, y) -> {
                    double[] g = grad((double[] v) -> v[0] * v[0] * v[1] * x).apply(new double[] {x, y});
                    return g[0] * g[1];
                },
                // 2 x² y · x³
                (x, y) -> x.power(5).times(y).times(2));
    }

    @Construct(value = "`grad` by forward mode", code = "by(Mode.FORWARD)")
    void forwardGradInside() {
        differentiates(
                (x, y) -> grad((double[] v) -> v[0] * v[1] * v[1], by(Mode.FORWARD))
                        .apply(new double[] {x, y})[1],
                (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "`grad` of functions of two numbers", code = "grad((a, b) -> a * b * b)")
    void gradOfTwo() {
        differentiates(
                (x, y) -> grad((a, b) -> a * b * b).apply(x, y)[1] * x,
                (x, y) -> x.squared().times(y).times(2));
    }

    @Construct(value = "`valueAndGrad`", code = "valueAndGrad(v -> v[0] * v[0] * y)")
    void valueAndGradInside() {
        refuses(
                (x, y) -> {
                    ValueAndGradient.Evaluation e =
                            valueAndGrad(v -> v[0] * v[0] * y).apply(new double[] {x});
                    return e.value() * e.gradient()[0];
                },
                "valueAndGrad(v ->");
    }

    @Construct(value = "`jvp`, `directionalDerivative`", code = "jvp(v -> new double[] {v[0] * v[1], v[1] * x})")
    void jvpInside() {
        differentiates(
                (x, y) -> jvp(v -> new double[] {v[0] * v[1], v[1] * x})
                                .apply(new double[] {x, y}, new double[] {y, 1})[0]
                        + directionalDerivative(v -> v[0] * v[0]).applyAsDouble(new double[] {x}, new double[] {y}),
                // y · y + x, and 2 x y
                (x, y) -> y.squared().plus(x).plus(x.times(y).times(2)));
    }

    @Construct(value = "`jacobian`", code = "jacobian(v -> new double[] {v[0] * v[1], v[0] / v[1]})")
    void jacobianInside() {
        differentiates(
                (x, y) -> {
                    double[][] j = jacobian(v -> new double[] {v[0] * v[1], v[0] / v[1]})
                            .apply(new double[] {x, y});
                    return j[0][0] * j[1][1] - j[0][1] * j[1][0];
                },
                // −y x/y² − x/y
                (x, y) -> x.over(y).times(-2));
    }

    @Construct(value = "`hessian`", code = "hessian(v -> v[0] * v[0] * v[1])")
    void hessianInside() {
        differentiates(
                (x, y) -> {
                    double[][] h = hessian(v -> v[0] * v[0] * v[1]).apply(new double[] {x, y});
                    return h[0][0] * h[0][1];
                },
                (x, y) -> y.times(2).times(x.times(2)));
    }

    @Construct(value = "`hvp`", code = "hvp(v -> v[0] * v[0] * v[0])")
    void hvpInside() {
        differentiates(
                (x, y) -> hvp(v -> v[0] * v[0] * v[0]).apply(new double[] {x}, new double[] {y})[0],
                (x, y) -> x.times(y).times(6));
    }

    @Construct(value = "`tangent` of a curve", code = "tangent(t -> new double[] {Math.cos(t), Math.sin(t)})")
    void tangentInside() {
        differentiates(
                (x, y) -> tangent(t -> new double[] {Math.cos(t), Math.sin(t)}).apply(x)[1] * y,
                (x, y) -> x.cos().times(y));
    }

    @Construct(
            value = "Newton's method with the derivative inside a loop",
            code = "r -= f.applyAsDouble(r) / derivative(f).applyAsDouble(r);")
    void newton() {
        differentiates(
                (x, y) -> {
                    ScalarFunction f = t -> t * t - x * y;
                    double r = 1;
                    for (int i = 0; i < 8; i++) {
                        r -= f.applyAsDouble(r) / derivative(f).applyAsDouble(r);
                    }
                    return r;
                },
                (x, y) -> x.times(y).sqrt());
    }

    @Construct(
            value = "gradient descent, differentiated by its step and its start",
            code = "double[] g = slope.apply(v);")
    void unrolledDescent() {
        differentiates(
                (x, y) -> {
                    ScalarField loss = v -> v[0] * v[0] * 0.5;
                    Gradient slope = grad(loss);
                    double[] v = {x};
                    for (int k = 0; k < 3; k++) {
                        double[] g = slope.apply(v);
                        v[0] -= y * 0.1 * g[0];
                    }
                    return v[0];
                },
                (x, y) -> x.times(y.times(-0.1).plus(1).power(3)));
    }

    @Construct(value = "`stopGradient`", code = "stopGradient(x) * x + stopGradient(y * y)")
    void stopGradientInside() {
        differentiates(
                (x, y) -> stopGradient(x) * x + stopGradient(y * y) + stopGradient(new double[] {x, y})[1] * y,
                (x, y) -> x.times(x.v()).plus(y.v() * y.v()).plus(y.times(y.v())));
    }

    @Construct(value = "`vjp`", code = "vjp(v -> new double[] {v[0] * v[0]})")
    void vjpInside() {
        refuses(
                (x, y) -> vjp(v -> new double[] {v[0] * v[0]})
                        .apply(new double[] {x})
                        .apply(new double[] {y})[0],
                "vjp(v ->");
    }

    @Construct(value = "`linearize`", code = "linearize(v -> new double[] {v[0] * v[0]}, new double[] {x})")
    void linearizeInside() {
        refuses(
                (x, y) -> linearize(v -> new double[] {v[0] * v[0]}, new double[] {x})
                        .apply(new double[] {y})[0],
                "linearize(v ->");
    }

    record Pair(double a, double b) {}

    @Construct(value = "`grad` of records", code = "grad((Pair p) -> p.a() * p.a() * p.b())")
    void gradOfRecords() {
        refuses(
                (x, y) -> grad((Pair p) -> p.a() * p.a() * p.b())
                        .apply(new Pair(x, y))
                        .a(),
                "grad((Pair p)");
    }

    static double nth(ScalarFunction f, int n, double x) {
        return n == 0 ? f.applyAsDouble(x) : nth(derivative(f), n - 1, x);
    }

    @Construct(
            value = "a recursion that differentiates what it is given, a few times",
            code = "nth(derivative(f), n - 1, x)")
    void orderByRecursion() {
        differentiates(
                (x, y) -> nth(t -> t * t * t * x, 2, y), (x, y) -> x.times(y).times(6));
    }

    @Construct(value = "the same, more than five times", code = "nth(t -> Math.sin(t * x), 9, y)")
    void deepOrderByRecursion() {
        refuses((x, y) -> nth(t -> Math.sin(t * x), 9, y), "nth(derivative(f)", "hands on a new function each time");
    }

    static ScalarFunction slopeIf(boolean is, ScalarFunction f) {
        return is ? derivative(f) : f;
    }

    @Construct(value = "a choice between a function and its derivative", code = "return is ? derivative(f) : f;")
    void aDerivativeThatIsChosen() {
        refuses((x, y) -> slopeIf(x > 0, t -> t * t * x).applyAsDouble(y), "return is ?", "choose between numbers");
    }
}
