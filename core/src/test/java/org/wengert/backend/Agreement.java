package org.wengert.backend;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/**
 * How near to the interpreter's value of a step another back end's must be: the same bits where elements are moved, compared, or computed by one correctly
 * rounded operation; a few ulp of other functions; of sums of n terms what n roundings may make of them in any order. All NaN are
 * one; −0 is not 0, except as a sum.
 */
final class Agreement {
    /** What the vector libraries that back ends use promise at most, and one rounding more. */
    private static final int ULPS = 4;

    private static final Set<Unary> EXACT_1 = EnumSet.of(
            Unary.NEG,
            Unary.ABS,
            Unary.SQRT,
            Unary.FLOOR,
            Unary.CEIL,
            Unary.RINT,
            Unary.SIGNUM,
            Unary.ULP,
            Unary.NEXT_UP,
            Unary.NEXT_DOWN,
            Unary.RECIPROCAL,
            Unary.SQUARE,
            Unary.RELU,
            Unary.RELU6,
            Unary.RECIPROCAL_POSITIVE,
            Unary.STEP,
            Unary.ZERO_LIKE,
            Unary.ONE_LIKE);

    private static final Set<Binary> EXACT_2 = EnumSet.of(
            Binary.ADD,
            Binary.SUB,
            Binary.MUL,
            Binary.DIV,
            Binary.REM,
            Binary.MIN,
            Binary.MAX,
            Binary.IEEE_REMAINDER,
            Binary.COPY_SIGN,
            Binary.NEXT_AFTER,
            Binary.SCALB,
            Binary.MAX_WEIGHT,
            Binary.EXCEEDS);

    private static final Set<Ternary> EXACT_3 = EnumSet.of(Ternary.CLAMP, Ternary.INSIDE);

    private final Program program;
    private final int place;

    private Agreement(Program program, int place) {
        this.program = program;
        this.place = place;
    }

    /**
     * Compares a back end's value of a step with the interpreter's value of the same step from the back end's values of its inputs.
     *
     * @param program a program
     * @param place the step
     * @param values a back end's values of all steps
     * @return what disagrees, or null
     */
    static @Nullable String check(Program program, int place, List<Storage> values) {
        Program.Step step = program.step(place);
        if (step.op() instanceof Op.Placeholder) {
            return null;
        }
        List<Storage> inputs = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (int k = 0; k < step.inputs().length(); k++) {
            inputs.add(values.get(step.input(k)));
            shapes.add(program.step(step.input(k)).shape());
        }
        Storage expected = interpreted(step, inputs, shapes);
        Storage actual = values.get(place);
        if (actual.dtype() != expected.dtype() || actual.size() != expected.size()) {
            return program.describe(place) + " has " + actual.size() + " elements of " + actual.dtype() + ", not "
                    + expected.size() + " of " + expected.dtype();
        }
        return new Agreement(program, place).compare(expected, actual, inputs, shapes);
    }

    private @Nullable String compare(Storage expected, Storage actual, List<Storage> inputs, List<Shape> shapes) {
        int terms = expected.dtype().isFloating() ? terms(shapes) : 0;
        int ulps = expected.dtype().isFloating() ? ulps() : 0;
        Sums sums = terms > 0 ? sums(terms, inputs, shapes) : null;
        for (int i = 0; i < expected.size(); i++) {
            boolean agrees;
            if (sums != null) {
                agrees = sums.agree(expected.getDouble(i), actual.getDouble(i), i);
            } else if (expected.dtype().isFloating()) {
                double x = expected.getDouble(i);
                double y = actual.getDouble(i);
                agrees = Double.isNaN(x) ? Double.isNaN(y) : distance(x, y, expected.dtype()) <= ulps;
            } else {
                agrees = expected.getLong(i) == actual.getLong(i);
            }
            if (!agrees) {
                return disagreement(i, expected, actual, inputs, terms, ulps);
            }
        }
        return null;
    }

    // ------------------------------------------------------------------ sums

