package org.wengert.random;

import static org.wengert.Wengert.by;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.valueAndGrad;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ValueAndGradient.Evaluation;

/** What must hold for a program, whatever it computes. */
final class Laws {
    /** A law that a program breaks; {@code law} names it, so that a smaller program can be seen to break the same one. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        final String law;

        Broken(String law, String message, @Nullable Throwable cause) {
            super(law + ": " + message, cause);
            this.law = law;
        }
    }

    /** What the laws found out about a program that keeps them. */
    enum Outcome {
        /** It ends with a value, and differences confirm the gradient. */
        SMOOTH,
        /** It ends with a value, but a jump or a kink nearby (or float rounding) makes differences useless. */
        ROUGH,
        /** It throws, and so does every derivative. */
        THROWS,
        /** Its second derivative is refused, because it is larger than the JVM allows a method to be. */
        TOO_LARGE
    }

    /** Two first derivatives in double differ by rounding; in float by its rounding. */
    private static final double DOUBLE = 1e-9;

    private static final double DOUBLE_SECOND = 1e-7;
    /** Derivatives smaller than this may be what is left of terms of the order of 1 that cancel. */
    private static final double CANCELLED = 1e-5;

    /** Coarse by necessity: 2⁻²⁴ of rounding, times the operations, times their condition. */
    private static final double FLOAT = 1e-3;

    private final ScalarField f;
    private final double[] x;
    private final boolean rounds;
    private final long seed;
    private final double[] u;
    private final double[] v;
    /** The function's derivative along v. */
    private final ScalarField slope;
    /** v times the function's gradient. */
    private final ScalarField gradientTimes;

    private Laws(Program program, Compilation compilation) {
        f = compilation.field(program);
        x = program.x();
        rounds = program.rounds();
        seed = program.seed();
        SplittableRandom random = new SplittableRandom(seed ^ 0x5eed);
        u = random.doubles(x.length, -1, 1).toArray();
        v = random.doubles(x.length, -1, 1).toArray();
        slope = compilation.slope(program, v);
        gradientTimes = compilation.gradientTimes(program, v);
    }

    /** Checks them all for a program that has been compiled. */
    static Outcome check(Program program, Compilation compilation) {
        Outcome outcome = new Laws(program, compilation).check();
        if (outcome != Outcome.THROWS && program.seed() % 3 == 0) {
            CompiledCode.agreesWithTheInterpreter(program, compilation.lookup(program), compilation.method(program));
        }
        return outcome;
    }

    private Outcome check() {
        double value;
        try {
            value = f.applyAsDouble(x.clone());
        } catch (RuntimeException e) {
            throwsTheSame(e);
            return Outcome.THROWS;
        }
        double[] reverse = valueHasTheSameBits(value);
        double[] forward = run("forward", () -> grad(f, by(Mode.FORWARD)).apply(x));
        agree("reverse = forward", rounds ? FLOAT : DOUBLE, reverse, forward);
        Outcome outcome = differencesAgree(forward);
        try {
            secondDerivativesAgree();
        } catch (Broken e) {
            if (e.getCause() instanceof UnsupportedOperationException refusal
                    && refusal.getMessage().contains("larger than the JVM allows")) {
                return Outcome.TOO_LARGE;
            }
            throw e;
        }
        return outcome;
    }

    private double[] valueHasTheSameBits(double value) {
        double[] before = x.clone();
        double[] reverse = run("reverse", () -> grad(f).apply(x));
        double[] into = new double[x.length];
        double again;
        if (seed % 2 == 0) { // one of the two, in turns
            again = run("reverse", () -> grad(f).into(x, into));
        } else {
            Evaluation evaluation = run("reverse", () -> valueAndGrad(f).apply(x));
            again = evaluation.value();
            System.arraycopy(evaluation.gradient(), 0, into, 0, into.length);
        }
        if (!same(value, again)) {
            throw broken("primal bits", value + ", but with its gradient " + again);
        }
        if (!Arrays.equals(reverse, into)) {
            throw broken("one gradient", Arrays.toString(reverse) + ", " + Arrays.toString(into));
        }
        if (!Arrays.equals(before, x)) {
            throw broken("the caller's array", Arrays.toString(before) + " became " + Arrays.toString(x));
        }
        return reverse;
    }

