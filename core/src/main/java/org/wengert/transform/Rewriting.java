package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Program.Step;
import org.wengert.tensor.Shape;

/**
 * A program in the making: the steps of another one, each shown to a rule, which may put another computation of the same value in its place.
 * Mutable; for one pass.
 *
 * <p>A rule is given a step whose inputs are places in the new program and returns the place of its value there, or {@link #SAME} to keep the
 * step. What a rule puts is shown to it again.
 */
final class Rewriting {
    /** What a rule returns that leaves a step as it is. */
    static final int SAME = -1;

    private final Program from;
    private final ToIntBiFunction<Rewriting, Step> rule;
    private final int[] places;
    private final List<Integer> replaced = new ArrayList<>();
    private Step[] steps;
    private int size;
    private int[] consumers;
    private @Nullable Map<Step, Integer> known;

    private Rewriting(Program from, ToIntBiFunction<Rewriting, Step> rule) {
        this.from = from;
        this.rule = rule;
        this.places = new int[from.size()];
        this.steps = new Step[from.size() + 8];
        this.consumers = new int[from.size() + 8];
    }

    /**
     * What a rule has made of a program.
     *
     * @param program the program, the very same if nothing has changed
     * @param replaced the places of the steps of the old program that another computation stands for
     */
    record Result(Program program, List<Integer> replaced) {}

    /** Returns what a rule makes of a program; steps that nobody needs any more are left out. */
    static Result of(Program program, ToIntBiFunction<Rewriting, Step> rule) {
        Rewriting r = new Rewriting(program, rule);
        int[] uses = uses(program);
        for (int i = 0; i < program.size(); i++) {
            Step step = r.moved(program.step(i));
            int place = rule.applyAsInt(r, step);
            if (place == SAME) {
                place = r.append(step);
            } else {
                r.replaced.add(i);
            }
            r.places[i] = place;
            r.consumers[place] += uses[i];
        }
        return r.replaced.isEmpty() ? new Result(program, List.of()) : new Result(withoutDead(r.program()), r.replaced);
    }

