package org.wengert.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** A {@link Graph} as SVG, placed by ELK's layered algorithm (Sugiyama's method): from the inputs to the outputs. */
final class GraphSvg {
    /** Advance of a character of the fixed-width fonts named below, in em. */
    private static final double ADVANCE = 0.602;

    private static final double LARGE = 15;
    private static final double SMALL = 12;
    private static final double LEADING = 1.4;
    private static final double MARGIN = 14;
    /** Pictures wider than this do not fit a page. */
    private static final double WIDE = 1400;

    private static final String STYLE = """
          .wengert { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
          .wengert .paper { fill: #ffffff; }
          .wengert .node { fill: #f6f8fa; stroke: #8c959f; stroke-width: 1.25; }
          .wengert .input { fill: #ddf4ff; stroke: #218bff; }
          .wengert .output { fill: #dafbe1; stroke: #2da44e; }
          .wengert .edge { fill: none; stroke: #8c959f; stroke-width: 1.25; }
          .wengert .head { fill: #8c959f; }
          .wengert .name { fill: #1f2328; font-size: 15px; font-weight: 600; }
          .wengert .formula { fill: #59636e; font-size: 12px; }
          .wengert .value { fill: #1f2328; font-size: 12px; }
          .wengert .partial { fill: #59636e; font-size: 12px; }
          .wengert .forward { fill: #0550ae; font-size: 12px; }
          .wengert .reverse { fill: #a40e26; font-size: 12px; }
          .wengert .caption { fill: #59636e; font-size: 12px; }
          @media (prefers-color-scheme: dark) {
            .wengert .paper { fill: #0d1117; }
            .wengert .node { fill: #161b22; stroke: #6e7681; }
            .wengert .input { fill: #0c2d6b; stroke: #388bfd; }
            .wengert .output { fill: #033a16; stroke: #3fb950; }
            .wengert .edge { stroke: #6e7681; }
            .wengert .head { fill: #6e7681; }
            .wengert .name, .wengert .value { fill: #f0f6fc; }
            .wengert .formula, .wengert .partial, .wengert .caption { fill: #9198a1; }
            .wengert .forward { fill: #79c0ff; }
            .wengert .reverse { fill: #ff9492; }
          }
        """;

    private final Graph graph;
    private final StringBuilder s = new StringBuilder();
    private boolean isDown;

    /** A line of text with its class. */
    private record Line(String text, String style) {
        double size() {
            return style.equals("name") ? LARGE : SMALL;
        }

        double width() {
            return Notation.width(text) * ADVANCE * size();
        }
    }

    GraphSvg(Graph graph) {
        this.graph = graph;
    }

    String svg() {
        Placed right = placed(Direction.RIGHT);
        // A deep graph is read down the page.
        boolean isDeep = right.root.getWidth() > WIDE && right.root.getWidth() > 2 * right.root.getHeight();
        isDown = isDeep;
        draw(isDeep ? placed(Direction.DOWN) : right);
        return s.toString();
    }

    /** A graph with its places. */
    private record Placed(ElkNode root, List<ElkNode> boxes, List<ElkEdge> edges) {}

    private Placed placed(Direction direction) {
        ElkNode root = ElkGraphUtil.createGraph();
        List<ElkNode> boxes = new ArrayList<>();
        for (Graph.Node n : graph.nodes()) {
            ElkNode box = ElkGraphUtil.createNode(root);
            List<Line> lines = lines(n);
            double round = n.kind() == Graph.Kind.STEP ? 0 : 10;
            box.setDimensions(Math.max(56, width(lines) + 24 + round), height(lines) + 14);
            if (n.kind() != Graph.Kind.STEP) {
                box.setProperty(
                        LayeredOptions.LAYERING_LAYER_CONSTRAINT,
                        n.kind() == Graph.Kind.INPUT ? LayerConstraint.FIRST : LayerConstraint.LAST);
            }
            boxes.add(box);
        }
        List<ElkEdge> edges = new ArrayList<>();
        for (Graph.Edge e : graph.edges()) {
            ElkEdge edge = ElkGraphUtil.createSimpleEdge(boxes.get(e.from()), boxes.get(e.to()));
            List<Line> texts = lines(e);
            if (!texts.isEmpty()) {
                ElkLabel label = ElkGraphUtil.createLabel(texts.getFirst().text, edge);
                label.setDimensions(width(texts) + 6, height(texts));
                label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            }
            edges.add(edge);
        }
        layout(root, direction);
        return new Placed(root, boxes, edges);
    }

