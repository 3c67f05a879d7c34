package org.wengert.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JustInTimeTest {
    private static final String IDLE = """
            Current compiles:

            C1 compile queue:
            Empty

            C2 compile queue:
            Empty
            """;

    @Test
    void emptyQueuesAreIdle() {
        assertThat(JustInTime.isBusy(IDLE)).isFalse();
    }

    @Test
    void aCompilationOrAWaitingMethodIsBusy() {
        String method = "C2 CompilerThread0  1269    4    Rosenbrock::objective (60 bytes)\n";
        assertThat(JustInTime.isBusy(IDLE.replace("compiles:\n", "compiles:\n" + method)))
                .isTrue();
        assertThat(JustInTime.isBusy("Current compiles:\n\nC2 compile queue:\n1270   4   Lstm::step (10 bytes)\n"))
                .isTrue();
    }

    @Test
    void theVirtualMachineTellsWhenItIsIdle() {
        JustInTime compilers = new JustInTime();
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (compilers.isBusy()) {
                Thread.onSpinWait();
            }
        });
    }
}
