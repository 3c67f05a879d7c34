package org.wengert.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reference values by name: a text file of blocks, each a line "name count" and count lines of one number; # begins a comment. */
public final class Reference {
    private final Path file;
    private final Map<String, double[]> blocks;

    private Reference(Path file, Map<String, double[]> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    /** Reads a file. */
    public static Reference read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .filter(l -> !l.startsWith("#"))
                    .toList();
            Map<String, double[]> blocks = new HashMap<>();
            int at = 0;
            while (at < lines.size()) {
                String head = lines.get(at++);
                int space = head.indexOf(' ');
                double[] block = new double[Integer.parseInt(head.substring(space + 1))];
                for (int i = 0; i < block.length; i++) {
                    block[i] = Double.parseDouble(lines.get(at++));
                }
                blocks.put(head.substring(0, space), block);
            }
            return new Reference(file, blocks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(file + " is not a file of reference values.", e);
        }
    }

    /** Returns whether there is a block of a name. */
    public boolean has(String name) {
        return blocks.containsKey(name);
    }

    /** Returns the block of a name. */
    public double[] get(String name) {
        double[] block = blocks.get(name);
        if (block == null) {
            throw new IllegalArgumentException(file + " has no block '" + name + "'.");
        }
        return block.clone();
    }
}
