package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;

/** A {@link Graph} as a tree of lines, from the outputs down to the inputs. */
final class GraphText {
    private static final int MAXIMAL_LINES = 200;

    private final Graph graph;
    private final List<List<Graph.Edge>> into = new ArrayList<>();

    /** A line still to be written: a node, the edge it was reached by, and what stands before it. */
    private record Open(int node, String edge, String lead, String below) {}

    GraphText(Graph graph) {
        this.graph = graph;
        for (int i = 0; i < graph.nodes().size(); i++) {
            into.add(new ArrayList<>());
        }
        for (Graph.Edge e : graph.edges()) {
            into.get(e.to()).add(e);
        }
    }

    String text() {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        boolean[] unfolded = new boolean[graph.nodes().size()];
        List<Open> open = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            if (graph.nodes().get(i).kind() == Graph.Kind.OUTPUT) {
                open.add(new Open(i, "", "", ""));
            }
        }
        int omitted = 0;
        while (!open.isEmpty()) {
            Open at = open.removeLast();
            Graph.Node n = graph.nodes().get(at.node);
            if (left.size() >= MAXIMAL_LINES) {
                omitted++;
                continue;
            }
            boolean again = unfolded[at.node] && !into.get(at.node).isEmpty();
            unfolded[at.node] = true;
            String name =
                    n.kind() == Graph.Kind.INPUT ? n.formula() + " = " + n.label() : n.label() + " = " + n.formula();
            left.add(at.lead + name + " = " + n.value() + (again ? "  (unfolded above)" : ""));
            right.add(remark(n, at.edge));
            if (!again) {
                List<Graph.Edge> operands = into.get(at.node);
                for (int k = operands.size() - 1; k >= 0; k--) {
                    boolean isLast = k == operands.size() - 1;
                    open.add(new Open(
                            operands.get(k).from(),
                            graph.label(operands.get(k)),
                            at.below + (isLast ? "└─ " : "├─ "),
                            at.below + (isLast ? "   " : "│  ")));
                }
            }
        }
        int width = 0;
        for (String line : left) {
            width = Math.max(width, Notation.width(line));
        }
        StringBuilder s = new StringBuilder(graph.title()).append("\n\n");
        for (int i = 0; i < left.size(); i++) {
            s.append(("  " + Notation.pad(left.get(i), width) + "   " + right.get(i)).stripTrailing())
                    .append('\n');
        }
        if (omitted > 0) {
            s.append("  … more below\n");
        }
        return s.toString();
    }

    private String remark(Graph.Node n, String edge) {
        if (!graph.hasMessages()) {
            return edge.isEmpty() ? "" : "∂ = " + edge;
        }
        return "v\u0307 = " + n.tangent() + "  v\u0304 = " + n.adjoint() + (edge.isEmpty() ? "" : "   edge: " + edge);
    }
}
