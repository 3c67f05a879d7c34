package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Tensors.grad;
import static org.wengert.Tensors.jvp;
import static org.wengert.Tensors.leaves;
import static org.wengert.Tensors.mapLeaves;
import static org.wengert.Tensors.mapReals;
import static org.wengert.Tensors.stopGradient;
import static org.wengert.Tensors.vmap;
import static org.wengert.Tensors.withLeaves;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wengert.Tensors.Pair;
import org.wengert.tensor.DType;
import org.wengert.tensor.Tensor;

/** Trees of tensors: taken apart, put together, compared; what is no tensor stays as it is. */
class TensorTreesTest {
    enum Kind {
        HIDDEN,
        OUTPUT
    }

    sealed interface Layer permits Dense, Scale {
        Tensor apply(Tensor x);
    }

    record Dense(Tensor weight, Tensor bias, UnaryOperator<Tensor> activation, Kind kind) implements Layer {
        @Override
        public Tensor apply(Tensor x) {
            return activation.apply(x.mul(weight).add(bias));
        }
    }

    private record Scale(Tensor by, int[] notes) implements Layer {
        private Scale {} // private, and nobody minds

        @Override
        public Tensor apply(Tensor x) {
            return x.mul(by);
        }
    }

    record Model<T>(
            List<Layer> layers,
            Map<String, Tensor> state,
            Optional<Tensor> maybe,
            Tensor[] array,
            T any,
            Tensor indices,
            Tensor mask,
            String name,
            double rate,
            Tensor nothing) {
        Tensor loss() {
            Tensor y = Tensor.vector(1, 2);
            for (Layer l : layers) {
                y = l.apply(y);
            }
            for (Tensor s : state.values()) {
                y = y.add(s.square());
            }
            return y.sum().add(array[0].mul(array[1]).sum()).mul(rate);
        }
    }