    /** Returns a program without the steps that no result needs; the very same if it needs all. */
    static Program withoutDead(Program program) {
        int n = program.size();
        boolean[] isLive = new boolean[n];
        for (int root : program.roots()) {
            isLive[root] = true;
        }
        int count = 0;
        for (int i = n - 1; i >= 0; i--) {
            if (isLive[i]) {
                count++;
                Indices in = program.step(i).inputs();
                for (int k = 0; k < in.length(); k++) {
                    isLive[in.get(k)] = true;
                }
            }
        }
        if (count == n) {
            return program;
        }
        int[] places = new int[n];
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < n; i++) {
            if (isLive[i]) {
                places[i] = steps.size();
                steps.add(moved(program.step(i), places));
            }
        }
        return new Program(steps, moved(program.roots(), places), program.parameters());
    }

    private static int[] uses(Program program) {
        int[] uses = new int[program.size()];
        for (int i = 0; i < uses.length; i++) {
            Indices in = program.step(i).inputs();
            for (int k = 0; k < in.length(); k++) {
                uses[in.get(k)]++;
            }
        }
        for (int root : program.roots()) {
            uses[root]++;
        }
        return uses;
    }

    private Program program() {
        return new Program(Arrays.asList(steps).subList(0, size), moved(from.roots(), places), from.parameters());
    }

    private Step moved(Step step) {
        return replaced.isEmpty() ? step : moved(step, places);
    }

    private static Step moved(Step step, int[] places) {
        Indices in = step.inputs();
        for (int k = 0; k < in.length(); k++) {
            if (places[in.get(k)] != in.get(k)) {
                return new Step(step.op(), Indices.of(moved(in.toArray(), places)), step.shape(), step.dtype());
            }
        }
        return step;
    }

    private static int[] moved(int[] in, int[] places) {
        for (int k = 0; k < in.length; k++) {
            in[k] = places[in[k]];
        }
        return in;
    }

    private int append(Step step) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, 2 * size);
            consumers = Arrays.copyOf(consumers, 2 * size);
        }
        steps[size] = step;
        return size++;
    }

    // ------------------------------------------------------------------ what rules see

    Step at(int place) {
        return steps[place];
    }

    Op op(int place) {
        return steps[place].op();
    }

    /** The input of a step that has one, or its first. */
    int input(int place) {
        return steps[place].input(0);
    }

    Shape shape(int place) {
        return steps[place].shape();
    }

    DType dtype(int place) {
        return steps[place].dtype();
    }

    boolean isFill(int place) {
        return op(place) instanceof Op.Fill;
    }

    /** Tells whether all elements are known to be a number, to the bit. */
    boolean isFill(int place, double value) {
        return op(place) instanceof Op.Fill(double v)
                && Double.doubleToRawLongBits(v) == Double.doubleToRawLongBits(value);
    }

    /** The number that all elements are known to be, or NaN. */
    double number(int place) {
        return op(place) instanceof Op.Fill(double v) ? v : Double.NaN;
    }

    /** Tells whether a value is that of a function of one argument. */
    boolean is(int place, Unary f) {
        return op(place) instanceof Op.Map1(Unary g) && f == g;
    }

    /** Tells whether just one step, or result, needs the value of a step of the old program. */
    boolean isNeededOnce(int place) {
        return consumers[place] == 1;
    }

    // ------------------------------------------------------------------ what rules put

    int put(Op op, Shape shape, DType dtype, int... inputs) {
        Step step = new Step(op, Indices.of(inputs), shape, dtype);
        int place = rule.applyAsInt(this, step);
        return place == SAME ? append(step) : place;
    }

    /** The place of the same op of other inputs, with the same shape and type. */
    int again(Step step, int... inputs) {
        return put(step.op(), step.shape(), step.dtype(), inputs);
    }

    int fill(double value, Shape shape, DType dtype) {
        return put(new Op.Fill(value), shape, dtype);
    }

    int map(Unary f, int x) {
        return put(new Op.Map1(f), shape(x), dtype(x), x);
    }

    int map(Binary f, int x, int y) {
        return put(new Op.Map2(f), shape(x), dtype(x), x, y);
    }

    int reshape(int x, Shape shape) {
        return shape(x).equals(shape) ? x : put(new Op.Reshape(shape), shape, dtype(x), x);
    }

    int permute(int x, Indices axes) {
        if (axes.equals(Indices.range(axes.length()))) {
            return x;
        }
        int[] extents = new int[axes.length()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = shape(x).extent(axes.get(i));
        }
        return put(new Op.Permute(axes), Shape.of(extents), dtype(x), x);
    }

    int expand(int x, Shape shape) {
        return shape(x).equals(shape) ? x : put(new Op.Expand(shape), shape, dtype(x), x);
    }

    int slice(int x, Indices start, Indices step, Shape shape) {
        return shape(x).equals(shape) ? x : put(new Op.Slice(start, step, shape), shape, dtype(x), x);
    }

    int flip(int x, Indices axes) {
        return axes.length() == 0 ? x : put(new Op.Flip(axes), shape(x), dtype(x), x);
    }

    int reduce(Op.Reduction f, int x, Indices axes) {
        Shape shape = shape(x);
        for (int i = 0; i < axes.length(); i++) {
            shape = shape.with(axes.get(i), 1);
        }
        return axes.length() == 0 ? x : put(new Op.Reduce(f, axes), shape, dtype(x), x);
    }

    /** The place of a step that computes the same as the given one, if there is one, else {@link #SAME}. */
    int common(Step step) {
        Map<Step, Integer> map = known;
        if (map == null) {
            map = HashMap.newHashMap(from.size());
            known = map;
        }
        Integer place = map.putIfAbsent(normal(step), size);
        return place == null ? SAME : place;
    }

    /** The same step with the inputs of what is commutative in order, and of two comparisons that mirror each other the one of them. */
    private static Step normal(Step step) {
        Op op = step.op();
        if (step.inputs().length() != 2) {
            return step;
        }
        if (op instanceof Op.Compare(Op.Comparison f)) {
            return switch (f) {
                case LT, LE -> step;
                case GT -> swapped(step, new Op.Compare(Op.Comparison.LT));
                case GE -> swapped(step, new Op.Compare(Op.Comparison.LE));
                case EQ, NE -> step.input(0) <= step.input(1) ? step : swapped(step, op);
            };
        }
        boolean isCommutative = op instanceof Op.Map2(Binary f)
                        && (f == Binary.ADD || f == Binary.MUL || f == Binary.MIN || f == Binary.MAX)
                || op instanceof Op.Bits(Op.Bitwise g)
                        && (g == Op.Bitwise.AND || g == Op.Bitwise.OR || g == Op.Bitwise.XOR);
        return isCommutative && step.input(0) > step.input(1) ? swapped(step, op) : step;
    }

    private static Step swapped(Step step, Op op) {
        return new Step(op, Indices.of(step.input(1), step.input(0)), step.shape(), step.dtype());
    }
}
