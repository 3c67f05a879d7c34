package org.wengert;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.wengert.program.Compiler;
import org.wengert.program.lift.Lifter;
import org.wengert.program.lift.Operator;

/** What stands behind the door: function objects that hold compiled derivatives and can be differentiated again. */
final class Operators {
    private static final String SCALAR = "(D)D";
    private static final String SCALAR2 = "(DD)D";
    private static final String SCALAR3 = "(DDD)D";
    /** {@code ToDoubleFunction<double[]>} after erasure. */
    private static final String FIELD = "(Ljava/lang/Object;)D";
    /** {@code UnaryOperator<double[]>} after erasure. */
    private static final String MAP = "(Ljava/lang/Object;)Ljava/lang/Object;";

    private static final String CURVE = "(D)Ljava/lang/Object;";

    private Operators() {}

    /** A function that an operator has returned: serializable, and known to the lifter. */
    private abstract static class Derived implements Lifter.DerivedFunction, java.io.Serializable {
        private static final long serialVersionUID = 1;

        private final Operator operator;
        private final java.io.Serializable base;
        private final String baseMethod;
        private final String baseDescriptor;
        private transient Compiler.@Nullable Compiled compiled;

        Derived(Operator operator, Object base, String baseMethod, String baseDescriptor) {
            if (base == null) {
                throw new IllegalArgumentException("The function to differentiate is null.");
            }
            this.operator = operator;
            this.base = (java.io.Serializable) base;
            this.baseMethod = baseMethod;
            this.baseDescriptor = baseDescriptor;
            this.compiled = Compiler.compile(operator, base, baseMethod, baseDescriptor);
        }

        final Compiler.Compiled code() {
            Compiler.Compiled c = compiled;
            if (c == null) { // after deserialization
                c = Compiler.compile(operator, base, baseMethod, baseDescriptor);
                compiled = c;
            }
            return c;
        }

        final Compiler.Compiled code(Operator other) {
            return Compiler.compile(other, base, baseMethod, baseDescriptor);
        }

        @Override
        public Operator operator() {
            return operator;
        }

        @Override
        public Object base() {
            return base;
        }

        @Override
        public String baseMethod() {
            return baseMethod;
        }

        @Override
        public String baseDescriptor() {
            return baseDescriptor;
        }
    }

    // ---------------------------------------------------------------- options

    static Mode mode(Wengert.Option... options) {
        Mode mode = Mode.REVERSE;
        for (Wengert.Option o : options) {
            mode = switch (o) {
                case Wengert.ModeOption m -> m.mode();
            };
        }
        return mode;
    }

    // ---------------------------------------------------------------- ℝ → ℝ, ℝ → ℝᵐ

    private static final class Derivative extends Derived implements ScalarFunction {
        private static final long serialVersionUID = 1;

        Derivative(Object base) {
            super(Operator.DERIVATIVE, base, "applyAsDouble", SCALAR);
        }

        @Override
        public double applyAsDouble(double x) {
            Compiler.Compiled c = code();
            return c.kernel.scalar(c.captured, x);
        }
    }