    /** Forward over reverse against one other way, which takes turns. */
    private void secondDerivativesAgree() {
        double tolerance = rounds ? FLOAT : DOUBLE_SECOND;
        double[] forwardOverReverse = run("forward over reverse", () -> hvp(f).apply(x, v));
        if (seed % 2 == 0) {
            double[] reverseOverForward =
                    run("reverse over forward", () -> grad(slope).apply(x));
            agree("forward over reverse = reverse over forward", tolerance, forwardOverReverse, reverseOverForward);
        } else {
            double[] reverseOverReverse =
                    run("reverse over reverse", () -> grad(gradientTimes).apply(x));
            agree("forward over reverse = reverse over reverse", tolerance, forwardOverReverse, reverseOverReverse);
        }
        if (seed % 4 == 0) {
            double forwardOverForward = run(
                    "forward over forward", () -> directionalDerivative(slope).applyAsDouble(x, v));
            double expected = dot(v, forwardOverReverse);
            if (!(Math.abs(forwardOverForward - expected) <= tolerance * x.length * largest(forwardOverReverse))) {
                throw broken("forward over forward", forwardOverForward + " against " + expected);
            }
        }
        double[] other = run("forward over reverse", () -> hvp(f).apply(x, u));
        double scale = largest(forwardOverReverse) + largest(other);
        if (!(Math.abs(dot(u, forwardOverReverse) - dot(v, other)) <= tolerance * scale * x.length)) {
            throw broken("symmetry", dot(u, forwardOverReverse) + " against " + dot(v, other));
        }
    }

    /** Five-point differences at two steps: where they disagree with each other, they say nothing about the gradient. */
    private Outcome differencesAgree(double[] gradient) {
        if (rounds) {
            return Outcome.ROUGH;
        }
        double[] coarse;
        double[] fine;
        try {
            coarse = differences(1e-3);
            fine = differences(2.5e-4);
        } catch (RuntimeException e) {
            return Outcome.ROUGH; // a point nearby throws
        }
        double scale = 1 + largest(gradient);
        for (int i = 0; i < x.length; i++) {
            if (!(Math.abs(coarse[i] - fine[i]) <= 1e-7 * scale)) {
                return Outcome.ROUGH;
            }
            if (!(Math.abs(fine[i] - gradient[i]) <= 1e-5 * scale)) {
                throw broken("differences", Arrays.toString(fine) + " against " + Arrays.toString(gradient));
            }
        }
        return Outcome.SMOOTH;
    }

    private double[] differences(double h) {
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            differences[i] = (8 * (moved(i, h) - moved(i, -h)) - (moved(i, 2 * h) - moved(i, -2 * h))) / (12 * h);
        }
        return differences;
    }

    private double moved(int i, double h) {
        double[] y = x.clone();
        y[i] += h;
        return f.applyAsDouble(y);
    }

    private void throwsTheSame(RuntimeException expected) {
        throwsTheSame(expected, "reverse", () -> grad(f).apply(x));
        throwsTheSame(expected, "forward", () -> grad(f, by(Mode.FORWARD)).apply(x));
        throwsTheSame(expected, "value and gradient", () -> valueAndGrad(f).apply(x));
        throwsTheSame(expected, "forward over reverse", () -> hvp(f).apply(x, v));
    }

    private static void throwsTheSame(RuntimeException expected, String what, Supplier<Object> derivative) {
        Object result;
        try {
            result = derivative.get();
        } catch (RuntimeException | Error e) {
            if (e.getClass() == expected.getClass()
                    && String.valueOf(e.getMessage()).equals(expected.getMessage())) {
                return;
            }
            throw new Broken("same exception, " + what, expected + " became " + e, e);
        }
        throw broken("same exception, " + what, expected + " was lost, the result is " + result);
    }

    private void agree(String law, double tolerance, double[] a, double[] b) {
        double scale = Math.max(largest(a), largest(b));
        for (int i = 0; i < a.length; i++) {
            if (!(Math.abs(a[i] - b[i]) <= tolerance * scale)) {
                throw broken(law, Arrays.toString(a) + " against " + Arrays.toString(b));
            }
        }
    }

    /** Whatever a derivative throws although its program does not is broken: a refusal as much as a crash. */
    private static <T> T run(String what, Supplier<T> derivative) {
        try {
            return derivative.get();
        } catch (RuntimeException | Error e) {
            throw new Broken(e.getClass().getSimpleName() + ", " + what, String.valueOf(e.getMessage()), e);
        }
    }

    private static Broken broken(String law, String message) {
        return new Broken(law, message, null);
    }

    private static boolean same(double a, double b) {
        return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
    }

    private static double largest(double[] a) {
        double largest = CANCELLED;
        for (double ai : a) {
            largest = Math.max(largest, Math.abs(ai));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
