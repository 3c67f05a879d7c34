package org.wengert.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.backend.Layout;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;

/**
 * Makes plans. What only moves elements becomes a {@link View}; elementwise steps and reductions join the {@link Stage} of what they read, or
 * the earliest that suits; everything else is a stage of its own.
 */
final class Planner {
    /** The longest row that is reduced within a block. */
    private static final int LONGEST_ROW = Scratch.BLOCK;

    private static final Op IDENTITY = new Op.StopGradient();

    private final Program program;
    private final View[] views;
    private final List<Value> parameters = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    private Planner(Program program) {
        this.program = program;
        this.views = new View[program.size()];
    }

    static CpuPlan plan(Program program) {
        return new Planner(program).plan();
    }

    private CpuPlan plan() {
        for (int i = 0; i < program.size(); i++) {
            views[i] = view(i);
        }
        int[] roots = program.roots();
        List<Value> results = new ArrayList<>();
        for (int root : roots) {
            Value result = whole(root, views[root]);
            result.isStored = true;
            result.isResult = true;
            results.add(result);
        }
        for (Value v : values) {
            for (View input : v.inputs) {
                store(v, input);
            }
        }
        return new Assembly(program, parameters, stages, results).plan();
    }

    private static void store(Value user, View input) {
        Stage stage = user.stage;
        if (input.source() instanceof Value v && (stage == null || stage.levelOf(input) == null)) {
            v.isStored = true;
            v.lastUse = Math.max(v.lastUse, user.time());
        }
    }

    // ------------------------------------------------------------------ steps

    private View view(int place) {
        Program.Step step = program.step(place);
        Shape shape = step.shape();
        if (shape.size() == 0 && !(step.op() instanceof Op.Placeholder)) {
            return View.of(alone(place, List.of()));
        }
        return switch (step.op()) {
            case Op.Data _ -> throw new AssertionError("data without elements in a program, please report");
            case Op.Placeholder _ -> {
                Value v = new Value(place, step.op(), List.of(), shape, step.dtype());
                v.isStored = true;
                parameters.add(v);
                yield View.of(v);
            }
            case Op.Fill(double value) -> View.constant(value, shape, step.dtype());
            case Op.Iota(int axis) -> View.iota(axis, shape, step.dtype());
            case Op.Variable _, Op.StopGradient _, Op.Ruled(Rule _) -> in(place, 0);
            case Op.Barrier _ -> in(place, 0).after(time(in(place, 1)));
            case Op.Map1 _, Op.Map2 _, Op.Map3 _, Op.Bits _, Op.Compare _, Op.Where _, Op.Cast _ ->
                View.of(elementwise(place, step.op(), shape, step.dtype(), inputs(place)));
            case Op.Reshape _ -> {
                View reshaped = in(place, 0).reshape(shape);
                yield reshaped != null
                        ? reshaped
                        : View.of(elementwise(place, IDENTITY, shape, step.dtype(), List.of(in(place, 0))));
            }
            case Op.Permute(Indices axes) ->
                in(place, 0).with(in(place, 0).layout().permute(axes));
            case Op.Expand(Shape to) -> in(place, 0).with(in(place, 0).layout().expand(to));
            case Op.Slice(Indices start, Indices steps, Shape to) ->
                in(place, 0).with(in(place, 0).layout().slice(start, steps, to));
            case Op.Flip(Indices axes) ->
                in(place, 0).with(in(place, 0).layout().flip(axes));
            case Op.Window(int axis, int size, int steps, int dilation) ->
                in(place, 0).with(in(place, 0).layout().window(axis, shape.extent(axis), size, steps, dilation));
            case Op.Reduce(Op.Reduction _, Indices axes) -> reduce(place, axes);
            case Op.MatMul _ ->
                View.of(
                        in(place, 0).size() == 0
                                ? alone(place, wholes(place))
                                : alone(place, List.of(stored(place, in(place, 0)), stored(place, in(place, 1)))));
            case Op.RandomBits _,
                    Op.Call(ArrayFunction _, Shape _, DType _),
                    Op.Pad _,
                    Op.Concat _,
                    Op.Fold _,
                    Op.Gather _,
                    Op.Scatter _,
                    Op.ArgReduce _,
                    Op.Recurrence _,
                    Op.CumulativeArg _,
                    Op.ArgSort _,
                    Op.Conv _ -> View.of(alone(place, wholes(place)));
        };
    }

    private View in(int place, int k) {
        return views[program.step(place).input(k)];
    }

    private List<View> inputs(int place) {
        List<View> inputs = new ArrayList<>();
        for (int k = 0; k < program.step(place).inputs().length(); k++) {
            inputs.add(in(place, k));
        }
        return inputs;
    }

    private static int time(View view) {
        return Math.max(view.after(), view.source() instanceof Value v ? v.time() : -1);
    }

    // ------------------------------------------------------------------ what is of its own

    /** A value that is computed by itself, after all that it needs. */
    private Value alone(int place, List<View> inputs) {
        Program.Step step = program.step(place);
        return alone(new Value(place, step.op(), inputs, step.shape(), step.dtype()));
    }

    private Value alone(Value v) {
        Stage stage = new Stage(stages.size(), -1);
        stages.add(stage);
        v.isStored = true;
        return add(stage, v, Value.Level.AFTERWARDS);
    }

