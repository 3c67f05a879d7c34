package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control-flow graph of a function at one moment: order, predecessors, dominators, loops. A snapshot; passes that
 * change blocks make a new one. Unreachable blocks are not in it.
 *
 * <p>Dominators by Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */
public final class Cfg {
    /** A natural loop. */
    public static final class Loop {
        /** The block every entry goes through. */
        public final Block header;
        /** The loop around this one, or null. */
        public @Nullable Loop parent;
        /** 1 for an outermost loop. */
        public int depth = 1;
        /** Everything in the loop, inner loops included, in reverse postorder. */
        public final List<Block> blocks = new ArrayList<>();
        /** Sources of the back edges. */
        public final List<Block> latches = new ArrayList<>(1);

        private final boolean[] member;

        Loop(Block header, int size) {
            this.header = header;
            this.member = new boolean[size];
        }

        /** Returns whether the block lies in this loop or in one inside it. */
        public boolean contains(Block b) {
            return b.id < member.length && member[b.id];
        }
    }

    /** The reachable blocks, each before its successors except along back edges. */
    public final List<Block> reversePostorder;

    private final int[] order;
    private final List<Block>[] predecessors;
    private final @Nullable Block[] immediateDominator;
    private final @Nullable Loop[] innermost;
    private final int[] domEnter;
    private final int[] domLeave;
    /** Found when first asked for. */
    private @Nullable List<Loop> loops;

    private boolean reducible = true;

    /** Takes the snapshot. */
    public Cfg(Function f) {
        int n = f.blockCount();
        order = new int[n];
        Arrays.fill(order, -1);
        reversePostorder = postorder(f, n);
        predecessors = newLists(n);
        for (int i = 0; i < reversePostorder.size(); i++) {
            order[reversePostorder.get(i).id] = i;
            predecessors[reversePostorder.get(i).id] = new ArrayList<>(2);
        }
        for (Block b : reversePostorder) {
            for (Edge e : b.successors()) {
                predecessors[e.target.id].add(b);
            }
        }
        immediateDominator = new Block[n];
        dominators(f.entry());
        domEnter = new int[n];
        domLeave = new int[n];
        numberDominatorTree(f.entry());
        innermost = new Loop[n];
    }

    @SuppressWarnings("unchecked")
    private static List<Block>[] newLists(int n) {
        return (List<Block>[]) new List<?>[n];
    }

    private static List<Block> postorder(Function f, int n) {
        List<Block> post = new ArrayList<>();
        boolean[] seen = new boolean[n];
        List<Block> path = new ArrayList<>();
        List<int[]> cursor = new ArrayList<>();
        path.add(f.entry());
        cursor.add(new int[] {0});
        seen[f.entry().id] = true;
        while (!path.isEmpty()) {
            Block b = path.get(path.size() - 1);
            int[] next = cursor.get(cursor.size() - 1);
            List<Edge> edges = b.successors();
            if (next[0] < edges.size()) {
                // The last successor first, so that the first one comes first in the reversed order.
                Block s = edges.get(edges.size() - 1 - next[0]++).target;
                if (!seen[s.id]) {
                    seen[s.id] = true;
                    path.add(s);
                    cursor.add(new int[] {0});
                }
            } else {
                post.add(b);
                path.remove(path.size() - 1);
                cursor.remove(cursor.size() - 1);
            }
        }
        List<Block> reversed = new ArrayList<>(post.size());
        for (int i = post.size() - 1; i >= 0; i--) {
            reversed.add(post.get(i));
        }
        return reversed;
    }

