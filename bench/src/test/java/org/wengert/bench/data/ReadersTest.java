package org.wengert.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wengert.bench.BenchmarkFolder;
import org.wengert.bench.objective.BundleAdjustment;
import org.wengert.bench.objective.GaussianMixture;
import org.wengert.bench.objective.HandModel;

class ReadersTest {
    private final Path excerpt = BenchmarkFolder.excerpt();

    @Test
    void aMixtureHasItsSizesParametersAndPoints() {
        GaussianMixtureFile file = GaussianMixtureFile.read(excerpt.resolve("adbench/gmm/test.txt"));
        GaussianMixture mixture = file.mixture();
        assertThat(mixture.dimension()).isEqualTo(2);
        assertThat(mixture.components()).isEqualTo(3);
        assertThat(mixture.points()).isDeepEqualTo(new double[][] {{1.175171, 2.029160}});
        assertThat(mixture.gamma()).isEqualTo(1);
        assertThat(mixture.wishartM()).isZero();
        assertThat(file.parameters())
                .hasSize(18)
                .startsWith(-0.649014, 1.181166)
                .endsWith(0.166813, -1.965419, -1.270071);
    }

    @Test
    void aReplicatedAdjustmentCopiesItsObservation() {
        BundleAdjustment problem = BundleAdjustmentFile.readReplicated(excerpt.resolve("adbench/ba/test.txt"));
        assertThat(problem.cameraCount()).isEqualTo(2);
        assertThat(problem.pointCount()).isEqualTo(10);
        assertThat(problem.observationCount()).isEqualTo(10);
        double[] first = new double[BundleAdjustment.BLOCK];
        problem.gather(0, first);
        assertThat(first).startsWith(1.797201).endsWith(1.403869, 0.417022);
        for (int i = 0; i < 10; i++) {
            assertThat(problem.cameraOf(i)).isEqualTo(i % 2);
            assertThat(problem.pointOf(i)).isEqualTo(i);
            assertThat(problem.feature(i)).containsExactly(-525.672849, 161.811929);
            double[] block = new double[BundleAdjustment.BLOCK];
            problem.gather(i, block);
            assertThat(block).containsExactly(first);
        }
    }

    @Test
    void aFullAdjustmentHasACameraWithoutRotation() {
        BundleAdjustment problem = BundleAdjustmentFile.readFull(excerpt.resolve("own/bafull_n6_m25_p80.txt"));
        assertThat(problem.observationCount()).isEqualTo(80);
        double[] block = new double[BundleAdjustment.BLOCK];
        boolean seen = false;
        for (int i = 0; i < 80; i++) {
            problem.gather(i, block);
            boolean unrotated = block[0] == 0 && block[1] == 0 && block[2] == 0;
            assertThat(unrotated).isEqualTo(problem.cameraOf(i) == 2);
            seen |= unrotated;
        }
        assertThat(seen).isTrue();
    }

    @Test
    void aHandHasTheBonesAndVerticesOfItsModel() {
        Path path = BenchmarkFolder.all().resolve("adbench/hand/complicated_small/hand1_t26_c100.txt");
        assumeTrue(Files.exists(path), "needs the full benchmark data, which is not in " + BenchmarkFolder.all());
        HandFile file = HandFile.readComplicated(path);
        HandModel model = file.complicated().model();
        assertThat(model.boneCount()).isEqualTo(22);
        assertThat(model.vertices()).hasDimensions(544, 4);
        assertThat(model.parent(0)).isEqualTo(-1);
        assertThat(file.theta()).hasSize(HandModel.POSE);
        assertThat(file.coordinates()).hasSize(200);
        double[] total = new double[544];
        for (int bone = 0; bone < 22; bone++) {
            for (int v = 0; v < total.length; v++) {
                total[v] += model.weights(bone)[v];
            }
        }
        // The file's weights of a vertex are single-precision parts of 1.
        assertThat(Arrays.stream(total).min().orElseThrow()).isBetween(1 - 1e-6, 1.0 + 1e-6);
        assertThat(Arrays.stream(total).max().orElseThrow()).isBetween(1 - 1e-6, 1.0 + 1e-6);
    }

    @Test
    void aSequenceHasItsCharacters() {
        Path path = BenchmarkFolder.all().resolve("adbench/lstm/lstm_l2_c1024.txt");
        assumeTrue(Files.exists(path), "needs the full benchmark data, which is not in " + BenchmarkFolder.all());
        LstmFile file = LstmFile.read(path);
        assertThat(file.lstm().sequence()).hasDimensions(1024, 14);
        assertThat(file.lstm().initialState()).hasDimensions(4, 14);
        assertThat(file.parameters()).hasSize(file.lstm().parameterCount()).hasSize(266);
    }

    @Test
    void referencesAreNamedBlocks() {
        Reference reference = Reference.read(excerpt.resolve("ref/ba_test.ref.txt"));
        assertThat(reference.has("J_vals")).isTrue();
        assertThat(reference.get("J_vals")).hasSize(310);
        assertThat(reference.has("gradient")).isFalse();
        assertThatThrownBy(() -> reference.get("gradient"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no block 'gradient'");
    }

    @Test
    void aShortOrLongFileIsRefused(@TempDir Path folder) throws IOException {
        String text = Files.readString(excerpt.resolve("adbench/gmm/test.txt"));
        Path longer = Files.writeString(folder.resolve("longer.txt"), text + " 7");
        assertThatThrownBy(() -> GaussianMixtureFile.read(longer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("goes on with '7'");
        Path shorter = Files.writeString(folder.resolve("shorter.txt"), text.substring(0, 100));
        assertThatThrownBy(() -> GaussianMixtureFile.read(shorter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends before");
        Path words = Files.writeString(folder.resolve("words.txt"), text.replace("1.181166", "one"));
        assertThatThrownBy(() -> GaussianMixtureFile.read(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 'one'");
    }

    @Test
    void nestedListsOfJsonAreFlattenedInOrder(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("in.json"), "{\"a\": [[1, 2.5], [-3e-2, 4]], \"n\": 7, \"x\": 0.1}");
        JsonFile json = JsonFile.read(file);
        assertThat(json.get("a").numbers()).containsExactly(1, 2.5, -0.03, 4);
        assertThat(json.get("a").matrix()).isDeepEqualTo(new double[][] {{1, 2.5}, {-0.03, 4}});
        assertThat(json.get("n").integer()).isEqualTo(7);
        assertThat(json.get("x").number()).isEqualTo(0.1);
    }
}
