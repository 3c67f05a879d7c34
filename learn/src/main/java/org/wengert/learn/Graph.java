package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The computation graph of a {@link Trace}: a node for each input, step and output, an edge for each use of a value.
 * Immutable.
 *
 * <p>Edges carry either the partial derivative ∂v/∂u of the step v by its operand u, or, {@link #withMessages}, what the two
 * sweeps send along them: forward u̇ · ∂v/∂u, reverse v̄ · ∂v/∂u. The messages that arrive at a node add up to its v̇ and v̄.
 */
public final class Graph {
    /** More nodes than this are no picture. */
    static final int MAXIMAL_DRAWN = 500;

    /** What a node stands for. */
    public enum Kind {
        /** A real number of the arguments. */
        INPUT,
        /** An elementary operation. */
        STEP,
        /** A real number of the result. */
        OUTPUT
    }

    /**
     * A node.
     *
     * @param kind what it stands for
     * @param label {@code v₃}, or the name of an input or output
     * @param formula what it is computed by; of an input its number in the trace, {@code v₋₁}
     * @param value its value
     * @param tangent v̇ with messages, else empty
     * @param adjoint v̄ with messages, else empty
     */
    public record Node(Kind kind, String label, String formula, String value, String tangent, String adjoint) {}

    /**
     * An edge.
     *
     * @param from index of the node whose value is used
     * @param to index of the node that uses it
     * @param partial ∂to/∂from, empty towards an output
     * @param forward the message of the forward sweep with messages, else empty
     * @param reverse the message of the reverse sweep with messages, else empty
     */
    public record Edge(int from, int to, String partial, String forward, String reverse) {}

    private final String title;
    private final List<Node> nodes;
    private final List<Edge> edges;
    private final Trace trace;
    private final @Nullable View messages;

    private Graph(String title, List<Node> nodes, List<Edge> edges, Trace trace, @Nullable View messages) {
        this.title = title;
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        this.trace = trace;
        this.messages = messages;
    }

    static Graph of(Trace trace) {
        return build(trace, View.USUAL, false);
    }

    /**
     * Returns this graph with the messages of both sweeps.
     *
     * @param view which input's tangents and which output's adjoints, and the decimals
     * @return the graph
     */
    public Graph withMessages(View view) {
        return build(trace, view, true);
    }

    /**
     * Returns this graph with other rounding.
     *
     * @param decimals how many decimals numbers have at most
     * @return the graph
     */
    public Graph withDecimals(int decimals) {
        View view = messages == null ? View.USUAL : messages;
        return build(trace, view.withDecimals(decimals), messages != null);
    }

    private static Graph build(Trace trace, View view, boolean withMessages) {
        double @Nullable [] tangents = withMessages && !trace.inputs().isEmpty() ? trace.tangents(view.input()) : null;
        Adjoints adjoints = withMessages && !trace.outputs().isEmpty() ? trace.adjoints(view.output()) : null;
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (Step v : trace.steps()) {
            int to = nodes.size();
            String dot = tangents == null ? "" : number(tangents[to], view);
            String bar = adjoints == null ? "" : number(adjoints.of(v), view);
            String value = number(v.value(), view);
            nodes.add(
                    v.isInput()
                            ? new Node(Kind.INPUT, v.operation().name(), v.label(), value, dot, bar)
                            : new Node(Kind.STEP, v.label(), formula(v, view), value, dot, bar));
            for (int k = 0; k < v.operands().size(); k++) {
                if (v.operands().get(k) instanceof Operand.Of u) {
                    int from = trace.index(u.step());
                    String forward = tangents == null ? "" : message(tangents[from], v, k, view);
                    String reverse = adjoints == null ? "" : message(adjoints.of(v), v, k, view);
                    edges.add(new Edge(from, to, number(v.partial(k), view), forward, reverse));
                }
            }
        }
        for (int i = 0; i < trace.outputs().size(); i++) {
            Trace.Output y = trace.outputs().get(i);
            int to = nodes.size();
            String dot = "";
            String bar = adjoints == null ? "" : i == view.output() ? "1" : "0";
            String formula = number(y.value(), view);
            if (y.origin() instanceof Operand.Of of) {
                int from = trace.index(of.step());
                dot = tangents == null ? "" : number(tangents[from], view);
                formula = of.step().label();
                edges.add(new Edge(from, to, "", dot, bar));
            }
            nodes.add(new Node(Kind.OUTPUT, y.name(), formula, number(y.value(), view), dot, bar));
        }
        return new Graph(trace.function(), nodes, edges, trace, withMessages ? view : null);
    }

    private static String message(double arriving, Step v, int operand, View view) {
        return v.vanishes(operand) || arriving == 0 ? "0" : number(arriving * v.partial(operand), view);
    }

    private static String number(double x, View view) {
        return Notation.number(x, view.decimals());
    }

    private static String formula(Step v, View view) {
        List<String> texts = new ArrayList<>();
        for (Operand operand : v.operands()) {
            texts.add(operand instanceof Operand.Constant c ? number(c.number(), view) : operand.text());
        }
        return v.operation().formula(texts);
    }

    /**
     * Returns the function that was traced.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Returns the nodes: inputs, steps, outputs.
     *
     * @return the nodes; edges name them by their index
     */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * Returns the edges, by the node they lead to.
     *
     * @return the edges
     */
    public List<Edge> edges() {
        return edges;
    }

    /** Returns whether edges carry messages instead of partial derivatives. */
    boolean hasMessages() {
        return messages != null;
    }

    /** Returns what the tangents are the derivatives of: {@code ∂v/∂x1}. */
    String forwardMeaning() {
        View view = messages == null ? View.USUAL : messages;
        return trace.inputs().isEmpty()
                ? ""
                : "∂v/∂" + trace.inputs().get(view.input()).operation().name();
    }

    /** Returns what the adjoints are the derivatives of: {@code ∂y/∂v}. */
    String reverseMeaning() {
        View view = messages == null ? View.USUAL : messages;
        return trace.outputs().isEmpty()
                ? ""
                : "∂" + trace.outputs().get(view.output()).name() + "/∂v";
    }

    /** Returns what an edge carries, as one line. */
    String label(Edge e) {
        if (!hasMessages()) {
            return e.partial;
        }
        String forward = e.forward.isEmpty() ? "" : "→ " + e.forward;
        String reverse = e.reverse.isEmpty() ? "" : "← " + e.reverse;
        return forward.isEmpty() || reverse.isEmpty() ? forward + reverse : forward + "  " + reverse;
    }

    /**
     * Returns the graph as text: each output, and below every node what it is computed from. A node that several use is
     * unfolded once.
     *
     * @return the drawing, for a fixed-width font
     */
    public String toText() {
        return new GraphText(this).text();
    }

    /**
     * Returns the graph in the language of Graphviz.
     *
     * @return the DOT text
     */
    public String toDot() {
        StringBuilder s = new StringBuilder("digraph {\n  rankdir=LR;\n  label=");
        s.append(Notation.quoted(title)).append(";\n");
        s.append("  node [shape=box, style=rounded, fontname=\"monospace\"];\n  edge [fontname=\"monospace\"];\n");
        for (int i = 0; i < nodes.size(); i++) {
            Node n = nodes.get(i);
            s.append("  n").append(i).append(" [label=");
            StringBuilder label = new StringBuilder();
            label.append(n.kind == Kind.INPUT ? n.formula + " = " + n.label : n.label + " = " + n.formula);
            label.append('\n').append(n.value);
            if (!n.tangent.isEmpty()) {
                label.append('\n').append("→ ").append(n.tangent);
            }
            if (!n.adjoint.isEmpty()) {
                label.append(n.tangent.isEmpty() ? '\n' : ' ').append("← ").append(n.adjoint);
            }
            s.append(Notation.quoted(label.toString()));
            s.append(
                    switch (n.kind) {
                        case INPUT -> ", shape=ellipse";
                        case STEP -> "";
                        case OUTPUT -> ", peripheries=2";
                    });
            s.append("];\n");
        }
        for (Edge e : edges) {
            s.append("  n").append(e.from).append(" -> n").append(e.to);
            String label = label(e);
            if (!label.isEmpty()) {
                s.append(" [label=").append(Notation.quoted(label)).append(']');
            }
            s.append(";\n");
        }
        return s.append("}\n").toString();
    }

    /**
     * Returns the graph as a picture: one self-contained SVG without scripts, for light and dark pages.
     *
     * @return the SVG text
     * @throws IllegalArgumentException if it has more than 500 nodes
     */
    public String toSvg() {
        if (nodes.size() > MAXIMAL_DRAWN) {
            throw new IllegalArgumentException(
                    "This graph has " + Notation.count(nodes.size()) + " nodes, too many for a picture.\n"
                            + "  Draw it at smaller arguments, or use toDot() and a tool for large graphs.");
        }
        return new GraphSvg(this).svg();
    }

    /** Returns {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }
}
