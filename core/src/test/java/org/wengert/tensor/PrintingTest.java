package org.wengert.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code printing.txt}, which NumPy wrote by {@code printing.py}. */
class PrintingTest {
    record Case(Tensor tensor, String text) {
        @Override
        public String toString() {
            return tensor.dtype().toString() + tensor.shape();
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream file = PrintingTest.class.getResourceAsStream("printing.txt")) {
            Iterator<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .iterator();
            while (lines.hasNext()) {
                String[] head = lines.next().split(" ");
                Shape shape = Shape.of(
                        Arrays.stream(head).skip(2).mapToInt(Integer::parseInt).toArray());
                Storage elements =
                        elements(DType.valueOf(head[1].toUpperCase(Locale.ROOT)), shape.size(), lines.next());
                StringBuilder text = new StringBuilder();
                for (String line = lines.next(); !line.equals("end"); line = lines.next()) {
                    text.append(text.isEmpty() ? "" : "\n").append(line);
                }
                cases.add(new Case(Primitives.data(elements, shape), text.toString()));
            }
        }
        return cases;
    }

    private static Storage elements(DType dtype, int size, String bits) {
        Storage elements = Storage.allocate(dtype, size);
        String[] words = bits.trim().split(" +");
        for (int i = 0; i < size; i++) {
            long word = Long.parseLong(words[i]);
            if (elements instanceof Storage.Doubles(double[] a)) {
                a[i] = Double.longBitsToDouble(word);
            } else if (elements instanceof Storage.Floats(float[] a)) {
                a[i] = Float.intBitsToFloat((int) word);
            } else {
                elements.set(i, word);
            }
        }
        return elements;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void elementsArePrintedAsNumPyDoes(Case c) {
        assertThat(c.tensor).hasToString(c.text);
    }

    @Test
    void aTensorWithoutAValueShowsItsTypeAndShape() {
        Tensor x = Primitives.placeholder(0, Shape.of(2, 3), DType.FLOAT32).add(1);
        assertThat(x).hasToString("tensor(float32[2, 3], without a value while its function is traced)");
    }
}