    static ScalarFunction derivative(java.util.function.DoubleUnaryOperator f, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("The order of a derivative is at least 0, but " + n + " was given.");
        }
        if (n == 0) {
            return f instanceof ScalarFunction s ? s : f::applyAsDouble;
        }
        ScalarFunction d = new Derivative(f);
        for (int i = 1; i < n; i++) {
            d = new Derivative(d);
        }
        return d;
    }

    private static final class Tangent extends Derived implements Curve {
        private static final long serialVersionUID = 1;

        Tangent(Curve base) {
            super(Operator.TANGENT, base, "apply", CURVE);
        }

        @Override
        public double[] apply(double x) {
            Compiler.Compiled c = code();
            Object[] arguments = new Object[c.captured.length + 1];
            System.arraycopy(c.captured, 0, arguments, 0, c.captured.length);
            arguments[c.captured.length] = x;
            return (double[]) java.util.Objects.requireNonNull(c.kernel.invoke(arguments));
        }
    }

    static Curve tangent(Curve f) {
        return new Tangent(f);
    }

    // ---------------------------------------------------------------- ℝⁿ → ℝ

    private static final class FieldGradient extends Derived implements Gradient {
        private static final long serialVersionUID = 1;

        private transient Compiler.@Nullable Compiled into;

        FieldGradient(Object base, Mode mode) {
            super(mode == Mode.REVERSE ? Operator.GRADIENT : Operator.GRADIENT_FORWARD, base, "applyAsDouble", FIELD);
        }

        @Override
        public double[] apply(double[] x) {
            checkPoint(x);
            Compiler.Compiled c = code();
            return c.kernel.map(c.captured, x);
        }

        @Override
        public double into(double[] x, double[] gradient) {
            checkLength(x, gradient);
            Compiler.Compiled c = into;
            if (c == null) {
                c = code(operator() == Operator.GRADIENT ? Operator.GRADIENT_INTO : Operator.GRADIENT_INTO_FORWARD);
                into = c;
            }
            return c.kernel.field(c.captured, x == gradient ? x.clone() : x, gradient);
        }
    }

    private static void checkPoint(double[] x) {
        if (x == null) {
            throw new IllegalArgumentException("The point is null: there is nothing to differentiate at.");
        }
    }

    private static void checkLength(double[] x, double[] gradient) {
        checkPoint(x);
        if (gradient == null) {
            throw new IllegalArgumentException("The array that the gradient is written into is null.");
        }
        if (gradient.length != x.length) {
            throw new IllegalArgumentException("The gradient at a point of length "
                    + x.length
                    + " needs an array of that length, but one of length "
                    + gradient.length
                    + " was given.");
        }
    }

    static Gradient gradient(java.util.function.ToDoubleFunction<double[]> f, Mode mode) {
        return new FieldGradient(f, mode);
    }

    private static final class Pair extends Derived implements Gradient2 {
        private static final long serialVersionUID = 1;

        Pair(Object base, Mode mode) {
            super(
                    mode == Mode.REVERSE ? Operator.GRADIENT2 : Operator.GRADIENT2_FORWARD,
                    base,
                    "applyAsDouble",
                    SCALAR2);
        }

        @Override
        public double[] apply(double x, double y) {
            return invoke(code(), x, y);
        }
    }

    private static double[] invoke(Compiler.Compiled c, double... x) {
        @Nullable Object[] arguments = new Object[c.captured.length + x.length];
        System.arraycopy(c.captured, 0, arguments, 0, c.captured.length);
        for (int i = 0; i < x.length; i++) {
            arguments[c.captured.length + i] = x[i];
        }
        return (double[]) java.util.Objects.requireNonNull(c.kernel.invoke(arguments));
    }

    static Gradient2 gradient2(java.util.function.DoubleBinaryOperator f, Mode mode) {
        return new Pair(f, mode);
    }

    private static final class Triple extends Derived implements Gradient3 {
        private static final long serialVersionUID = 1;

        Triple(Object base) {
            super(Operator.GRADIENT3, base, "applyAsDouble", SCALAR3);
        }

        @Override
        public double[] apply(double x, double y, double z) {
            return invoke(code(), x, y, z);
        }
    }

    static Gradient3 gradient3(ScalarFunction3 f, Mode mode) {
        return new Triple(f);
    }

    private static final class Both extends Derived implements ValueAndGradient {
        private static final long serialVersionUID = 1;

        Both(Object base) {
            super(Operator.GRADIENT_INTO, base, "applyAsDouble", FIELD);
        }

        @Override
        public Evaluation apply(double[] x) {
            checkPoint(x);
            double[] gradient = new double[x.length];
            return new Evaluation(into(x, gradient), gradient);
        }

        @Override
        public double into(double[] x, double[] gradient) {
            checkLength(x, gradient);
            Compiler.Compiled c = code();
            return c.kernel.field(c.captured, x == gradient ? x.clone() : x, gradient);
        }
    }

    static ValueAndGradient valueAndGradient(java.util.function.ToDoubleFunction<double[]> f) {
        return new Both(f);
    }

    private static final class Direction extends Derived implements DirectionalDerivative {
        private static final long serialVersionUID = 1;

        Direction(ScalarField base) {
            super(Operator.DIRECTIONAL, base, "applyAsDouble", FIELD);
        }

        @Override
        public double applyAsDouble(double[] x, double[] xDot) {
            checkTangent(x, xDot);
            Compiler.Compiled c = code();
            return c.kernel.field(c.captured, x, xDot);
        }
    }

    private static void checkTangent(double[] x, double[] xDot) {
        checkPoint(x);
        if (xDot == null) {
            throw new IllegalArgumentException("The tangent is null.");
        }
        if (x.length != xDot.length) {
            throw new IllegalArgumentException("A tangent has the length of its point, but the point has length "
                    + x.length
                    + " and the tangent "
                    + xDot.length
                    + ".");
        }
    }

    static DirectionalDerivative directionalDerivative(ScalarField f) {
        return new Direction(f);
    }

    // ---------------------------------------------------------------- ℝⁿ → ℝᵐ

    private static final class Product extends Derived implements Jvp {
        private static final long serialVersionUID = 1;

        Product(Operator operator, Object base, String method, String descriptor) {
            super(operator, base, method, descriptor);
        }

        @Override
        public double[] apply(double[] x, double[] xDot) {
            checkTangent(x, xDot);
            Compiler.Compiled c = code();
            return c.kernel.map(c.captured, x, xDot);
        }
    }

    static Jvp jvp(VectorField f) {
        return new Product(Operator.JVP, f, "apply", MAP);
    }

    static Jvp hvp(ScalarField f) {
        return new Product(Operator.HVP, f, "applyAsDouble", FIELD);
    }

    private static final class Back extends Derived implements Vjp {
        private static final long serialVersionUID = 1;

        Back(VectorField base) {
            super(Operator.VJP, base, "apply", MAP);
        }

        @Override
        public Pullback apply(double[] x) {
            return new PullbackAt((Linearization) linearize((VectorField) base(), x));
        }

        double[] product(double[] x, double[] yBar) {
            Compiler.Compiled c = code();
            return c.kernel.map(c.captured, x, yBar);
        }
    }

    /** A vector field at a point. */
    private static final class Linearization implements LinearMap {
        private static final long serialVersionUID = 1;

        private final Back vjp;
        private final Product jvp;
        private final double[] x;
        private final double[] value;

        Linearization(VectorField f, Back vjp, Product jvp, double[] x) {
            checkPoint(x);
            this.vjp = vjp;
            this.jvp = jvp;
            this.x = x.clone();
            this.value = f.apply(x.clone()).clone();
        }

        @Override
        public double[] value() {
            return value.clone();
        }

        @Override
        public double[] apply(double[] xDot) {
            return jvp.apply(x, xDot);
        }

        @Override
        public double[] transpose(double[] yBar) {
            if (yBar == null) {
                throw new IllegalArgumentException("The cotangent is null.");
            }
            if (yBar.length != value.length) {
                throw new IllegalArgumentException("A cotangent has the length of the value, but the value has length "
                        + value.length
                        + " and the cotangent "
                        + yBar.length
                        + ".");
            }
            return vjp.product(x, yBar);
        }
    }

    private static final class PullbackAt implements Pullback {
        private static final long serialVersionUID = 1;

        private final Linearization at;

        PullbackAt(Linearization at) {
            this.at = at;
        }

        @Override
        public double[] value() {
            return at.value();
        }

        @Override
        public double[] apply(double[] yBar) {
            return at.transpose(yBar);
        }
    }

    static Vjp vjp(VectorField f) {
        return new Back(f);
    }

    static LinearMap linearize(VectorField f, double[] x) {
        return new Linearization(f, new Back(f), new Product(Operator.JVP, f, "apply", MAP), x);
    }

    private static final class Matrix extends Derived implements MatrixField {
        private static final long serialVersionUID = 1;

        private final boolean symmetric;

        Matrix(Operator operator, Object base, String method, String descriptor, boolean symmetric) {
            super(operator, base, method, descriptor);
            this.symmetric = symmetric;
        }

        @Override
        public double[][] apply(double[] x) {
            checkPoint(x);
            Compiler.Compiled c = code();
            @Nullable Object[] arguments = new Object[c.captured.length + 1];
            System.arraycopy(c.captured, 0, arguments, 0, c.captured.length);
            arguments[c.captured.length] = x;
            double[][] m = (double[][]) java.util.Objects.requireNonNull(c.kernel.invoke(arguments));
            if (symmetric) {
                for (int i = 0; i < m.length; i++) {
                    for (int j = 0; j < i; j++) {
                        m[j][i] = m[i][j];
                    }
                }
            }
            return m;
        }
    }

    /** A Jacobian whose mode is chosen when the number of inputs and outputs is seen. */
    private static final class ByShape implements MatrixField {
        private static final long serialVersionUID = 1;

        private final java.io.Serializable f;
        private transient @Nullable Matrix forward;
        private transient @Nullable Matrix reverse;

        ByShape(java.util.function.UnaryOperator<double[]> f) {
            this.f = (java.io.Serializable) f;
            this.forward = new Matrix(Operator.JACOBIAN_FORWARD, f, "apply", MAP, false); // refuses here if it must
        }

        @Override
        @SuppressWarnings("unchecked")
        public double[][] apply(double[] x) {
            checkPoint(x);
            int m = ((java.util.function.UnaryOperator<double[]>) f).apply(x.clone()).length;
            boolean byForward = x.length <= m;
            Matrix j = byForward ? forward : reverse;
            if (j == null) {
                j = new Matrix(
                        byForward ? Operator.JACOBIAN_FORWARD : Operator.JACOBIAN_REVERSE, f, "apply", MAP, false);
                if (byForward) {
                    forward = j;
                } else {
                    reverse = j;
                }
            }
            return j.apply(x);
        }
    }

    static MatrixField jacobian(java.util.function.UnaryOperator<double[]> f, @Nullable Mode mode) {
        if (mode == null) {
            return new ByShape(f);
        }
        Operator o = mode == Mode.FORWARD ? Operator.JACOBIAN_FORWARD : Operator.JACOBIAN_REVERSE;
        return new Matrix(o, f, "apply", MAP, false);
    }

    static MatrixField hessian(ScalarField f, Mode outer, Mode inner) {
        if (outer == Mode.FORWARD && inner == Mode.REVERSE) {
            return new Matrix(Operator.HESSIAN, f, "applyAsDouble", FIELD, false);
        }
        Operator o = outer == Mode.FORWARD ? Operator.JACOBIAN_FORWARD : Operator.JACOBIAN_REVERSE;
        return new Matrix(o, new FieldGradient(f, inner), "apply", MAP, true);
    }

    // ---------------------------------------------------------------- checks

    static GradientCheck gradientCheck(ScalarField f, double[] x) {
        checkPoint(x);
        double[] gradient = new double[x.length];
        double value = valueAndGradient(f).into(x, gradient);
        return compareWithDifferences(f, x.clone(), value, gradient);
    }

    /** Returns a gradient beside central differences of the function. */
    static GradientCheck compareWithDifferences(
            java.util.function.ToDoubleFunction<double[]> f, double[] x, double value, double[] gradient) {
        double[] differences = new double[x.length];
        double[] tolerances = new double[x.length];
        double[] at = x.clone();
        for (int i = 0; i < x.length; i++) {
            // Central differences: the error is h²|f‴|/6 + ε|f|/h, least near h = ε^⅓. Two steps tell how large it is.
            double h = Math.cbrt(Math.ulp(1.0)) * Math.max(1, Math.abs(x[i]));
            double coarse = difference(f, at, i, 2 * h);
            double fine = difference(f, at, i, h);
            differences[i] = fine;
            double rounding = 4 * Math.ulp(1.0) * Math.max(Math.abs(value), Math.abs(x[i] * fine)) / h;
            tolerances[i] = Math.abs(coarse - fine) + rounding + 1e-9 * Math.abs(fine) + Double.MIN_NORMAL;
        }
        return new GradientCheck(x, value, gradient, differences, tolerances);
    }

    private static double difference(java.util.function.ToDoubleFunction<double[]> f, double[] at, int i, double h) {
        double x = at[i];
        double above = x + h;
        double below = x - h;
        at[i] = above;
        double fAbove = f.applyAsDouble(at.clone());
        at[i] = below;
        double fBelow = f.applyAsDouble(at.clone());
        at[i] = x;
        return (fAbove - fBelow) / (above - below);
    }

    // ---------------------------------------------------------------- trees

    static <A> TreeGradient<A> treeGradient(TreeFunction<A> f) {
        return new TreeDerivatives.One<>(f);
    }

    static <A, B> TreeGradient2<A, B> treeGradient2(TreeFunction2<A, B> f) {
        return new TreeDerivatives.Two<>(f);
    }

    static Differentiable reflective(Lookup lookup, Method method) {
        return new ReflectiveDerivatives(lookup, method);
    }
}
