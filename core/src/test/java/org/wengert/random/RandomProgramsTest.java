package org.wengert.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random programs keep the laws of differentiation, every one of them: a refusal, a crash or a deviation is a failure, printed with
 * its seed and its smallest source.
 *
 * <p>{@code -Dwengert.random.programs=N} and {@code -Dwengert.random.seed=S} choose how many and from which seed on.
 */
class RandomProgramsTest {
    private static final int PROGRAMS = Integer.getInteger("wengert.random.programs", 500);
    private static final long SEED = Long.getLong("wengert.random.seed", 1);
    private static final int BATCH = 50;
    /** More failures than these say nothing new. */
    private static final int SHOWN = 3;

    @Test
    void randomProgramsKeepTheLaws() {
        ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
        Map<Laws.Outcome, AtomicInteger> outcomes = new ConcurrentHashMap<>();
        IntStream.iterate(0, first -> first < PROGRAMS, first -> first + BATCH)
                .parallel()
                .forEach(first -> {
                    List<Program> batch = LongStream.range(first, Math.min(PROGRAMS, first + BATCH))
                            .mapToObj(i -> Generator.program(SEED + i))
                            .toList();
                    Compilation compilation = Compilation.required(batch);
                    for (Program program : batch) {
                        try {
                            Laws.Outcome outcome = Laws.check(program, compilation);
                            outcomes.computeIfAbsent(outcome, _ -> new AtomicInteger())
                                    .incrementAndGet();
                        } catch (Laws.Broken broken) {
                            failures.add(new Failure(program, broken));
                        }
                    }
                });
        if (!failures.isEmpty()) {
            throw new AssertionError(report(new ArrayList<>(failures)));
        }
        // Most programs must be smooth where they stand, else the differences would have checked nothing.
        if (PROGRAMS >= 300) {
            assertThat(outcomes.get(Laws.Outcome.SMOOTH).get()).isGreaterThan(PROGRAMS / 3);
            assertThat(outcomes).containsKeys(Laws.Outcome.SMOOTH, Laws.Outcome.ROUGH, Laws.Outcome.THROWS);
        }
        AtomicInteger tooLarge = outcomes.getOrDefault(Laws.Outcome.TOO_LARGE, new AtomicInteger());
        assertThat(tooLarge.get()).isLessThanOrEqualTo(PROGRAMS / 200);
    }

    private record Failure(Program program, Laws.Broken broken) {}

    private static String report(List<Failure> failures) {
        failures.sort((a, b) -> Long.compare(a.program().size(), b.program().size()));
        Map<String, Integer> counts = new java.util.TreeMap<>();
        failures.forEach(failure -> counts.merge(failure.broken().law, 1, Integer::sum));
        StringBuilder report = new StringBuilder();
        report.append(failures.size()).append(" of ").append(PROGRAMS).append(" programs break a law: ");
        report.append(counts).append('\n');
        List<String> shown = new ArrayList<>();
        for (Failure failure : failures) {
            if (shown.size() < SHOWN && !shown.contains(failure.broken().law)) {
                shown.add(failure.broken().law);
                describe(failure, report);
            }
        }
        return report.toString();
    }

    private static void describe(Failure failure, StringBuilder report) {
        Program program = failure.program();
        Optional<String> law = Optional.of(failure.broken().law);
        Program smallest = Shrinker.shrink(
                program, candidate -> Shrinker.brokenLaw(candidate).equals(law));
        report.append("\n-Dwengert.random.seed=").append(program.seed()).append(" -Dwengert.random.programs=1\n");
        report.append("at x = ").append(Arrays.toString(program.x())).append('\n');
        report.append(failure.broken().getMessage()).append('\n');
        for (Throwable cause = failure.broken().getCause(); cause != null; cause = cause.getCause()) {
            report.append("  ").append(cause).append('\n');
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(6, frames.length); i++) {
                report.append("    at ").append(frames[i]).append('\n');
            }
        }
        report.append(smallest.source());
    }
}
