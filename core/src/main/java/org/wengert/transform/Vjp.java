package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;
import org.wengert.tensor.Trace;

/** Reverse mode: cotangents against the direction of a graph. */
public final class Vjp {
    private Vjp() {}

    /**
     * Returns the cotangents of tensors.
     *
     * @param outputs what is computed from them
     * @param cotangents the cotangent of each output, of its shape and type
     * @param inputs the tensors
     * @return a cotangent of each input; null for one on which no output depends
     */
    public static List<@Nullable Tensor> of(List<Tensor> outputs, List<Tensor> cotangents, List<Tensor> inputs) {
        Slope slope = new Slope(outputs, inputs);
        Graph graph = slope.graph();
        @Nullable Sum[] bars = new Sum[graph.size()];
        int[] roots = graph.roots();
        for (int i = 0; i < roots.length; i++) {
            if (slope.isActive(roots[i])) {
                at(bars, roots[i]).add(new Cotangent(cotangents.get(i), null));
            }
        }
        for (int i = bars.length - 1; i >= 0; i--) {
            Sum sum = bars[i];
            if (sum != null && !graph.isLeaf(i)) {
                pull(slope, i, sum.total(graph.node(i)), bars);
                bars[i] = null;
            }
        }
        List<@Nullable Tensor> result = new ArrayList<>(inputs.size());
        for (Tensor x : inputs) {
            int i = graph.indexOf(x);
            Sum sum = i < 0 ? null : bars[i];
            result.add(sum == null ? null : sum.total(x).value());
        }
        return result;
    }

    private static Sum at(@Nullable Sum[] bars, int i) {
        Sum sum = bars[i];
        if (sum == null) {
            sum = new Sum();
            bars[i] = sum;
        }
        return sum;
    }

    /** Adds to the cotangents of a node's inputs what its own means for them. */
    private static void pull(Slope slope, int i, Cotangent yBar, @Nullable Sum[] bars) {
        Tensor y = slope.graph().node(i);
        Tensor[] x = slope.inputs(i);
        int[] places = slope.graph().inputs(i);
        boolean[] isActive = slope.activity(i);
        if (y.op() instanceof Op.Ruled(Rule rule)) {
            List<@Nullable Tensor> xBars = ruled(rule, y, x, isActive, yBar.value());
            for (int k = 1; k < x.length; k++) {
                Tensor xBar = isActive[k] ? xBars.get(k - 1) : null;
                if (xBar != null) {
                    at(bars, places[k]).add(new Cotangent(xBar, null));
                }
            }
            return;
        }
        for (int k = 0; k < x.length; k++) {
            if (!isActive[k]) {
                continue;
            }
            Calculus.Derivative d = Calculus.of(y, x, k, isActive);
            if (d == null) {
                continue;
            }
            Op linear = d.linear();
            if (linear == null) {
                at(bars, places[k]).add(yBar.times(d.weight()));
                continue;
            }
            int[] stretch = Transpose.stretch(linear, x[k].shape());
            if (stretch != null) {
                at(bars, places[k]).add(new Piece(linear, stretch[0], stretch[1], stretch[2], yBar));
            } else {
                at(bars, places[k])
                        .add(Transpose.of(linear, d.inputs(), d.slot(), yBar).times(d.weight()));
            }
        }
    }

    private static List<@Nullable Tensor> ruled(Rule rule, Tensor y, Tensor[] x, boolean[] isActive, Tensor yBar) {
        List<Tensor> inputs = Arrays.asList(x).subList(1, x.length);
        return switch (rule) {
            case Rule.Reverse r -> checkedBars(r.vjp(inputs, y, yBar), inputs);
            case Rule.Forward f -> {
                // ⟨yBar, J·xDot⟩ is linear in xDot, so Jᵀ·yBar is its gradient by xDot, anywhere.
                try (Trace trace = Trace.open(List.of(y))) {
                    List<@Nullable Tensor> tangents = new ArrayList<>();
                    List<Tensor> variables = new ArrayList<>();
                    for (int k = 1; k < x.length; k++) {
                        Tensor v = Primitives.variable(Primitives.fillLike(0, x[k]), false, trace);
                        variables.add(v);
                        tangents.add(isActive[k] ? v : null);
                    }
                    Tensor yDot = checked(f.jvp(inputs, y, tangents), y, "tangent", "value");
                    yield of(List.of(yDot), List.of(yBar), variables);
                }
            }
        };
    }

    static Tensor checked(Tensor given, Tensor like, String what, String of) {
        if (!given.shape().equals(like.shape()) || given.dtype() != like.dtype()) {
            throw new IllegalArgumentException(
                    "A rule must give the " + what + " the shape and type of the " + of + ", "
                            + like.dtype() + like.shape() + ", but gave " + given.dtype() + given.shape()
                            + ". Sum over what was broadcast, or cast with t.to(dtype).");
        }
        return given;
    }

    static List<@Nullable Tensor> checkedBars(List<@Nullable Tensor> bars, List<Tensor> inputs) {
        if (bars.size() != inputs.size()) {
            throw new IllegalArgumentException("A rule must give a cotangent for each of its " + inputs.size()
                    + " inputs, null for those on which the value does not depend, but gave " + bars.size() + ".");
        }
        for (int k = 0; k < bars.size(); k++) {
            Tensor bar = bars.get(k);
            if (bar != null) {
                checked(bar, inputs.get(k), "cotangent", "input");
            }
        }
        return bars;
    }

    /**
     * What a slice along one axis gives its input.
     *
     * @param op the slice
     * @param axis the axis
     * @param from its first place
     * @param to the place after its last
     * @param yBar the cotangent of the slice
     */
    private record Piece(Op op, int axis, int from, int to, Cotangent yBar) {}

    /** The cotangent of a node as it comes in. Mutable. */
    private static final class Sum {
        private @Nullable Cotangent sum;
        private @Nullable List<Piece> pieces;

        void add(Cotangent c) {
            sum = sum == null ? c : sum.plus(c);
        }

        void add(Piece p) {
            if (pieces == null) {
                pieces = new ArrayList<>();
            }
            for (int i = 0; i < pieces.size(); i++) {
                Piece q = pieces.get(i);
                if (q.axis == p.axis && q.from == p.from && q.to == p.to) {
                    pieces.set(i, new Piece(q.op, q.axis, q.from, q.to, q.yBar.plus(p.yBar)));
                    return;
                }
            }
            pieces.add(p);
        }

        Cotangent total(Tensor x) {
            List<Piece> cut = pieces;
            pieces = null;
            if (cut != null && fills(cut, x)) {
                add(Transpose.joined(
                        cut.getFirst().axis, cut.stream().map(Piece::yBar).toList()));
            } else if (cut != null) {
                for (Piece p : cut) {
                    add(Transpose.of(p.op, new Tensor[] {x}, 0, p.yBar));
                }
            }
            Cotangent total = sum;
            if (total == null) {
                throw new AssertionError("a cotangent of nothing");
            }
            return total;
        }

        /** Puts pieces in order and tells whether they make up an axis without gap or overlap. */
        private static boolean fills(List<Piece> pieces, Tensor x) {
            pieces.sort(Comparator.comparingInt(Piece::from));
            int axis = pieces.getFirst().axis;
            int end = 0;
            for (Piece p : pieces) {
                if (p.axis != axis || p.from != end) {
                    return false;
                }
                end = p.to;
            }
            return end == x.shape().extent(axis);
        }
    }
}
