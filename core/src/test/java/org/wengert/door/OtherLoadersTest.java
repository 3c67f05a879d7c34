package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wengert.Mode;
import org.wengert.ScalarField;

/** Objects of classes that the loader of the differentiated function does not know, as those of plug-ins. */
class OtherLoadersTest {
    private static final String SOURCE = """
            public class Plugin implements java.util.function.DoubleUnaryOperator {
                private final double[] scale = {2, 3};
                private Helper[] helpers = {new Helper()};
                public double applyAsDouble(double x) {
                    helpers[0].last = x * scale[0];
                    return helpers[0].last * x * Helper.sine(x);
                }
            }
            class Helper {
                double last;
                static double sine(double x) { return Math.sin(x); }
            }
            """;

    private static double sum(List<DoubleUnaryOperator> functions, double x) {
        double sum = 0;
        for (DoubleUnaryOperator f : functions) {
            sum += f.applyAsDouble(x);
        }
        return sum;
    }

    @Test
    void objectsOfPluginsAreFollowed(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Plugin.java"), SOURCE);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString()))
                .isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            DoubleUnaryOperator plugin = (DoubleUnaryOperator)
                    loader.loadClass("Plugin").getDeclaredConstructor().newInstance();
            List<DoubleUnaryOperator> functions = List.of(plugin);
            ScalarField one = x -> plugin.applyAsDouble(x[0]);
            ScalarField listed = x -> sum(functions, x[0]);
            double x = 0.75; // of 2 x² sin x
            double first = 4 * x * Math.sin(x) + 2 * x * x * Math.cos(x);
            double second = 4 * Math.sin(x) + 8 * x * Math.cos(x) - 2 * x * x * Math.sin(x);
            for (ScalarField f : List.of(one, listed)) {
                for (Mode mode : Mode.values()) {
                    assertThat(grad(f, by(mode)).apply(new double[] {x})[0]).isEqualTo(first, within(1e-14));
                }
                assertThat(hessian(f).apply(new double[] {x})[0][0]).isEqualTo(second, within(1e-14));
            }
        }
    }
}
