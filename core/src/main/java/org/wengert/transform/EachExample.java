package org.wengert.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/** Java code called once for each example. */
record EachExample(ArrayFunction f, Shape shape, DType dtype, Indices batched, int extent) implements ArrayFunction {
    @Override
    public Storage apply(List<Storage> inputs, List<Shape> shapes) {
        List<Storage> arguments = new ArrayList<>(inputs);
        List<Shape> of = new ArrayList<>(shapes);
        for (int i = 0; i < batched.length(); i++) {
            of.set(batched.get(i), shapes.get(batched.get(i)).without(0));
        }
        Storage values = Storage.allocate(dtype, extent * shape.size());
        for (int e = 0; e < extent; e++) {
            for (int i = 0; i < batched.length(); i++) {
                int k = batched.get(i);
                int size = of.get(k).size();
                arguments.set(k, part(inputs.get(k), e * size, (e + 1) * size));
            }
            Storage value = f.apply(List.copyOf(arguments), List.copyOf(of));
            if (value.size() != shape.size() || value.dtype() != dtype) {
                throw new IllegalArgumentException("Java code was to give " + dtype + shape + ", that is "
                        + shape.size() + " elements, but gave " + value.size() + " of " + value.dtype()
                        + ". State the shape and the type that it gives.");
            }
            for (int j = 0; j < shape.size(); j++) {
                values.copy(e * shape.size() + j, value, j);
            }
        }
        return values;
    }

    private static Storage part(Storage s, int from, int to) {
        return switch (s) {
            case Storage.Doubles(double[] a) -> new Storage.Doubles(Arrays.copyOfRange(a, from, to));
            case Storage.Floats(float[] a) -> new Storage.Floats(Arrays.copyOfRange(a, from, to));
            case Storage.Longs(long[] a) -> new Storage.Longs(Arrays.copyOfRange(a, from, to));
            case Storage.Ints(int[] a) -> new Storage.Ints(Arrays.copyOfRange(a, from, to));
            case Storage.Booleans(boolean[] a) -> new Storage.Booleans(Arrays.copyOfRange(a, from, to));
        };
    }
}
