package org.wengert.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Central differences of a function of arguments, each with the error it may have.
 *
 * <p>D(h) = (f(x+h) − f(x−h)) / 2h is off by f‴h²/6, which D(2h) − D(h) = f‴h²/2 + O(h⁴) shows, and by the rounding of f, of the
 * order of ε|f|/h. The step h = ∛ε·max(1, |x|) balances both where f is tame (Nocedal and Wright, Numerical Optimization,
 * section 8.1); where the sum of both is large, or f not finite on one side, as near the edge of a domain, smaller steps are
 * tried, and the one with the smallest error is taken.
 */
final class Differences {
    /** The rounding error of evaluating f, in units of ε|f|: f takes more than one operation. */
    private static final double OPERATIONS = 64;

    /** Steps tried, each a sixteenth of the one before; below, differences have no digits left. */
    private static final int STEPS = 5;

    /** The tolerance, relative to what is compared, above which an agreement may be chance. */
    private static final double TOO_ROUGH = 0.1;

    /** The relative error at which no smaller step is tried. */
    private static final double GOOD_ENOUGH = 1e-6;

    /** What central differences say about one partial derivative. */
    enum Verdict {
        /** They agree. */
        AGREES("agrees"),
        /** Left and right slopes differ, and the derivative lies between them: a subgradient. */
        AT_A_KINK("agrees (kink)"),
        /** They are further apart than the error of the difference. */
        DISAGREES("DISAGREES"),
        /** The function has no finite value on both sides of the point, or the differences do not settle as their step shrinks. */
        UNKNOWN("cannot tell");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Partial derivatives beside their central differences.
     *
     * @param derivatives {@code [m, n]} in general; one row for a gradient
     * @param differences {@code [m, n]}
     * @param tolerances how far they may be apart, {@code [m, n]}
     * @param verdicts {@code [m, n]}
     */
    record Check(double[][] derivatives, double[][] differences, double[][] tolerances, Verdict[][] verdicts) {
        /** Returns how often a verdict was given. */
        int count(Verdict wanted) {
            int n = 0;
            for (Verdict[] row : verdicts) {
                for (Verdict v : row) {
                    n += v == wanted ? 1 : 0;
                }
            }
            return n;
        }

        /** Returns whether every component agrees. */
        boolean agrees() {
            return count(Verdict.DISAGREES) + count(Verdict.UNKNOWN) == 0;
        }

        /** Returns the largest deviation of components that agree, kinks aside. */
        double largestDeviation() {
            double largest = 0;
            for (int i = 0; i < derivatives.length; i++) {
                for (int j = 0; j < derivatives[i].length; j++) {
                    if (verdicts[i][j] == Verdict.AGREES) {
                        largest = Math.max(largest, deviation(i, j));
                    }
                }
            }
            return largest;
        }

        /** Returns |derivative − difference|; 0 where both are the same infinity, or NaN. */
        double deviation(int i, int j) {
            double a = derivatives[i][j];
            double b = differences[i][j];
            return Double.compare(a, b) == 0 ? 0 : Math.abs(a - b);
        }

        /** Returns a sentence. */
        String summary() {
            int all = derivatives.length * (derivatives.length == 0 ? 0 : derivatives[0].length);
            int wrong = count(Verdict.DISAGREES);
            int unknown = count(Verdict.UNKNOWN);
            if (wrong + unknown == 0) {
                int kinks = count(Verdict.AT_A_KINK);
                return "Agrees with central differences in "
                        + (all == 1 ? "its only component" : "all " + Words.count(all, "component"))
                        + (kinks == 0 ? "" : ", " + kinks + " of them at a kink")
                        + (kinks == all ? "" : ", largest deviation " + Numerals.rough(largestDeviation()))
                        + ".";
            }
            return (wrong == 0
                            ? ""
                            : "DISAGREES with central differences in " + wrong + " of " + Words.count(all, "component"))
                    + (wrong == 0 || unknown == 0 ? "" : "; ")
                    + (unknown == 0
                            ? ""
                            : Words.count(unknown, "component")
                                    + " cannot be checked, since the function has no finite value on both sides of the point,"
                                    + " or its differences do not settle there")
                    + ".";
        }
    }

    /** The numbers that f's value holds, for arguments with one leaf changed. */
    interface Outputs {
        /** Returns f's value with leaf j at x. */
        double[] at(int j, double x);
    }

    private Differences() {}

