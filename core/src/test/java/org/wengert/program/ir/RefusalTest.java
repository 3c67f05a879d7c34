package org.wengert.program.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
    private static Position at(String method, int line) {
        return new Position("org.acme.Model", method, "Model.java", line, null);
    }

    @Test
    void theCallsAroundArePutInFront() {
        Position inlined = at("inner", 3).calledFrom(at("middle", 7));
        UnsupportedOperationException e = Refusal.at(inlined, "This cannot be.", "Do that.");
        e = Refusal.through(e, at("outer", 9));
        e = Refusal.through(e, new Position("org.acme.Model", "lambda", null, -1, null));
        e = Refusal.through(e, Position.NONE);
        assertThat(e).hasMessage("""
                This cannot be.
                  at Model.inner(Model.java:3)
                  reached from Model.outer(Model.java:9) → Model.middle(Model.java:7)
                  Do that.""");
    }

    @Test
    void aLongChainKeepsItsEnds() {
        UnsupportedOperationException e = Refusal.at(at("f0", 0), "This cannot be.", "Do that.");
        for (int i = 1; i < 30; i++) {
            e = Refusal.through(e, at("f" + i, i));
        }
        assertThat(e).hasMessage("""
                This cannot be.
                  at Model.f0(Model.java:0)
                  reached from Model.f29(Model.java:29) → Model.f28(Model.java:28) → Model.f27(Model.java:27)\
                 → Model.f26(Model.java:26) → … → Model.f4(Model.java:4) → Model.f3(Model.java:3)\
                 → Model.f2(Model.java:2) → Model.f1(Model.java:1)
                  Do that.""");
    }
}
