package org.wengert;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.Tensor;

/**
 * A tree taken apart: its tensors in order, and the rest. A tree is a tensor, or a record, list, map, array or optional of trees and of
 * whatever else.
 *
 * @param <A> type of the tree
 */
final class TensorTree<A> {
    private final String root;
    private final List<Tensor> leaves;
    private final TreeStructure structure;

    TensorTree(String root, List<Tensor> leaves, TreeStructure structure) {
        this.root = root;
        this.leaves = leaves;
        this.structure = structure;
    }

    /** Takes a tree apart. */
    static <A> TensorTree<A> of(A tree) {
        return of(tree, TreeStructure.root(tree));
    }

    /** Takes a tree apart that messages call by a name. */
    static <A> TensorTree<A> of(A tree, String root) {
        List<Tensor> leaves = new ArrayList<>();
        TreeStructure structure = TreeStructure.of(tree, leaves);
        return new TensorTree<>(root, leaves, structure);
    }

    /** Returns the tensors in order. */
    List<Tensor> leaves() {
        return leaves;
    }

    TreeStructure structure() {
        return structure;
    }

    /** Returns the tree with other tensors. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the same structure of the same classes; null where the tree is null
    A with(List<Tensor> others) {
        return (A) structure.with(others);
    }

    /** Returns where a tensor stands, for messages. */
    String path(int leaf) {
        return structure.path(root, leaf);
    }

    /**
     * Returns the tensors of another tree, in the order of this one's.
     *
     * @throws IllegalArgumentException if it has not the structure of this one
     */
    List<Tensor> leavesOf(@Nullable Object other) {
        List<Tensor> found = new ArrayList<>(leaves.size());
        structure.collect(root, leaves, other, found);
        return found;
    }

    /**
     * Returns the tensors of a tree of tangents or cotangents, in the order of this one's.
     *
     * @throws IllegalArgumentException if it has not the structure of this one, or a tensor of real numbers has another shape or type
     */
    List<Tensor> vectorsOf(@Nullable Object other, String what) {
        List<Tensor> found = leavesOf(other);
        for (int i = 0; i < found.size(); i++) {
            Tensor x = leaves.get(i);
            Tensor v = found.get(i);
            if (x.dtype().isFloating() && (!x.shape().equals(v.shape()) || x.dtype() != v.dtype())) {
                throw new IllegalArgumentException("A "
                        + what
                        + " is like what it belongs to, but at "
                        + path(i)
                        + " that is "
                        + TreeStructure.describe(x)
                        + " and the "
                        + what
                        + " "
                        + TreeStructure.describe(v)
                        + ".");
            }
        }
        return found;
    }
}