    private static void layout(ElkNode root, Direction direction) {
        synchronized (GraphSvg.class) { // ELK registers its algorithms in one place for the whole JVM
            LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
        }
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(LayeredOptions.DIRECTION, direction);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.SPLINES);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(MARGIN));
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, 22.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 14.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 34.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0);
        root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
        root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_CROSSING_COUNTER_NODE_INFLUENCE, 0.1);
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    }

    private List<Line> lines(Graph.Node n) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(n.label(), "name"));
        lines.add(new Line(n.kind() == Graph.Kind.OUTPUT ? "= " + n.formula() : n.formula(), "formula"));
        lines.add(new Line(n.value(), "value"));
        if (!n.tangent().isEmpty()) {
            lines.add(new Line("v\u0307 = " + n.tangent(), "forward"));
        }
        if (!n.adjoint().isEmpty()) {
            lines.add(new Line("v\u0304 = " + n.adjoint(), "reverse"));
        }
        return lines;
    }

    private List<Line> lines(Graph.Edge e) {
        List<Line> lines = new ArrayList<>();
        if (!graph.hasMessages()) {
            if (!e.partial().isEmpty()) {
                lines.add(new Line(e.partial(), "partial"));
            }
            return lines;
        }
        if (!e.forward().isEmpty()) {
            lines.add(new Line(forward() + e.forward(), "forward"));
        }
        if (!e.reverse().isEmpty()) {
            lines.add(new Line(reverse() + e.reverse(), "reverse"));
        }
        return lines;
    }

    private String forward() {
        return isDown ? "↓ " : "→ ";
    }

    private String reverse() {
        return isDown ? "↑ " : "← ";
    }

    private static double width(List<Line> lines) {
        double width = 0;
        for (Line line : lines) {
            width = Math.max(width, line.width());
        }
        return width;
    }

    private static double height(List<Line> lines) {
        double height = 0;
        for (Line line : lines) {
            height += line.size() * LEADING;
        }
        return height;
    }

    private void draw(Placed placed) {
        ElkNode root = placed.root;
        List<ElkEdge> edges = placed.edges;
        List<ElkNode> boxes = placed.boxes;
        List<Line> caption = caption();
        double width = Math.max(root.getWidth(), width(caption) + 2 * MARGIN);
        double height = root.getHeight() + height(caption) + MARGIN;
        s.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"wengert\" role=\"img\" width=\"")
                .append(px(width))
                .append("\" height=\"")
                .append(px(height))
                .append("\" viewBox=\"0 0 ")
                .append(px(width))
                .append(' ')
                .append(px(height))
                .append("\">\n");
        s.append("  <title>")
                .append(escaped("Computation graph of " + graph.title()))
                .append("</title>\n");
        s.append("  <style>\n").append(STYLE).append("  </style>\n");
        s.append("  <rect class=\"paper\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n");
        for (ElkEdge edge : edges) {
            edge(edge);
        }
        for (int i = 0; i < edges.size(); i++) {
            for (ElkLabel label : edges.get(i).getLabels()) {
                List<Line> lines = lines(graph.edges().get(i));
                s.append("  <rect class=\"paper\" x=\"")
                        .append(px(label.getX()))
                        .append("\" y=\"")
                        .append(px(label.getY()))
                        .append("\" width=\"")
                        .append(px(label.getWidth()))
                        .append("\" height=\"")
                        .append(px(label.getHeight()))
                        .append("\" rx=\"4\"/>\n");
                text(lines, label.getX() + label.getWidth() / 2, label.getY(), "middle");
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            node(graph.nodes().get(i), boxes.get(i));
        }
        text(caption, MARGIN, root.getHeight(), "start");
        s.append("</svg>\n");
    }

    private List<Line> caption() {
        List<Line> lines = new ArrayList<>();
        if (graph.hasMessages()) {
            lines.add(new Line(
                    forward() + "forward: v\u0307 = " + graph.forwardMeaning() + ", on an edge u\u0307·∂v/∂u",
                    "forward"));
            lines.add(new Line(
                    reverse() + "reverse: v\u0304 = " + graph.reverseMeaning() + ", on an edge v\u0304·∂v/∂u",
                    "reverse"));
        } else {
            lines.add(new Line("on an edge from u to v: ∂v/∂u", "caption"));
        }
        return lines;
    }

    private void node(Graph.Node n, ElkNode box) {
        String kind = switch (n.kind()) {
            case INPUT -> "node input";
            case STEP -> "node";
            case OUTPUT -> "node output";
        };
        double round = n.kind() == Graph.Kind.STEP ? 6 : Math.min(22, box.getHeight() / 2);
        s.append("  <rect class=\"")
                .append(kind)
                .append("\" x=\"")
                .append(px(box.getX()))
                .append("\" y=\"")
                .append(px(box.getY()))
                .append("\" width=\"")
                .append(px(box.getWidth()))
                .append("\" height=\"")
                .append(px(box.getHeight()))
                .append("\" rx=\"")
                .append(px(round))
                .append("\"/>\n");
        text(lines(n), box.getX() + box.getWidth() / 2, box.getY() + 7, "middle");
    }

    private void text(List<Line> lines, double x, double top, String anchor) {
        double y = top;
        for (Line line : lines) {
            y += line.size() * LEADING;
            s.append("  <text class=\"")
                    .append(line.style)
                    .append("\" x=\"")
                    .append(px(x))
                    .append("\" y=\"")
                    .append(px(y - 0.36 * line.size()))
                    .append("\" text-anchor=\"")
                    .append(anchor)
                    .append("\">")
                    .append(escaped(line.text))
                    .append("</text>\n");
        }
    }

    /** Draws an edge; the bend points of a spline are the control points of its Bézier curves. */
    private void edge(ElkEdge edge) {
        for (ElkEdgeSection section : edge.getSections()) {
            List<double[]> points = new ArrayList<>();
            points.add(new double[] {section.getStartX(), section.getStartY()});
            for (ElkBendPoint bend : section.getBendPoints()) {
                points.add(new double[] {bend.getX(), bend.getY()});
            }
            double[] end = {section.getEndX(), section.getEndY()};
            double[] before = points.getLast();
            double length = Math.hypot(end[0] - before[0], end[1] - before[1]);
            double dx = length == 0 ? 1 : (end[0] - before[0]) / length;
            double dy = length == 0 ? 0 : (end[1] - before[1]) / length;
            double[] neck = {end[0] - 7 * dx, end[1] - 7 * dy}; // the line ends inside its arrow head
            points.add(neck);
            s.append("  <path class=\"edge\" d=\"M").append(point(points.get(0)));
            int i = 1;
            while (points.size() - i >= 3) {
                s.append(" C").append(point(points.get(i)));
                s.append(' ').append(point(points.get(i + 1)));
                s.append(' ').append(point(points.get(i + 2)));
                i += 3;
            }
            if (points.size() - i == 2) {
                s.append(" Q").append(point(points.get(i))).append(' ').append(point(points.get(i + 1)));
            } else if (points.size() - i == 1) {
                s.append(" L").append(point(points.get(i)));
            }
            s.append("\"/>\n  <path class=\"head\" d=\"M").append(point(end));
            s.append(" L").append(point(new double[] {end[0] - 8 * dx - 3.5 * dy, end[1] - 8 * dy + 3.5 * dx}));
            s.append(" L").append(point(new double[] {end[0] - 8 * dx + 3.5 * dy, end[1] - 8 * dy - 3.5 * dx}));
            s.append(" Z\"/>\n");
        }
    }

    private static String point(double[] p) {
        return px(p[0]) + " " + px(p[1]);
    }

    /** Returns a length with one decimal, as short as it can be. */
    private static String px(double x) {
        String text = String.format(Locale.ROOT, "%.1f", x);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
