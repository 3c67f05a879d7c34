package org.wengert.program.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TapeTest {
    @Test
    void aTapeIsUsedAgainAndKeepsItsArrays() {
        Tape first = Tape.acquire();
        first.d = Tape.reserve(first.d, 0, 1000, first);
        double[] stack = first.d;
        first.dp = 17;
        first.release();
        Tape second = Tape.acquire();
        assertThat(second).isSameAs(first);
        assertThat(second.d).isSameAs(stack);
        assertThat(second.dp).isZero();
        second.release();
    }

    @Test
    void aCallWithinACallHasATapeOfItsOwn() {
        Tape outer = Tape.acquire();
        Tape inner = Tape.acquire();
        assertThat(inner).isNotSameAs(outer);
        inner.release();
        Tape again = Tape.acquire();
        assertThat(again).isSameAs(inner);
        again.release();
        outer.release();
    }

    @Test
    void threadsDoNotShareTapes() throws InterruptedException {
        Tape mine = Tape.acquire();
        mine.release();
        Tape[] theirs = new Tape[1];
        Thread t = new Thread(() -> {
            theirs[0] = Tape.acquire();
            theirs[0].release();
        });
        t.start();
        t.join();
        assertThat(theirs[0]).isNotSameAs(mine);
    }

    @Test
    void growingKeepsWhatIsThereAndAtLeastDoubles() {
        Tape t = Tape.acquire();
        for (int k = 0; k < 100_000; k++) {
            int before = t.i.length;
            t.i = Tape.reserve(t.i, k, 1, t);
            if (t.i.length != before) {
                assertThat(t.i.length).isGreaterThanOrEqualTo(2 * before);
            }
            t.i[k] = k;
        }
        for (int k = 0; k < 100_000; k++) {
            assertThat(t.i[k]).isEqualTo(k);
        }
        t.release();
    }

    @Test
    void everyTypeHasItsStack() {
        Tape t = Tape.acquire().level(2);
        t.d = Tape.reserve(t.d, 0, 70, t);
        t.f = Tape.reserve(t.f, 0, 70, t);
        t.i = Tape.reserve(t.i, 0, 70, t);
        t.j = Tape.reserve(t.j, 0, 70, t);
        t.a = Tape.reserve(t.a, 0, 70, t);
        assertThat(t.d.length).isGreaterThanOrEqualTo(70);
        assertThat(t.f.length).isGreaterThanOrEqualTo(70);
        assertThat(t.i.length).isGreaterThanOrEqualTo(70);
        assertThat(t.j.length).isGreaterThanOrEqualTo(70);
        assertThat(t.a.length).isGreaterThanOrEqualTo(70);
    }

    @Test
    void levelsAreSeparateAndStay() {
        Tape t = Tape.acquire();
        assertThat(t.level(0)).isSameAs(t);
        Tape second = t.level(2);
        assertThat(t.level(1)).isNotSameAs(second).isNotSameAs(t);
        assertThat(t.level(5)).isNotSameAs(second);
        assertThat(t.level(2)).isSameAs(second);
        second.dp = 3;
        t.release();
        assertThat(second.dp).isZero();
    }

    @Test
    void nothingLeaksThroughAReleasedTape() {
        Tape t = Tape.acquire().results(3);
        Object kept = new Object();
        for (Tape level : new Tape[] {t, t.level(1)}) {
            level.a = Tape.reserve(level.a, 0, 100, level);
            level.a[0] = kept;
            level.a[99] = kept;
        }
        t.ra[2] = kept;
        // Popped: the top is low again, but the references are still in the array.
        t.ap = 0;
        t.release();
        assertThat(t.a).containsOnlyNulls();
        assertThat(t.level(1).a).containsOnlyNulls();
        assertThat(t.ra).containsOnlyNulls();
    }

    @Test
    void thereIsRoomForAllResults() {
        Tape t = Tape.acquire();
        assertThat(t.results(5)).isSameAs(t);
        double[] room = t.rd;
        assertThat(room).hasSizeGreaterThanOrEqualTo(5);
        assertThat(t.results(4).rd).isSameAs(room);
        assertThat(t.results(9).rd).hasSizeGreaterThanOrEqualTo(9);
        t.release();
    }
}
