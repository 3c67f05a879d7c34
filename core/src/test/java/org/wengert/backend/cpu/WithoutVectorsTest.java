package org.wengert.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wengert.backend.RandomGraphs;
import org.wengert.tensor.Graph;
import org.wengert.tensor.Program;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** A JVM that has no module of vectors computes all the same, to the same bits where vectors have as many lanes as are assumed there. */
class WithoutVectorsTest {
    @Test
    void aPlainJvmGivesTheSameBits() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(Computation.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        boolean isAlike = Warmth.FLOAT_LANES == 16 && Warmth.DOUBLE_LANES == 8;
        assertThat(output.strip())
                .isEqualTo("false " + (isAlike ? hash() : output.strip().substring(6)));
    }

    private static int hash() {
        int hash = 0;
        for (int seed = 2000; seed < 2030; seed++) {
            Graph graph = Graph.of(RandomGraphs.of(seed));
            Program.Extract extract = Program.of(graph, graph.roots());
            List<Storage> values = new CpuBackend()
                    .plan(extract.program())
                    .run(extract.parameters().stream().map(Tensor::storage).toList());
            for (Storage value : values) {
                for (int i = 0; i < value.size(); i++) {
                    hash = 31 * hash + Double.hashCode(value.getDouble(i));
                }
            }
        }
        return hash;
    }

    /** Says whether there are vectors, and what it has computed. */
    static final class Computation {
        private Computation() {}

        public static void main(String[] arguments) {
            System.out.println(Warmth.HAS_VECTORS + " " + hash());
        }
    }
}
