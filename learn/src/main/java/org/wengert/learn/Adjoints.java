package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * The reverse sweep over a {@link Trace}: v̄ = ∂y/∂v of one output y for every step v.
 *
 * <p>From the last step to the first, each step hands v̄ · ∂v/∂u to each of its operands u. An operand that is used more than
 * once gets a share from each use: gradients add at branches, and {@link #sums} keeps every sum on the way.
 */
public final class Adjoints {
    private final int first;
    private final List<List<Double>> sums;

    Adjoints(List<Step> steps, Operand output) {
        this.first = steps.isEmpty() ? 0 : steps.get(0).number();
        this.sums = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            sums.add(List.of());
        }
        if (output instanceof Operand.Of y) {
            add(y.step(), 1);
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step v = steps.get(i);
            if (sums.get(i).isEmpty()) {
                continue;
            }
            double vBar = of(v);
            for (int k = 0; k < v.operands().size(); k++) {
                if (v.operands().get(k) instanceof Operand.Of u && !v.vanishes(k)) {
                    add(u.step(), vBar * v.partial(k));
                }
            }
        }
    }

    private void add(Step u, double share) {
        int i = u.number() - first;
        List<Double> before = sums.get(i);
        if (before.isEmpty()) {
            sums.set(i, List.of(share));
        } else {
            if (before.size() == 1) {
                before = new ArrayList<>(before);
                sums.set(i, before);
            }
            before.add(before.getLast() + share);
        }
    }

    /**
     * Returns ∂y/∂v.
     *
     * @param v a step of the trace
     * @return its adjoint, 0 if y does not depend on it
     */
    public double of(Step v) {
        List<Double> history = sums.get(v.number() - first);
        return history.isEmpty() ? 0 : history.getLast();
    }

    /**
     * Returns the sums that v̄ went through, one for each use of v; the last is ∂y/∂v.
     *
     * @param v a step of the trace
     * @return the sums in the order of the sweep, none if y does not depend on v
     */
    public List<Double> sums(Step v) {
        return List.copyOf(sums.get(v.number() - first));
    }

    /** Returns whether y depends on v. */
    boolean reaches(Step v) {
        return !sums.get(v.number() - first).isEmpty();
    }
}
