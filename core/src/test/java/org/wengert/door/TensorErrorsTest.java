package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wengert.Tensors.UNMAPPED;
import static org.wengert.Tensors.compile;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.gradAll;
import static org.wengert.Tensors.jacrev;
import static org.wengert.Tensors.leaves;
import static org.wengert.Tensors.map;
import static org.wengert.Tensors.valueAndGrad;
import static org.wengert.Tensors.vjp;
import static org.wengert.Tensors.vmap;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wengert.Tensors.Pair;
import org.wengert.tensor.DType;
import org.wengert.tensor.Tensor;

/** What is refused, in which words: what was asked and why not, where, and what to type instead. */
class TensorErrorsTest {
    private static final Tensor X = Tensor.vector(1, 2, 3);

    record Data(Tensor images, Tensor labels) {}

    private static int line;

    private static Tensor built(Tensor x) {
        return here(x).square();
    }

    /** Remembers the line that this is called from. */
    private static Tensor here(Tensor x) {
        line = new Throwable().getStackTrace()[1].getLineNumber();
        return x;
    }

    private static void refused(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).isEqualTo(text.replace("LINE", Integer.toString(line))));
    }

    @Test
    void aGradientNeedsOneNumber() {
        refused(() -> grad(TensorErrorsTest::built).apply(X), """
                grad needs a function whose value is one number, but its value has shape [3].
                  built at TensorErrorsTest.java:LINE
                  Reduce it, for example with y.sum(), or ask for jacrev(f).""");
        refused(() -> valueAndGrad(x -> here(x).argmax()).apply(X), """
                valueAndGrad needs a function whose value is one real number, but its value is int64[].
                  built at TensorErrorsTest.java:LINE
                  Cast what it is computed from, for example with x.to(FLOAT64): whole numbers and truth values do not vary.""");
        assertThat(grad(x -> built(x).sum().reshape(1, 1)).apply(X).item(0)).isEqualTo(2);
    }

    @Test
    void aDerivativeNeedsRealNumbersToGoBy() {
        Tensor labels = Tensor.of(new int[] {1, 2});
        refused(() -> grad((Tensor x) -> x.sum()).apply(labels), """
                grad differentiates by the real numbers of the argument, but it holds none: the tensor is int32[2].
                  Cast it first, for example with x.to(FLOAT64), or differentiate by another argument.""");
        refused(() -> grad((Data d) -> d.images.sum()).apply(new Data(labels, labels)), """
                grad differentiates by the real numbers of the argument, but it holds none: data.images is int32[2], and so on.
                  Cast it first, for example with x.to(FLOAT64), or differentiate by another argument.""");
        refused(() -> vjp((String s) -> X, "no tensor"), """
                vjp differentiates by the real numbers of the argument, but it holds no tensor.
                  Cast it first, for example with x.to(FLOAT64), or differentiate by another argument.""");
        refused(() -> gradAll((Tensor a, Tensor b) -> a.mul(b).sum()).apply(X, labels), """
                gradAll differentiates by the real numbers of the argument, but it holds none: the tensor is int32[2].
                  Cast it first, for example with x.to(FLOAT64), or differentiate by another argument.""");
        refused(
                () -> grad((Tensor x) -> x.sum()).apply(null),
                "grad needs a point, but the argument is null. Give a tensor, or a tree of tensors.");
        refused(() -> jacrev((Tensor x) -> x.argmax()).apply(X), """
                jacrev needs a function whose value is made of real numbers, but it is not.
                  Cast what it is computed from, for example with x.to(FLOAT64): whole numbers and truth values do not vary.""");
    }

    @Test
    void aFunctionHasAValue() {
        refused(
                () -> grad((Tensor x) -> null).apply(X),
                "The function has returned null, which has no derivative. Return a tensor, or a tree of tensors.");
    }

    @Test
    void examplesLieAlongAnAxisThatIsThere() {
        Data data = new Data(Tensor.zeros(5, 2), Tensor.zeros(4));
        refused(() -> vmap((Data d) -> d.images.sum()).apply(data), """
                vmap needs the same number of examples everywhere, but there are 5 in data.images [5, 2] and 4 along axis 0 of data.labels [4].
                  Give another axis, or UNMAPPED for an argument that all examples share.""");
        refused(() -> vmap((Data d) -> d.images.sum(), 1, 0).apply(data), """
                vmap takes its examples from axis 1, but data.labels is float64[4].
                  Give an axis that is there, or UNMAPPED for an argument that all examples share.""");
        refused(() -> vmap((x, y) -> x.mul(y), UNMAPPED, UNMAPPED, 0).apply(X, X), """
                vmap needs an argument with an axis of examples, but there is none.
                  Give one of the arguments an axis, for example 0, or call the function itself.""");
        refused(() -> vmap(x -> x.mul(2), 0, 1).apply(X), """
                vmap lays its results along axis 1, but of one example the tensor is float64[].
                  Give an axis from 0 to its rank.""");
    }

    @Test
    void whatFailsWhenItIsComputedNamesItsLine() {
        Tensor places = Tensor.of(new long[] {7});
        UnaryOperator<Tensor> taking = x -> here(x).take(places, 0).sum();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> grad((Tensor x) -> taking.apply(x)).apply(X),
                () -> vjp((Tensor x) -> taking.apply(x), X),
                () -> compile((Tensor x) -> taking.apply(x)).apply(X))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("There is no index 7 along an axis of extent 3")
                    .hasMessageContaining("built at TensorErrorsTest.java:" + line);
        }
    }

    @Test
    void exceptionsOfCalledCodeStayAsTheyAre() {
        IllegalArgumentException own = new IllegalArgumentException("own");
        Tensor y = map(X, v -> {
            if (v > 2) {
                throw own;
            }
            return v;
        });
        assertThatThrownBy(y::toDoubleArray).isSameAs(own);
    }

    private static final String MODULE = "module closed { requires org.wengert; %s }";

    private static final String RECORD = """
            package closed;
            import org.wengert.tensor.Tensor;
            public class Maker implements java.util.function.Supplier<Object> {
                %s record Layer(Tensor weight) {}
                public Object get() { return new Layer(Tensor.vector(1, 2)); }
            }
            """;

    /** Makes an object of a record class in a module of its own. */
    private static Object layer(Path folder, String module, String access) throws Exception {
        Path classes = Path.of(
                Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path info = Files.writeString(folder.resolve("module-info.java"), MODULE.formatted(module));
        Path maker = Files.writeString(folder.resolve("Maker.java"), RECORD.formatted(access));
        Path out = Files.createDirectories(folder.resolve("out"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-p",
                                classes.toString(),
                                "-d",
                                out.toString(),
                                info.toString(),
                                maker.toString()))
                .isZero();
        ModuleFinder finder = ModuleFinder.of(out, classes);
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("closed"));
        ClassLoader loader = ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader())
                .findLoader("closed");
        Object supplier =
                loader.loadClass("closed.Maker").getDeclaredConstructor().newInstance();
        Class<?> tensors = loader.loadClass("org.wengert.Tensors");
        return tensors.getMethod("leaves", Object.class)
                .invoke(null, ((java.util.function.Supplier<?>) supplier).get());
    }

    @Test
    void recordsOfModulesAreReachedOrRefused(@TempDir Path folder) throws Exception {
        assertThat((List<?>) layer(folder, "exports closed;", "public")).hasSize(1);
        assertThat((List<?>) layer(folder, "exports closed; opens closed to org.wengert;", "private"))
                .hasSize(1);
        assertThatThrownBy(() -> layer(folder, "exports closed;", "private"))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The tensors of a closed.Maker$Layer cannot be reached, because its module does not let Wengert in: ")
                .hasMessageEndingWith("\n  Add to its module-info: opens closed to org.wengert;");
    }

    @Test
    void messagesNameTypesOfNumbers() {
        Function<Pair<Tensor, Tensor>, Tensor> f = p -> p.first().sum();
        Pair<Tensor, Tensor> x = new Pair<>(X.to(DType.FLOAT32), X);
        refused(
                () -> org.wengert.Tensors.jvp(f, x, new Pair<>(X, X)),
                "A tangent is like what it belongs to, but at pair.first that is float32[3] and the tangent float64[3].");
        assertThat(leaves(x)).hasSize(2);
    }
}
