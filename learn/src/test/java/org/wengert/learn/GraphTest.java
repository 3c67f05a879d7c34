package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.learn.Golden.assertGolden;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class GraphTest {
    private static final View THREE = View.USUAL.withDecimals(3);

    private static Graph lesson() {
        return TraceTest.trace("lesson", 2.0, 5.0).graph().withDecimals(3);
    }

    @Test
    void asText() {
        assertGolden(
                "graph.txt",
                lesson().toText() + "\n" + lesson().withMessages(THREE).toText());
    }

    @Test
    void asDot() {
        assertGolden(
                "graph.dot",
                lesson().toDot() + "\n" + lesson().withMessages(THREE).toDot());
    }

    @Test
    void messagesThatArriveAtANodeAddUp() {
        Graph g = TraceTest.trace("levels", 1.0, 2.0).graph().withMessages(View.USUAL.withDecimals(12));
        for (int i = 0; i < g.nodes().size(); i++) {
            double forward = 0;
            double reverse = 0;
            boolean isUsed = false;
            for (Graph.Edge e : g.edges()) {
                forward += e.to() == i ? number(e.forward()) : 0;
                reverse += e.from() == i ? number(e.reverse()) : 0;
                isUsed |= e.from() == i;
            }
            Graph.Node n = g.nodes().get(i);
            if (n.kind() != Graph.Kind.INPUT) {
                assertThat(Math.abs(number(n.tangent()) - forward))
                        .as(n.label())
                        .isLessThan(1e-10);
            }
            if (isUsed) {
                assertThat(Math.abs(number(n.adjoint()) - reverse))
                        .as(n.label())
                        .isLessThan(1e-10);
            }
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("−", "-"));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void thePictureIsAnSvgThatNeedsNothingElse() throws Exception {
        String svg = lesson().withMessages(THREE).toSvg();
        Element root = parsed(svg).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(svg)
                .doesNotContain("<script")
                .doesNotContain("href")
                .doesNotContain("url(")
                .contains("prefers-color-scheme: dark");
        List<String> texts = new ArrayList<>();
        NodeList found = root.getElementsByTagName("text");
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        assertThat(texts)
                .contains(
                        "x1",
                        "x2",
                        "v₅",
                        "v₄ − v₃",
                        "11.652",
                        "v̇ = 5.5",
                        "v̄ = 1.716",
                        "→ 0.5",
                        "← −0.284",
                        "← 2",
                        "y");
        assertThat(root.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Computation graph of TraceTest.lesson(x1, x2)");
    }

    @Test
    void theSameGraphIsTheSamePicture() {
        assertThat(lesson().toSvg()).isEqualTo(lesson().toSvg());
    }

    @Test
    void boxesDoNotOverlapAndStayInThePicture() throws Exception {
        for (Graph g : List.of(
                lesson(),
                lesson().withMessages(THREE),
                TraceTest.trace("statements", (Object) new double[12]).graph(),
                TraceTest.trace("power", 1.1, 20).graph())) {
            Element root = parsed(g.toSvg()).getDocumentElement();
            double width = Double.parseDouble(root.getAttribute("width"));
            double height = Double.parseDouble(root.getAttribute("height"));
            List<double[]> boxes = new ArrayList<>();
            NodeList rects = root.getElementsByTagName("rect");
            for (int i = 0; i < rects.getLength(); i++) {
                Element r = (Element) rects.item(i);
                if (r.getAttribute("class").startsWith("node")) {
                    boxes.add(new double[] {
                        Double.parseDouble(r.getAttribute("x")),
                        Double.parseDouble(r.getAttribute("y")),
                        Double.parseDouble(r.getAttribute("width")),
                        Double.parseDouble(r.getAttribute("height"))
                    });
                }
            }
            assertThat(boxes).hasSize(g.nodes().size());
            for (int i = 0; i < boxes.size(); i++) {
                double[] a = boxes.get(i);
                assertThat(a[0]).isBetween(0.0, width - a[2]);
                assertThat(a[1]).isBetween(0.0, height - a[3]);
                for (double[] b : boxes.subList(0, i)) {
                    boolean apart =
                            a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
                    assertThat(apart).isTrue();
                }
            }
        }
    }

    @Test
    void aGraphThatIsNoPictureAnyMoreSaysSo() {
        Graph g = TraceTest.trace("power", 1.1, 1000).graph();
        assertThatThrownBy(g::toSvg)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1,002 nodes")
                .hasMessageContaining("toDot()");
        assertThat(g.toText()).contains("… more below");
        assertThat(g.toDot().lines().filter(line -> line.contains("->"))).hasSize(2000);
    }

    @Test
    void textIsEscaped() throws Exception {
        Graph g = TraceTest.trace(
                        "tree",
                        new TraceTest.Pair(1, new double[] {1}, 1),
                        List.of(1.0, 2.0),
                        java.util.Map.of("b", 1.0, "<&>", 2.0),
                        new double[][] {{1}, {1}},
                        1,
                        1.0)
                .graph();
        assertThat(parsed(g.toSvg()).getDocumentElement().getTextContent()).contains("map[<&>]");
    }
}
