package org.wengert.bench.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A file of GradBench: an object with named inputs, or a bare result. */
public final class JsonFile {
    private final JsonNode root;

    private JsonFile(JsonNode root) {
        this.root = root;
    }

    /** Reads a file. */
    public static JsonFile read(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
        return new JsonFile(new ObjectMapper().readTree(file));
    }

    /** Returns the field of a name. */
    public JsonFile get(String name) {
        return new JsonFile(root.required(name));
    }

    /** Returns the number that this is. */
    public double number() {
        return root.asDouble();
    }

    /** Returns the integer that this is. */
    public int integer() {
        return root.asInt();
    }

    /** Returns the numbers of a list, or of lists of lists one after another. */
    public double[] numbers() {
        return root.isArray()
                ? root.valueStream().flatMapToDouble(JsonFile::leaves).toArray()
                : new double[] {number()};
    }

    /** Returns the numbers of a list of lists. */
    public double[][] matrix() {
        return root.valueStream().map(row -> new JsonFile(row).numbers()).toArray(double[][]::new);
    }

    private static DoubleStream leaves(JsonNode node) {
        return node.isArray() ? node.valueStream().flatMapToDouble(JsonFile::leaves) : DoubleStream.of(node.asDouble());
    }
}