    private Value add(Stage stage, Value v, Value.Level level) {
        v.stage = stage;
        v.level = level;
        stage.values.add(v);
        values.add(v);
        return v;
    }

    /** The inputs, each all of a value in its order. */
    private List<View> wholes(int place) {
        List<View> wholes = new ArrayList<>();
        for (View view : inputs(place)) {
            wholes.add(View.of(whole(place, view)).with(Layout.of(view.layout().shape())));
        }
        return wholes;
    }

    private Value whole(int place, View view) {
        return view.isWhole()
                ? (Value) view.source()
                : elementwise(place, IDENTITY, view.layout().shape(), view.dtype(), List.of(view));
    }

    /** A view of what will lie in an array. */
    private View stored(int place, View view) {
        return view.source() instanceof Value ? view : View.of(whole(place, view));
    }

    // ------------------------------------------------------------------ what runs together

    private Value elementwise(int place, Op op, Shape shape, DType dtype, List<View> inputs) {
        Value v = new Value(place, op, inputs, shape, dtype);
        if (shape.size() == 0) {
            return alone(v);
        }
        Stage home = latest(inputs);
        if (home != null && home.isGroup() && !home.isFull()) {
            boolean isRow = home.row > 1
                    && (long) shape.size() * home.row == home.size
                    && areReadable(home, inputs, Value.Level.ROW);
            if (isRow) {
                return add(home, v, Value.Level.ROW);
            }
            if (shape.size() == home.size && areReadable(home, inputs, Value.Level.ELEMENT)) {
                return add(home, v, Value.Level.ELEMENT);
            }
        }
        return add(group(shape.size(), after(inputs)), v, Value.Level.ELEMENT);
    }

    /** The stage in which the last of the inputs is computed. */
    private @Nullable Stage latest(List<View> inputs) {
        Stage latest = null;
        for (View view : inputs) {
            if (view.source() instanceof Value v && v.stage != null && (latest == null || v.stage.time > latest.time)) {
                latest = v.stage;
            }
        }
        return latest;
    }

    /** Whether each input is there before a stage, or can be read at a level while it runs. */
    private static boolean areReadable(Stage stage, List<View> inputs, Value.Level level) {
        for (View view : inputs) {
            if (time(view) >= stage.time && stage.levelOf(view) != level) {
                return false;
            }
        }
        return true;
    }

    private static int after(List<View> inputs) {
        int after = -1;
        for (View view : inputs) {
            after = Math.max(after, time(view));
        }
        return after;
    }

    /** A group of so many elements that runs after a time. */
    private Stage group(int size, int after) {
        for (int i = after + 1; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            if (stage.size == size && !stage.isFull()) {
                return stage;
            }
        }
        Stage stage = new Stage(stages.size(), size);
        stages.add(stage);
        return stage;
    }

    // ------------------------------------------------------------------ reductions

    /**
     * Reduces the last run of axes first, then the one before. Axes of which each is reduced or each is not are one, so a run reduces the
     * middle axis of [outer, length, inner].
     */
    private View reduce(int place, Indices axes) {
        View x = in(place, 0);
        Shape shape = x.layout().shape();
        Shape result = program.step(place).shape();
        if (shape.size() == 0) {
            return View.of(alone(place, wholes(place)));
        }
        int axis = shape.rank() - 1;
        int inner = 1;
        while (axis >= 0) {
            while (axis >= 0 && !(axes.contains(axis) && shape.extent(axis) > 1)) {
                inner *= shape.extent(axis--);
            }
            int length = 1;
            while (axis >= 0 && (axes.contains(axis) || shape.extent(axis) == 1)) {
                length *= shape.extent(axis);
                shape = shape.with(axis--, 1);
            }
            if (length > 1) {
                x = View.of(reduce(place, x, x.size() / length / inner, length, inner, shape));
            }
        }
        View reshaped = x.reshape(result);
        return reshaped == null ? View.of(whole(place, x)) : reshaped;
    }

    private Value reduce(int place, View x, int outer, int length, int inner, Shape shape) {
        Op op = program.step(place).op();
        Indices geometry = Indices.of(outer, length, inner);
        Value v = new Value(place, op, List.of(x), shape, x.dtype(), geometry);
        boolean isOfRows = inner == 1;
        boolean isFused = isOfRows || outer == 1 && inner <= LONGEST_ROW;
        if (!isFused) {
            Value input = whole(place, x);
            return alone(new Value(place, op, List.of(View.of(input)), shape, x.dtype(), geometry));
        }
        Stage stage = latest(v.inputs);
        boolean isShort = isOfRows && length <= LONGEST_ROW;
        if (stage == null
                || stage.size != x.size()
                || stage.isFull()
                || !areReadable(stage, v.inputs, Value.Level.ELEMENT)
                || !takes(stage, length, inner)) {
            stage = new Stage(stages.size(), x.size());
            stages.add(stage);
            if (!takes(stage, length, inner)) {
                throw new AssertionError("an empty stage takes no " + length + " by " + inner + ", please report");
            }
        }
        if (!isShort) {
            v.isStored = true;
        }
        return add(stage, v, isShort ? Value.Level.ROW : Value.Level.AFTERWARDS);
    }

    private static boolean takes(Stage stage, int length, int inner) {
        if (inner > 1) {
            return stage.takesColumns(inner);
        }
        return length <= LONGEST_ROW ? stage.takesRows(length) : stage.takesSegments(length);
    }
}