    /** How many numbers make one, if it depends on the order what they make; else 0. */
    private int terms(List<Shape> shapes) {
        Program.Step step = program.step(place);
        return switch (step.op()) {
            case Op.Reduce(Op.Reduction f, Indices _) ->
                f == Op.Reduction.SUM || f == Op.Reduction.PROD
                        ? 1
                                + shapes.getFirst().size()
                                        / Math.max(1, step.shape().size())
                        : 0;
            case Op.Fold _ -> 1 + shapes.getFirst().extent(-1);
            case Op.Scatter(int _, int _, Op.Combine f) ->
                f == Op.Combine.ADD ? 1 + shapes.get(1).size() : 0;
            case Op.Recurrence(int axis, boolean _) -> 2 * (1 + step.shape().extent(axis));
            case Op.MatMul _ -> 1 + shapes.getFirst().extent(-1);
            case Op.Conv(var geometry, Op.Role role) ->
                1
                        + switch (role) {
                            case OUTPUT -> geometry.kernel().without(0).size();
                            case IMAGE -> geometry.kernel().without(1).size();
                            case KERNEL -> geometry.output().without(1).size();
                        };
            case Op.Data _,
                    Op.Placeholder _,
                    Op.Fill _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Variable _,
                    Op.StopGradient _,
                    Op.Barrier _,
                    Op.Ruled _,
                    Op.Call _,
                    Op.Map1 _,
                    Op.Map2 _,
                    Op.Map3 _,
                    Op.Bits _,
                    Op.Compare _,
                    Op.Where _,
                    Op.Cast _,
                    Op.Reshape _,
                    Op.Permute _,
                    Op.Expand _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.Flip _,
                    Op.Concat _,
                    Op.Window _,
                    Op.Gather _,
                    Op.ArgReduce _,
                    Op.CumulativeArg _,
                    Op.ArgSort _ -> 0;
        };
    }

    /**
     * What sums in any order may be.
     *
     * @param dtype their type
     * @param terms how many terms each has
     * @param kinds the sums of signs, zeros, infinities and NaN: NaN or infinite where those in the terms make it so, without overflow
     * @param magnitudes the sums of the absolute values of what is finite
     * @param reaches how large something may become on the way
     */
    private record Sums(DType dtype, int terms, Storage kinds, Storage magnitudes, Storage reaches) {
        /** |x − y| ≤ n u Σ|terms|, with some room where numbers are so small that they lose digits. */
        boolean agree(double x, double y, int i) {
            if (x == y || Double.isNaN(x) && Double.isNaN(y)) {
                return true;
            }
            boolean isFloat = dtype == DType.FLOAT32;
            boolean mayOverflow = !(reaches.getDouble(i) <= (isFloat ? Float.MAX_VALUE : Double.MAX_VALUE) / 4);
            double kind = kinds.getDouble(i);
            if (Double.isNaN(kind)) {
                return Double.isNaN(y);
            }
            if (Double.isInfinite(kind)) {
                return y == kind || mayOverflow && Double.isNaN(y);
            }
            double u = isFloat ? 0x1p-24 : 0x1p-53;
            double least = isFloat ? Float.MIN_VALUE : Double.MIN_VALUE;
            return mayOverflow || Math.abs(x - y) <= 2 * terms * u * magnitudes.getDouble(i) + terms * least;
        }
    }