    private static Model<Pair<Tensor, String>> model() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("z", Tensor.vector(1, 1));
        state.put("a", Tensor.vector(2, 0));
        return new Model<>(
                List.of(
                        new Dense(Tensor.vector(1, 2), Tensor.vector(3, 4), Tensor::sin, Kind.HIDDEN),
                        new Scale(Tensor.of(0.5), new int[] {1, 2})),
                state,
                Optional.of(Tensor.vector(7)),
                new Tensor[] {Tensor.vector(1, 2), Tensor.vector(3, 4)},
                new Pair<>(Tensor.vector(9), "any"),
                Tensor.of(new int[] {0, 1}),
                Tensor.of(new boolean[] {true}),
                "model",
                2.0,
                null);
    }

    @Test
    void leavesComeInTheOrderOfComponentsAndElements() {
        assertThat(leaves(model()).stream().map(t -> t.dtype().toString() + t.shape()))
                .containsExactly(
                        "float64[2]",
                        "float64[2]",
                        "float64[]",
                        "float64[2]",
                        "float64[2]",
                        "float64[1]",
                        "float64[2]",
                        "float64[2]",
                        "float64[1]",
                        "int32[2]",
                        "bool[1]");
    }

    @Test
    void theGradientIsATreeOfTheSameStructureAndConstants() {
        Model<Pair<Tensor, String>> x = model();
        Model<Pair<Tensor, String>> bar =
                grad((Model<Pair<Tensor, String>> m) -> m.loss()).apply(x);
        assertThat(bar.name).isEqualTo("model");
        assertThat(bar.rate).isEqualTo(2.0);
        assertThat(bar.nothing).isNull();
        Dense dense = (Dense) bar.layers.getFirst();
        assertThat(dense.kind).isEqualTo(Kind.HIDDEN);
        assertThat(dense.activation).isSameAs(((Dense) x.layers.getFirst()).activation);
        // y = sin(x·w + b)·s: ∂(2·y)/∂w = 2·s·cos(x·w + b)·x
        assertThat(dense.weight.toDoubleArray())
                .containsExactly(new double[] {Math.cos(4), 2 * Math.cos(8)}, within(1e-14));
        assertThat(dense.bias.toDoubleArray()).containsExactly(new double[] {Math.cos(4), Math.cos(8)}, within(1e-14));
        assertThat(((Scale) bar.layers.get(1)).by.item()).isCloseTo(2 * (Math.sin(4) + Math.sin(8)), within(1e-14));
        assertThat(((Scale) bar.layers.get(1)).notes).isSameAs(((Scale) x.layers.get(1)).notes);
        assertThat(bar.state.keySet()).containsExactly("z", "a");
        assertThat(bar.state.get("a").toDoubleArray()).containsExactly(8, 0);
        assertThat(bar.maybe.orElseThrow().toDoubleArray()).containsExactly(0);
        assertThat(bar.array[0].toDoubleArray()).containsExactly(6, 8);
        assertThat(bar.any.second()).isEqualTo("any");
    }

    @Test
    void wholeNumbersAndTruthValuesAreCarriedOver() {
        Model<Pair<Tensor, String>> x = model();
        Model<Pair<Tensor, String>> bar =
                grad((Model<Pair<Tensor, String>> m) -> m.loss()).apply(x);
        assertThat(bar.indices).isSameAs(x.indices);
        assertThat(bar.mask).isSameAs(x.mask);
        Model<Pair<Tensor, String>> step = mapReals(x, bar, (w, g) -> w.sub(g.mul(0.1)));
        assertThat(step.indices).isSameAs(x.indices);
        assertThat(step.array[0].toDoubleArray()).containsExactly(1 - 0.6000000000000001, 2 - 0.8);
        assertThat(mapReals(x, Tensor::neg).indices).isSameAs(x.indices);
        assertThat(mapReals(x, x, x, Tensor::fma).mask).isSameAs(x.mask);
    }

    @Test
    void aFunctionIsAppliedToAllLeaves() {
        Model<Pair<Tensor, String>> cast = mapLeaves(model(), t -> t.to(DType.FLOAT32));
        assertThat(leaves(cast)).allMatch(t -> t.dtype() == DType.FLOAT32);
        List<Tensor> pairs = mapLeaves(List.of(Tensor.of(2.0)), List.of(Tensor.of(3.0)), Tensor::mul);
        assertThat(pairs.getFirst().item()).isEqualTo(6);
        List<Tensor> triples =
                mapLeaves(List.of(Tensor.of(2.0)), List.of(Tensor.of(3.0)), List.of(Tensor.of(4.0)), Tensor::fma);
        assertThat(triples.getFirst().item()).isEqualTo(10);
    }

    @Test
    void leavesCanBeReplaced() {
        Model<Pair<Tensor, String>> x = model();
        Model<Pair<Tensor, String>> same = withLeaves(x, leaves(x));
        assertThat(leaves(same)).containsExactlyElementsOf(leaves(x));
        assertThatThrownBy(() -> withLeaves(x, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The tree has 11 tensors, but 0 are given to stand in their place.
                          Give as many, in the order of leaves(tree).""");
    }

    @Test
    void listsAndMapsStayOfTheirKind() {
        assertThat(kindAfter(new ArrayList<>(List.of(Tensor.of(1.0))))).isEqualTo(ArrayList.class);
        assertThat(kindAfter(new LinkedList<>(List.of(Tensor.of(1.0))))).isEqualTo(LinkedList.class);
        assertThat(kindAfter(new TreeMap<>(Map.of("k", Tensor.of(1.0))))).isEqualTo(TreeMap.class);
        assertThat(kindAfter(new EnumMap<>(Map.of(Kind.OUTPUT, Tensor.of(1.0)))))
                .isEqualTo(EnumMap.class);
        List<Tensor> fixed = mapLeaves(List.of(Tensor.of(1.0)), Tensor::neg);
        assertThatThrownBy(() -> fixed.add(Tensor.of(1.0))).isInstanceOf(UnsupportedOperationException.class);
        Map<String, Tensor> fixedMap = mapLeaves(Map.of("k", Tensor.of(1.0)), Tensor::neg);
        assertThatThrownBy(fixedMap::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(mapLeaves(new Tensor[][] {{Tensor.of(1.0)}}, Tensor::neg)[0][0].item())
                .isEqualTo(-1);
    }

    private static Class<?> kindAfter(Object tree) {
        return mapLeaves(tree, Tensor::neg).getClass();
    }

    @Test
    void mapsWithTheSameKeysInAnotherOrderGoTogether() {
        Map<String, Tensor> other = new LinkedHashMap<>();
        other.put("b", Tensor.of(20.0));
        other.put("a", Tensor.of(10.0));
        Map<String, Tensor> first = new TreeMap<>(Map.of("a", Tensor.of(1.0), "b", Tensor.of(2.0)));
        Map<String, Tensor> sum = mapLeaves(first, other, Tensor::add);
        assertThat(sum.get("a").item()).isEqualTo(11);
        assertThat(sum.get("b").item()).isEqualTo(22);
    }

    @Test
    void whatHoldsNoTensorIsTheVerySameAfterwards() {
        List<String> names = new ArrayList<>(List.of("x"));
        Pair<List<String>, Tensor> moved = mapLeaves(new Pair<>(names, Tensor.of(1.0)), Tensor::neg);
        assertThat(moved.first()).isSameAs(names);
    }

    @Test
    void theFirstDifferenceIsNamedByItsPath() {
        Model<Pair<Tensor, String>> x = model();
        List<Layer> layers = new ArrayList<>(x.layers);
        layers.set(1, new Dense(Tensor.of(1.0), Tensor.of(1.0), t -> t, Kind.OUTPUT));
        assertThatThrownBy(() -> mapLeaves(x, with(x, layers, x.state), Tensor::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The trees differ at model.layers[1]: a Scale but a Dense
                          Give a tree of the same structure, for example one made by mapLeaves(tree, function).""");
        assertThatThrownBy(() -> mapLeaves(x, with(x, List.of(), x.state), Tensor::add))
                .hasMessageStartingWith(
                        "The trees differ at model.layers: a list of length 2 but a list of length 0\n");
        assertThatThrownBy(() -> mapLeaves(x, with(x, x.layers, Map.of("z", Tensor.of(1.0))), Tensor::add))
                .hasMessageStartingWith(
                        "The trees differ at model.state: a map with the keys [z, a] but a map with the keys [z]\n");
        Map<String, Tensor> wrong = new LinkedHashMap<>(x.state);
        wrong.put("a", null);
        assertThatThrownBy(() -> mapLeaves(x, with(x, x.layers, wrong), Tensor::add))
                .hasMessageStartingWith("The trees differ at model.state[\"a\"]: float64[2] but null\n");
    }

    private static <T> Model<T> with(Model<T> m, List<Layer> layers, Map<String, Tensor> state) {
        return new Model<>(layers, state, m.maybe, m.array, m.any, m.indices, m.mask, m.name, m.rate, m.nothing);
    }

    @Test
    void aTangentHasTheShapesAndTypesOfItsPoint() {
        Pair<Tensor, Tensor> x = new Pair<>(Tensor.vector(1, 2), Tensor.vector(3));
        assertThatThrownBy(() -> jvp(p -> p.first().sum(), x, new Pair<>(Tensor.vector(1, 2), Tensor.vector(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pair.second")
                .hasMessageContaining("float64[1]")
                .hasMessageContaining("float64[2]");
    }

    record Checked(Tensor matrix) {
        Checked {
            if (matrix.rank() != 2) {
                throw new IllegalArgumentException("not a matrix: " + matrix.shape());
            }
        }
    }

    record Normalised(Tensor direction) {
        Normalised {
            direction = direction.div(direction.norm());
        }
    }

    record Copied(List<Tensor> parts) {
        Copied {
            parts = List.copyOf(parts);
        }
    }

    @Test
    void aConstructorMayCopyItsListsButNotChangeItsTensors() {
        Copied x = new Copied(new ArrayList<>(List.of(Tensor.of(3.0))));
        assertThat(grad((Copied c) -> c.parts.getFirst().square())
                        .apply(x)
                        .parts
                        .getFirst()
                        .item())
                .isEqualTo(6);
        assertThatThrownBy(() -> stopGradient(new Normalised(Tensor.vector(3, 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        A org.wengert.door.TensorTreesTest$Normalised cannot be made of other tensors, because its constructor changes the component direction.
                          Keep computations out of the constructor, for example in a static method that calls it, or pass the tensors themselves.""");
        assertThatThrownBy(() -> vmap((Checked c) -> c.matrix.sum()).apply(new Checked(Tensor.ones(2, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Checked cannot be made of other tensors, because its constructor rejects them")
                .hasMessageContaining("not a matrix: [3]");
    }

    static final class Ordinary {
        final List<Tensor> kept = List.of(Tensor.of(1.0));
    }

    @Test
    void tensorsThatCannotBeReachedAreRefused() {
        assertThatThrownBy(() -> leaves(new Pair<>(Tensor.of(1.0), new Ordinary())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The tensors in an object of org.wengert.door.TensorTreesTest$Ordinary cannot be reached: it is not a tensor, a record, a list, a map, an array or an optional.
                          Make it a record, or let the function capture it if its tensors are constants.""");
        assertThatThrownBy(() -> leaves(List.of(Set.of(Tensor.of(1.0)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Make it a list.");
        assertThat(leaves(List.of(Set.of("x"), Tensor.of(1.0)))).hasSize(1);
    }

    @Test
    void aTensorThatStandsTwiceIsTwoVariables() {
        Tensor w = Tensor.of(3.0);
        Pair<Tensor, Tensor> bar = grad((Pair<Tensor, Tensor> p) ->
                        p.first().mul(p.second()).mul(p.second()))
                .apply(new Pair<>(w, w));
        assertThat(bar.first().item()).isEqualTo(9);
        assertThat(bar.second().item()).isEqualTo(18);
    }
}
