package org.wengert.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem's value and derivative, by hand and by Wengert, against the suite's references. */
class SuiteTest {
    /** Too large for a test; they add nothing but size to the others. */
    private static final Set<String> LARGE =
            Set.of("gmm/1k_d20_K50", "gmm/1k_d64_K50", "gmm/10k_d10_K25", "ba/ba5", "lstm/l4_c4096", "det/10");

    static Stream<String> problems() {
        return new Suite().problems().stream().map(Suite.Problem::name).filter(name -> !LARGE.contains(name));
    }

    static Stream<String> problemsWrittenByHand() {
        return problems().filter(name -> !name.matches("(det|ode|particle|saddle)/.*"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void valueAndDerivativeAgreeWithTheReferences(String name) {
        assertThat(load(name).error()).isLessThanOrEqualTo(Adbench.TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("problemsWrittenByHand")
    void theHandwrittenDerivativeAgreesWithTheReferences(String name) {
        Workload workload = load(name);
        assertThat(workload.errorByHand()).isLessThanOrEqualTo(Adbench.TOLERANCE);
        assertThat(workload.byHand()).isNotNull();
    }

    @Test
    void namesAreUnique() {
        assertThat(new Suite().problems().stream().map(Suite.Problem::name)).doesNotHaveDuplicates();
    }

    @Test
    void aNameSelectsItsProblemAloneThoughItBeginsOthers() {
        assertThat(new Suite().select("lse")).hasSize(1);
        assertThat(new Suite().select("gmm/1k_d2"))
                .extracting(Suite.Problem::name)
                .containsExactly("gmm/1k_d2_K5", "gmm/1k_d20_K50");
        assertThat(new Suite().select("gmm/1k_d2_K5"))
                .extracting(Suite.Problem::name)
                .containsExactly("gmm/1k_d2_K5");
        assertThat(new Suite().select("no such problem")).isEmpty();
    }

    private static Workload load(String name) {
        List<Suite.Problem> selected = new Suite().select(name);
        assertThat(selected).hasSize(1);
        Suite.Problem problem = selected.get(0);
        Path data = BenchmarkFolder.of(problem);
        String missing = problem.missing(data);
        assumeTrue(
                missing.isEmpty(),
                () -> name + " needs " + missing + ", which is in the full benchmark data only, and that is not in "
                        + BenchmarkFolder.all());
        return problem.load(data);
    }
}
