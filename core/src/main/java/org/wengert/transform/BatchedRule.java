package org.wengert.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Tensor;
import org.wengert.transform.Vmap.Mapped;

/**
 * Derivatives given by hand for one example, for many: the rule is traced on placeholders when it is called, and batched. What it holds of the
 * function's own example is batched as the function was.
 */
final class BatchedRule {
    private final boolean[] isMany;
    private final List<Tensor> leaves;
    private final List<Tensor> batched;
    private final int extent;

    /**
     * @param isMany which of the rule's inputs have the examples along their first axis; its value has them
     * @param leaves placeholders that stand for one example in the function under the rule
     * @param batched what all examples have in their place
     * @param extent the number of examples
     */
    BatchedRule(boolean[] isMany, List<Tensor> leaves, List<Tensor> batched, int extent) {
        this.isMany = isMany;
        this.leaves = leaves;
        this.batched = batched;
        this.extent = extent;
    }

    /** Returns the rule of one example for all. */
    Rule of(Rule rule) {
        return switch (rule) {
            case Checkpoint checkpoint -> checkpoint.many(isMany, extent);
            case Rule.Forward forward -> forward(forward);
            case Rule.Reverse reverse -> reverse(reverse);
        };
    }

    private Rule.Forward forward(Rule.Forward rule) {
        return (x, y, xDots) -> {
            List<Mapped> arguments = arguments(x, y);
            for (int k = 0; k < isMany.length; k++) {
                Tensor xDot = xDots.get(k);
                if (xDot != null) {
                    arguments.add(new Mapped(xDot, isMany[k]));
                }
            }
            Function<List<Tensor>, List<Tensor>> jvp = one -> {
                List<@Nullable Tensor> tangents = new ArrayList<>(isMany.length);
                int next = isMany.length + 1;
                for (@Nullable Tensor xDot : xDots) {
                    tangents.add(xDot == null ? null : one.get(next++));
                }
                return List.of(rule.jvp(one.subList(0, isMany.length), one.get(isMany.length), tangents));
            };
            return Vmap.all(Vmap.map(jvp, arguments, leaves, batched, extent).getFirst(), extent);
        };
    }

    private Rule.Reverse reverse(Rule.Reverse rule) {
        return (x, y, yBar) -> {
            List<Mapped> arguments = arguments(x, y);
            arguments.add(new Mapped(yBar, true));
            boolean[] isZero = new boolean[isMany.length];
            Function<List<Tensor>, List<Tensor>> vjp = one -> {
                List<@Nullable Tensor> xBars =
                        rule.vjp(one.subList(0, isMany.length), one.get(isMany.length), one.getLast());
                List<Tensor> present = new ArrayList<>(isMany.length);
                for (int k = 0; k < isMany.length; k++) {
                    Tensor xBar = xBars.get(k);
                    isZero[k] = xBar == null;
                    if (xBar != null) {
                        present.add(xBar);
                    }
                }
                return present;
            };
            List<Mapped> present = Vmap.map(vjp, arguments, leaves, batched, extent);
            List<@Nullable Tensor> xBars = new ArrayList<>(isMany.length);
            int next = 0;
            for (int k = 0; k < isMany.length; k++) {
                if (isZero[k]) {
                    xBars.add(null);
                    continue;
                }
                Tensor xBar = Vmap.all(present.get(next++), extent);
                xBars.add(isMany[k] ? xBar : sumOfExamples(xBar));
            }
            return xBars;
        };
    }

    private List<Mapped> arguments(List<Tensor> x, Tensor y) {
        List<Mapped> arguments = new ArrayList<>(2 * isMany.length + 1);
        for (int k = 0; k < isMany.length; k++) {
            arguments.add(new Mapped(x.get(k), isMany[k]));
        }
        arguments.add(new Mapped(y, true));
        return arguments;
    }

    /** The cotangent of what serves all examples: the transpose of repeating it. */
    private static Tensor sumOfExamples(Tensor xBar) {
        return Primitives.reshape(
                Primitives.reduce(Op.Reduction.SUM, xBar, Indices.of(0)),
                xBar.shape().without(0));
    }
}