    private Sums sums(int terms, List<Storage> inputs, List<Shape> shapes) {
        Op op = program.step(place).op();
        boolean isProduct = op instanceof Op.Reduce(Op.Reduction f, Indices _) && f == Op.Reduction.PROD;
        List<Storage> reaching = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            boolean isFactor = op instanceof Op.Recurrence && k == 0;
            reaching.add(mapped(
                    inputs.get(k),
                    x -> !Double.isFinite(x)
                            ? 1
                            : isProduct
                                    ? Math.max(Math.abs(x), 1 / Math.abs(x))
                                    : isFactor ? Math.max(1, Math.abs(x)) : Math.abs(x)));
        }
        return new Sums(
                program.step(place).dtype(),
                terms,
                inDoubles(
                        inputs.stream()
                                .map(x -> mapped(x, v -> Double.isInfinite(v) ? v : Math.signum(v)))
                                .toList(),
                        shapes),
                inDoubles(
                        inputs.stream()
                                .map(x -> mapped(x, v -> Double.isFinite(v) ? Math.abs(v) : 0))
                                .toList(),
                        shapes),
                inDoubles(reaching, shapes));
    }

    /** The same step on other numbers. */
    private Storage inDoubles(List<Storage> inputs, List<Shape> shapes) {
        Program.Step step = program.step(place);
        return interpreted(new Program.Step(step.op(), step.inputs(), step.shape(), DType.FLOAT64), inputs, shapes);
    }

    /** A function of each real number; whole numbers, which are indices, as they are. */
    private static Storage mapped(Storage x, DoubleUnaryOperator f) {
        if (!x.dtype().isFloating()) {
            return x;
        }
        Storage y = Storage.allocate(DType.FLOAT64, x.size());
        for (int i = 0; i < x.size(); i++) {
            y.set(i, f.applyAsDouble(x.getDouble(i)));
        }
        return y;
    }

    // ------------------------------------------------------------------ functions

    private int ulps() {
        boolean isFloat = program.step(place).dtype() == DType.FLOAT32;
        return switch (program.step(place).op()) {
            case Op.Map1(Unary f) -> EXACT_1.contains(f) ? 0 : ULPS;
            case Op.Map2(Binary f) -> EXACT_2.contains(f) ? 0 : ULPS;
            case Op.Map3(Ternary f) ->
                EXACT_3.contains(f) || f == Ternary.FMA && !isFloat
                        ? 0
                        : f == Ternary.FMA ? 1 : ULPS; // of float32 the definition rounds twice
            case Op _ -> 0;
        };
    }

    /** How many numbers of a type lie between two, −0 and 0 being neighbours. */
    private static long distance(double x, double y, DType dtype) {
        long p = dtype == DType.FLOAT32 ? order((float) x) : order(x);
        long q = dtype == DType.FLOAT32 ? order((float) y) : order(y);
        long d = p - q;
        boolean overflows = ((p ^ q) & (p ^ d)) < 0;
        return overflows ? Long.MAX_VALUE : Math.abs(d);
    }

    private static long order(float x) {
        int bits = Float.floatToIntBits(x);
        return bits >= 0 ? bits : Integer.MIN_VALUE - bits - 1;
    }

    private static long order(double x) {
        long bits = Double.doubleToLongBits(x);
        return bits >= 0 ? bits : Long.MIN_VALUE - bits - 1;
    }

    // ------------------------------------------------------------------

    /** The interpreter's value of one step. */
    private static Storage interpreted(Program.Step step, List<Storage> inputs, List<Shape> shapes) {
        List<Program.Step> steps = new ArrayList<>();
        for (int k = 0; k < inputs.size(); k++) {
            steps.add(new Program.Step(
                    new Op.Placeholder(k),
                    Indices.of(),
                    shapes.get(k),
                    inputs.get(k).dtype()));
        }
        steps.add(new Program.Step(step.op(), Indices.range(inputs.size()), step.shape(), step.dtype()));
        Program one = new Program(steps, new int[] {inputs.size()}, inputs.size());
        return new Interpreter().plan(one).run(inputs).getFirst();
    }

    private String disagreement(int i, Storage expected, Storage actual, List<Storage> inputs, int terms, int ulps) {
        StringBuilder text = new StringBuilder(program.describe(place))
                .append(" is ")
                .append(actual.dtype().isFloating() ? "" + actual.getDouble(i) : "" + actual.getLong(i))
                .append(" at element ")
                .append(i)
                .append(" of ")
                .append(expected.size())
                .append(", not ")
                .append(expected.dtype().isFloating() ? "" + expected.getDouble(i) : "" + expected.getLong(i))
                .append(terms > 0 ? " (a sum of " + terms + ")" : " (within " + ulps + " ulp)");
        for (Storage x : inputs) {
            if (x.size() == expected.size()) {
                text.append("; an input there is ")
                        .append(x.dtype().isFloating() ? "" + x.getDouble(i) : "" + x.getLong(i));
            }
        }
        return text.toString();
    }
}