    /**
     * Compares derivatives with central differences.
     *
     * @param derivatives {@code [m, n]}
     * @param inputs the point, {@code [n]}
     * @param outputs f there, {@code [m]}
     * @param f the function
     */
    static Check check(double[][] derivatives, List<Leaf> inputs, List<Leaf> outputs, Outputs f) {
        int m = outputs.size();
        int n = inputs.size();
        double[][] differences = new double[m][n];
        double[][] tolerances = new double[m][n];
        Verdict[][] verdicts = new Verdict[m][n];
        boolean isFloat =
                inputs.stream().anyMatch(Leaf::isFloat) || outputs.stream().anyMatch(Leaf::isFloat);
        double[] best = new double[m];
        double epsilon = isFloat ? Math.ulp(1.0f) : Math.ulp(1.0);
        for (int j = 0; j < n; j++) {
            double x = inputs.get(j).value();
            double h = firstStep(x, epsilon);
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            boolean isEnough = false;
            for (int k = 0; k < STEPS && !isEnough; k++, h /= 16) {
                Stencil s = new Stencil(f, j, x, h);
                isEnough = true;
                for (int i = 0; i < m; i++) {
                    double value = outputs.get(i).value();
                    double d = s.difference(i);
                    double tolerance =
                            4 * Math.abs(s.wideDifference(i) - d) + OPERATIONS * epsilon * s.size(i, value) / h;
                    if (tolerance < best[i] || k == 0) {
                        best[i] = Double.isNaN(tolerance) ? Double.POSITIVE_INFINITY : tolerance;
                        differences[i][j] = d;
                        tolerances[i][j] = tolerance;
                        verdicts[i][j] = verdict(derivatives[i][j], d, tolerance, value, s, i);
                    }
                    isEnough &= best[i] <= GOOD_ENOUGH * Math.abs(d);
                }
            }
            for (int i = 0; i < m; i++) {
                double value = outputs.get(i).value();
                double scale = Math.max(
                        Math.max(Math.abs(derivatives[i][j]), Math.abs(differences[i][j])),
                        Math.abs(value) / Math.max(1, Math.abs(x)));
                boolean isDoubtful = verdicts[i][j] == Verdict.DISAGREES
                        || verdicts[i][j] == Verdict.AGREES && tolerances[i][j] > TOO_ROUGH * scale;
                if (isDoubtful && !Double.isNaN(value) && !settles(f, i, j, x, value, epsilon)) {
                    verdicts[i][j] = Verdict.UNKNOWN;
                }
            }
        }
        return new Check(derivatives, differences, tolerances, verdicts);
    }

    /**
     * Returns whether D(2h) − D(h), and the difference of the slopes to both sides, do not grow by more than rounding explains
     * while h shrinks. They grow where f jumps, and where it turns many times within a step: there the difference is as good as
     * random.
     */
    private static boolean settles(Outputs f, int i, int j, double x, double value, double epsilon) {
        double h = firstStep(x, epsilon);
        double before = Double.POSITIVE_INFINITY;
        for (int k = 0; k < STEPS; k++, h /= 16) {
            Stencil s = new Stencil(f, j, x, h);
            double error = Math.abs(s.wideDifference(i) - s.difference(i))
                    + Math.abs((s.right[i] - value) - (value - s.left[i])) / h;
            if (error > before + OPERATIONS * epsilon * s.size(i, value) / h) {
                return false;
            }
            before = Double.isFinite(error) ? error : before;
        }
        return true;
    }

    /** A power of two, so that x ± h is exact wherever |x| and h share their bits. */
    private static double firstStep(double x, double epsilon) {
        return Math.scalb(1.0, Math.getExponent(Math.cbrt(epsilon) * Math.max(1, Math.abs(x))));
    }

    /** f's outputs at x ± h and x ± 2h. */
    private static final class Stencil {
        private final double h;
        private final double[] farLeft;
        private final double[] left;
        private final double[] right;
        private final double[] farRight;

        Stencil(Outputs f, int j, double x, double h) {
            this.h = h;
            farLeft = f.at(j, x - 2 * h);
            left = f.at(j, x - h);
            right = f.at(j, x + h);
            farRight = f.at(j, x + 2 * h);
        }

        double difference(int i) {
            return (right[i] - left[i]) / (2 * h);
        }

        double wideDifference(int i) {
            return (farRight[i] - farLeft[i]) / (4 * h);
        }

        double size(int i, double value) {
            return Math.max(Math.abs(value), Math.max(Math.abs(right[i]), Math.abs(left[i])));
        }
    }

    private static Verdict verdict(
            double derivative, double difference, double tolerance, double value, Stencil s, int i) {
        double h = s.h;
        if (Double.isNaN(value)) {
            return Double.isNaN(derivative) ? Verdict.AGREES : Verdict.DISAGREES;
        }
        if (!Double.isFinite(difference) || !Double.isFinite(tolerance) || !Double.isFinite(value)) {
            return Verdict.UNKNOWN;
        }
        if (Math.abs(derivative - difference) <= tolerance) {
            return Verdict.AGREES;
        }
        // Slopes to both sides differ by f″h where f is smooth, and so twice as much at twice the step; at a kink by
        // the same.
        double toRight = (s.right[i] - value) / h;
        double toLeft = (value - s.left[i]) / h;
        double near = toRight - toLeft;
        double far = (s.farRight[i] - value) / (2 * h) - (value - s.farLeft[i]) / (2 * h);
        boolean isKink = Math.abs(far - near) < 0.1 * Math.abs(near);
        return isKink
                        && Math.min(toLeft, toRight) - tolerance <= derivative
                        && derivative <= Math.max(toLeft, toRight) + tolerance
                ? Verdict.AT_A_KINK
                : Verdict.DISAGREES;
    }

    /**
     * Returns the numbers of a value for arguments with one leaf changed. Where the function throws, or its value has another
     * shape than at the point, it has no numbers to compare: they are NaN.
     *
     * @param m how many numbers there are at the point
     */
    static Outputs outputs(Supplier<@Nullable Object[]> arguments, Function<@Nullable Object[], Object> f, int m) {
        return (j, x) -> {
            double[] numbers;
            try {
                numbers = Leaf.of(f.apply(Leaf.with(arguments.get(), j, x)), "").stream()
                        .mapToDouble(Leaf::value)
                        .toArray();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Exception | Error _) {
                numbers = new double[0];
            }
            if (numbers.length != m) {
                numbers = new double[m];
                Arrays.fill(numbers, Double.NaN);
            }
            return numbers;
        };
    }
}
