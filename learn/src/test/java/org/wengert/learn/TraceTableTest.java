package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.learn.Golden.assertGolden;

import org.junit.jupiter.api.Test;

class TraceTableTest {
    /** Lines of this file are no part of what is tested. */
    private static String withoutLines(String text) {
        return text.replaceAll("TraceTest\\.java:\\d+", "TraceTest.java:0").replaceAll("\"line\": \\d+", "\"line\": 0");
    }

    @Test
    void theLessonsTable() {
        Trace t = TraceTest.trace("lesson", 2.0, 5.0);
        assertGolden("lesson.txt", withoutLines(t.toTable(View.USUAL.withDecimals(3))));
        assertThat(t.toString()).isEqualTo(t.toTable()).isEqualTo(t.toTable(View.USUAL));
    }

    @Test
    void theLessonsTableInMarkdown() {
        assertGolden(
                "lesson.md",
                withoutLines(TraceTest.trace("lesson", 2.0, 5.0)
                        .toMarkdown(View.USUAL.withDecimals(3).withInput(1))));
    }

    @Test
    void theWholeTraceInJson() {
        String json = withoutLines(TraceTest.trace("levels", 1.0, 2.0).toJson());
        assertGolden("levels.json", json.replaceAll("(\\d\\.\\d{10})\\d+", "$1"));
    }

    @Test
    void otherInputsAndOutputs() {
        Trace t = TraceTest.trace("statements", (Object) new double[] {3, 4});
        assertGolden(
                "statements.txt", withoutLines(t.toTable(View.USUAL.withInput(1).withOutput(1))));
    }

    @Test
    void aLongTraceSaysHowMuchItLeavesOut() {
        double[] x = new double[500];
        Trace t = TraceTest.trace("statements", (Object) x);
        String table = t.toTable();
        assertThat(table).contains("… 490 more inputs").contains("… 970 more steps");
        assertThat(table.lines().filter(line -> line.startsWith("  v"))).hasSize(40);
        assertThat(t.toTable(View.USUAL.all()).lines().filter(line -> line.startsWith("  v")))
                .hasSize(1500);
        assertThat(t.toTable(View.USUAL.all())).doesNotContain("more");
        assertThat(t.toTable(View.USUAL.withLimit(1500))).doesNotContain("more steps");
    }

    @Test
    void anAdjointOfManyTermsIsAbbreviated() {
        Trace t = TraceTest.trace("power", 2.0, 10);
        assertThat(t.toTable()).contains("512 then 1024 then … (10 terms) then 5120");
    }

    @Test
    void aConstantResultSaysSo() {
        assertThat(TraceTest.trace("nothing", 1.0).toTable()).contains("y = 3, whatever the inputs are");
    }
}
