package org.wengert.transform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.wengert.tensor.DType;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/** What other systems compute of one function at one point; read from reference.txt, which tensor_reference.py has written. */
final class Reference {
    private static final String FILE = "reference.txt";

    /**
     * Elements that are to come out.
     *
     * @param dtype their type
     * @param shape their shape
     * @param values the elements in row-major order
     */
    record Numbers(DType dtype, Shape shape, double[] values) {
        /** Returns the elements as a tensor, rounded to their type. */
        Tensor tensor() {
            Storage storage = Storage.allocate(dtype, values.length);
            for (int i = 0; i < values.length; i++) {
                storage.set(i, values[i]);
            }
            return Primitives.data(storage, shape);
        }
    }

    final String name;
    final List<Numbers> inputs = new ArrayList<>();
    final List<Numbers> tangents = new ArrayList<>();
    final List<Numbers> vjp = new ArrayList<>();
    final List<Numbers> hvp = new ArrayList<>();
    private final List<Numbers> outputs = new ArrayList<>();

    private Reference(String name) {
        this.name = name;
    }

    /** f(x). */
    Numbers value() {
        return outputs.get(0);
    }

    /** J v. */
    Numbers jvp() {
        return outputs.get(1);
    }

    /** w. */
    Numbers cotangent() {
        return outputs.get(2);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads all of them. */
    static List<Reference> all() {
        List<Reference> all = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Reference.class.getResourceAsStream(FILE)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "#" -> {}
                    case "case" -> all.add(new Reference(words[1]));
                    default -> all.getLast().add(words);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private void add(String[] words) {
        List<Numbers> kind = switch (words[0]) {
            case "in" -> inputs;
            case "tangent" -> tangents;
            case "out", "jvp", "cotangent" -> outputs;
            case "vjp" -> vjp;
            case "hvp" -> hvp;
            default -> throw new AssertionError(words[0]);
        };
        DType dtype = DType.valueOf(words[1].toUpperCase(Locale.ROOT));
        Shape shape = words[2].equals("-")
                ? Shape.of()
                : Shape.of(Arrays.stream(words[2].split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        double[] values = Arrays.stream(words, 3, words.length)
                .mapToDouble(Double::parseDouble)
                .toArray();
        kind.add(new Numbers(dtype, shape, values));
    }
}