    private void dominators(Block entry) {
        immediateDominator[entry.id] = entry;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : reversePostorder) {
                if (b == entry) {
                    continue;
                }
                Block common = null;
                for (Block p : predecessors[b.id]) {
                    if (immediateDominator[p.id] != null) {
                        common = common == null ? p : intersect(p, common);
                    }
                }
                if (immediateDominator[b.id] != common) {
                    immediateDominator[b.id] = common;
                    changed = true;
                }
            }
        }
    }

    private Block intersect(Block a, Block b) {
        while (a != b) {
            while (order[a.id] > order[b.id]) {
                a = up(a);
            }
            while (order[b.id] > order[a.id]) {
                b = up(b);
            }
        }
        return a;
    }

    private Block up(Block b) {
        Block d = immediateDominator[b.id];
        if (d == null) {
            throw new AssertionError("a block without dominator (please report)");
        }
        return d;
    }

    private List<Block> @Nullable [] frontiers;

    /** Returns the dominance frontier: the blocks that {@code b} does not strictly dominate but has a predecessor of in what it dominates. */
    public List<Block> frontier(Block b) {
        List<Block>[] all = frontiers;
        if (all == null) {
            all = newLists(order.length);
            for (Block join : reversePostorder) {
                List<Block> sources = predecessors[join.id];
                if (sources.size() < 2) {
                    continue;
                }
                Block top = up(join);
                for (Block p : sources) {
                    for (Block x = p; x != top; x = up(x)) {
                        List<Block> frontier = all[x.id];
                        if (frontier == null) {
                            frontier = new ArrayList<>(2);
                            all[x.id] = frontier;
                        }
                        if (frontier.isEmpty() || frontier.get(frontier.size() - 1) != join) {
                            frontier.add(join);
                        }
                    }
                }
            }
            frontiers = all;
        }
        List<Block> frontier = all[b.id];
        return frontier == null ? List.of() : frontier;
    }

    private void numberDominatorTree(Block entry) {
        int n = order.length;
        List<Block>[] children = newLists(n);
        for (Block b : reversePostorder) {
            if (b != entry) {
                int d = up(b).id;
                if (children[d] == null) {
                    children[d] = new ArrayList<>(2);
                }
                children[d].add(b);
            }
        }
        int clock = 0;
        List<Block> path = new ArrayList<>();
        List<int[]> cursor = new ArrayList<>();
        path.add(entry);
        cursor.add(new int[] {0});
        domEnter[entry.id] = clock++;
        while (!path.isEmpty()) {
            Block b = path.get(path.size() - 1);
            int[] next = cursor.get(cursor.size() - 1);
            if (children[b.id] != null && next[0] < children[b.id].size()) {
                Block c = children[b.id].get(next[0]++);
                domEnter[c.id] = clock++;
                path.add(c);
                cursor.add(new int[] {0});
            } else {
                domLeave[b.id] = clock++;
                path.remove(path.size() - 1);
                cursor.remove(cursor.size() - 1);
            }
        }
    }

    /** Returns all loops, outer ones before inner ones. */
    public List<Loop> loops() {
        if (loops == null) {
            loops = findLoops(order.length);
        }
        return loops;
    }

    private List<Loop> findLoops(int n) {
        List<Loop> found = new ArrayList<>();
        // Headers in reverse postorder, so that an outer loop is found before the loops in it.
        for (Block header : reversePostorder) {
            Loop loop = null;
            for (Block p : predecessors[header.id]) {
                if (order[p.id] >= order[header.id]) {
                    if (!dominates(header, p)) {
                        reducible = false;
                        continue;
                    }
                    if (loop == null) {
                        loop = new Loop(header, n);
                        loop.member[header.id] = true;
                    }
                    loop.latches.add(p);
                }
            }
            if (loop == null) {
                continue;
            }
            List<Block> work = new ArrayList<>(loop.latches);
            while (!work.isEmpty()) {
                Block b = work.remove(work.size() - 1);
                if (!loop.member[b.id]) {
                    loop.member[b.id] = true;
                    work.addAll(predecessors[b.id]);
                }
            }
            loop.parent = innermost[header.id];
            loop.depth = loop.parent == null ? 1 : loop.parent.depth + 1;
            for (Block b : reversePostorder) {
                if (loop.member[b.id]) {
                    loop.blocks.add(b);
                    innermost[b.id] = loop;
                }
            }
            found.add(loop);
        }
        return found;
    }

    /** Returns the blocks an edge leads from to {@code b}, one entry for each edge. */
    public List<Block> predecessors(Block b) {
        return predecessors[b.id];
    }

    /** Returns whether the block can be reached from the entry. */
    public boolean isReachable(Block b) {
        return b.id < order.length && order[b.id] >= 0;
    }

    /** Returns the position of the block in {@link #reversePostorder}. */
    public int order(Block b) {
        return order[b.id];
    }

    /** Returns the closest other block that every path from the entry to {@code b} goes through; the entry's is itself. */
    public Block immediateDominator(Block b) {
        return up(b);
    }

    /** Returns whether every path from the entry to {@code b} goes through {@code a}. */
    public boolean dominates(Block a, Block b) {
        return domEnter[a.id] <= domEnter[b.id] && domLeave[b.id] <= domLeave[a.id];
    }

    /** Returns whether a value is there in a block: computed on every path to it, and not lost to the handler of its own exception. */
    public boolean isAvailable(Value v, Block b) {
        Block d = v.block();
        if (d == b) {
            return true;
        }
        if (!isReachable(d) || !dominates(d, b)) {
            return false;
        }
        if (d.handler() == null || d.body.isEmpty() || d.body.get(d.body.size() - 1) != v) {
            return true;
        }
        for (Edge e : d.terminator().edges) {
            if (dominates(e.target, b) && predecessors(e.target).size() == 1) {
                return true;
            }
        }
        return false;
    }

    /** Returns the innermost loop around the block, or null. */
    public @Nullable Loop loopOf(Block b) {
        loops();
        return innermost[b.id];
    }

    /** Returns how many loops are around the block. */
    public int depth(Block b) {
        Loop l = loopOf(b);
        return l == null ? 0 : l.depth;
    }

    /** Returns whether every cycle is entered through one header. What javac makes of Java always is. */
    public boolean isReducible() {
        loops();
        return reducible;
    }
}
