package org.wengert.transform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Op;
import org.wengert.tensor.Tensor;

/** The nodes between some inputs and some outputs. */
final class Region {
    private final Graph graph;
    private final List<Tensor> border = new ArrayList<>();

    /**
     * @param outputs the outputs
     * @param inputs the inputs
     */
    Region(List<Tensor> outputs, List<Tensor> inputs) {
        int floor = Integer.MAX_VALUE;
        for (Tensor x : inputs) {
            floor = Math.min(floor, x.depth());
        }
        int least = floor;
        Set<Tensor> ends = new HashSet<>(inputs);
        Graph all = Graph.of(outputs, t -> t.depth() <= least || ends.contains(t));
        boolean[] depends = new boolean[all.size()];
        boolean[] isBorder = new boolean[all.size()];
        for (int i = 0; i < depends.length; i++) {
            int[] in = all.inputs(i);
            depends[i] = ends.contains(all.node(i));
            for (int k : in) {
                depends[i] |= depends[k];
            }
            for (int k : in) {
                isBorder[k] |= depends[i] && !depends[k];
            }
        }
        for (int r : all.roots()) {
            isBorder[r] |= !depends[r];
        }
        for (int i = 0; i < isBorder.length; i++) {
            if (isBorder[i] && !isFree(all.node(i))) {
                border.add(all.node(i));
                ends.add(all.node(i));
            }
        }
        graph = Graph.of(outputs, ends::contains);
    }

    /** Tells whether a node costs nothing to have. */
    private static boolean isFree(Tensor t) {
        return t.op() instanceof Op.Fill || t.op() instanceof Op.Iota;
    }

    Graph graph() {
        return graph;
    }

    /** Returns the nodes outside from which, with the inputs, the outputs are computed. */
    List<Tensor> border() {
        return border;
    }
}
