package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Binary;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;

/** Forward mode: tangents along a graph. */
public final class Jvp {
    private Jvp() {}

    /**
     * Returns the tangents of tensors.
     *
     * @param outputs the tensors
     * @param inputs tensors that vary
     * @param tangents how each of them varies, of its shape and type
     * @return a tangent of each output; null for one that does not vary
     */
    public static List<@Nullable Tensor> of(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> tangents) {
        Slope slope = new Slope(outputs, inputs);
        Graph graph = slope.graph();
        @Nullable Tensor[] dot = new Tensor[graph.size()];
        for (int i = 0; i < inputs.size(); i++) {
            int place = graph.indexOf(inputs.get(i));
            if (place >= 0) {
                dot[place] = plus(dot[place], tangents.get(i));
            }
        }
        for (int i = 0; i < dot.length; i++) {
            if (slope.isActive(i) && !graph.isLeaf(i)) {
                dot[i] = tangent(slope, i, dot);
            }
        }
        List<@Nullable Tensor> result = new ArrayList<>(outputs.size());
        for (int r : graph.roots()) {
            result.add(dot[r]);
        }
        return result;
    }

    private static @Nullable Tensor tangent(Slope slope, int i, @Nullable Tensor[] dot) {
        Tensor y = slope.graph().node(i);
        Tensor[] x = slope.inputs(i);
        @Nullable Tensor[] xDot = new Tensor[x.length];
        boolean any = false;
        for (int k = 0; k < x.length; k++) {
            xDot[k] = dot[slope.graph().inputs(i)[k]];
            any |= xDot[k] != null;
        }
        if (!any) {
            return null;
        }
        if (y.op() instanceof Op.Ruled(Rule rule)) {
            return rule instanceof Checkpoint ? xDot[0] : ruled(rule, y, x, xDot);
        }
        if (y.op() instanceof Op.Concat || y.op() instanceof Op.Where) {
            return jointly(y.op(), x, xDot);
        }
        boolean[] isActive = slope.activity(i);
        Tensor sum = null;
        for (int k = 0; k < x.length; k++) {
            Tensor t = xDot[k];
            if (t == null || !x[k].dtype().isFloating()) {
                continue;
            }
            Calculus.Derivative d = Calculus.of(y, x, k, isActive);
            if (d != null) {
                sum = plus(sum, apply(d, t));
            }
        }
        return sum;
    }

    /** Returns L(w ⊙ t). */
    private static Tensor apply(Calculus.Derivative d, Tensor t) {
        Tensor weight = d.weight();
        Tensor weighted = weight == null ? t : Primitives.map(Binary.MUL, weight, t);
        Op linear = d.linear();
        return linear == null
                ? weighted
                : Primitives.apply(linear, Arrays.asList(Calculus.with(d.inputs(), d.slot(), weighted)));
    }

    /** An op that is linear in all its real inputs together is applied once, to all their tangents. */
    private static Tensor jointly(Op op, Tensor[] x, @Nullable Tensor[] xDot) {
        Tensor[] in = x.clone();
        for (int k = 0; k < in.length; k++) {
            if (x[k].dtype().isFloating()) {
                Tensor t = xDot[k];
                in[k] = t == null ? Primitives.fillLike(0, x[k]) : t;
            }
        }
        return Primitives.apply(op, Arrays.asList(in));
    }

    private static @Nullable Tensor ruled(Rule rule, Tensor y, Tensor[] x, @Nullable Tensor[] xDot) {
        List<Tensor> inputs = Arrays.asList(x).subList(1, x.length);
        List<@Nullable Tensor> tangents = Arrays.asList(xDot).subList(1, x.length);
        return switch (rule) {
            case Rule.Forward f -> Vjp.checked(f.jvp(inputs, y, tangents), y, "tangent", "value");
            case Rule.Reverse r -> {
                // ⟨yBar, J·xDot⟩ = ⟨Jᵀ·yBar, xDot⟩ is linear in yBar, so J·xDot is its gradient by yBar, anywhere.
                List<Tensor> some = new ArrayList<>();
                List<Tensor> along = new ArrayList<>();
                try (Trace trace = Trace.open(List.of(y))) {
                    Tensor yBar = Primitives.variable(Primitives.fillLike(0, y), false, trace);
                    List<@Nullable Tensor> bars = Vjp.checkedBars(r.vjp(inputs, y, yBar), inputs);
                    for (int k = 0; k < bars.size(); k++) {
                        Tensor bar = bars.get(k);
                        Tensor t = tangents.get(k);
                        if (bar != null && t != null) {
                            some.add(bar);
                            along.add(t);
                        }
                    }
                    yield some.isEmpty()
                            ? null
                            : Vjp.of(some, along, List.of(yBar)).getFirst();
                }
            }
        };
    }

    private static Tensor plus(@Nullable Tensor sum, Tensor t) {
        return sum == null ? t : Primitives.map(Binary.ADD, Objects.requireNonNull(sum), t);
    }
}
