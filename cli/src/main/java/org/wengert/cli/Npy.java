package org.wengert.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's array file: a magic number, a version, a header that is a Python dictionary, then the elements. Read are numbers and
 * arrays of rank 1 and 2 of floats (8, 4 and 2 bytes) and of signed and unsigned integers, in both orders of bytes and of axes;
 * written are float64 arrays, least significant byte first.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)([a-zA-Z])(\\d+)['\"]");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");

    private Npy() {}

    /** Returns what a file holds. */
    static Datum read(Path file, String name) {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)), name);
        } catch (IOException e) {
            throw new WrongInput("Cannot read " + name + ": " + Console.reason(e) + ".");
        }
    }

    /** Returns what the bytes of a file hold. */
    static Datum parse(ByteBuffer bytes, String name) {
        String header = header(bytes, name);
        Matcher descr = DESCR.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw new WrongInput(name + " is not a NumPy array of numbers: its header is " + header.strip() + ".");
        }
        int[] sizes = sizes(shape.group(1), name);
        String type = descr.group(2) + descr.group(3);
        int width = width(type, name);
        long count = 1;
        for (int size : sizes) {
            count *= size;
        }
        if (bytes.remaining() != count * width) {
            throw new WrongInput(name + " is cut off or damaged: its header announces " + Words.count(count, "element")
                    + " of " + Words.count(width, "byte") + ", but " + Words.count(bytes.remaining(), "byte")
                    + " follow.");
        }
        boolean big = descr.group(1).equals(">")
                || !descr.group(1).equals("<") && ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
        bytes.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double[] elements = new double[(int) count];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = element(bytes, type, name);
        }
        return switch (sizes.length) {
            case 0 -> new Datum.Decimal(elements[0]);
            case 1 -> new Datum.Vector(elements);
            default ->
                new Datum.Matrix(
                        rows(elements, sizes[0], sizes[1], order.group(1).equals("True")));
        };
    }

    private static String header(ByteBuffer bytes, String name) {
        if (bytes.remaining() < 10 || !bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new WrongInput(name + " is not a NumPy file: it does not begin with \\x93NUMPY.");
        }
        int version = bytes.get(6);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? Short.toUnsignedInt(bytes.getShort(8)) : Integer.toUnsignedLong(bytes.getInt(8));
        int start = version == 1 ? 10 : 12;
        if (version < 1 || version > 3 || start + length > bytes.limit()) {
            throw new WrongInput(name + " is cut off or damaged: its header is not complete.");
        }
        byte[] text = new byte[(int) length];
        bytes.position(start).get(text);
        return new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static int[] sizes(String shape, String name) {
        String[] parts = shape.isBlank() ? new String[0] : shape.strip().split("\\s*,\\s*");
        if (parts.length > 2) {
            throw new WrongInput(
                    name + " holds an array of shape (" + shape.strip()
                            + "); read are numbers and arrays of rank 1 and 2. Reshape it, for example with a.reshape(len(a), -1).");
        }
        int[] sizes = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                sizes[i] = Integer.parseInt(parts[i]);
            } catch (NumberFormatException e) {
                throw new WrongInput(name + " holds an array of shape (" + shape.strip() + "), which is too large.");
            }
        }
        return sizes;
    }

    private static int width(String type, String name) {
        return switch (type) {
            case "f8", "i8", "u8" -> 8;
            case "f4", "i4", "u4" -> 4;
            case "f2", "i2", "u2" -> 2;
            case "i1", "u1" -> 1;
            default ->
                throw new WrongInput(name + " holds elements of type " + type
                        + "; read are floats and integers. Convert it, for example with a.astype('float64').");
        };
    }

    private static double element(ByteBuffer bytes, String type, String name) {
        return switch (type) {
            case "f8" -> bytes.getDouble();
            case "f4" -> bytes.getFloat();
            case "f2" -> Float.float16ToFloat(bytes.getShort());
            case "i8" -> exact(bytes.getLong(), name);
            case "u8" -> {
                long n = bytes.getLong();
                yield exact(n < 0 ? Long.MAX_VALUE : n, name); // beyond 2⁶³ reads as negative
            }
            case "i4" -> bytes.getInt();
            case "u4" -> Integer.toUnsignedLong(bytes.getInt());
            case "i2" -> bytes.getShort();
            case "u2" -> Short.toUnsignedInt(bytes.getShort());
            case "i1" -> bytes.get();
            case "u1" -> Byte.toUnsignedInt(bytes.get());
            default -> throw new AssertionError(type);
        };
    }

    private static double exact(long n, String name) {
        if (n > Json.LARGEST_EXACT || n < -Json.LARGEST_EXACT) {
            throw new WrongInput(name + " holds integers beyond 2^53, which a double cannot hold exactly.");
        }
        return n;
    }

    private static double[][] rows(double[] elements, int m, int n, boolean columnsFirst) {
        double[][] rows = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                rows[i][j] = elements[columnsFirst ? j * m + i : i * n + j];
            }
        }
        return rows;
    }

    /** Returns the file of a number. */
    static byte[] write(double x) {
        return write("()", new double[] {x});
    }

    /** Returns the file of a vector. */
    static byte[] write(double[] x) {
        return write("(" + x.length + ",)", x);
    }

    /** Returns the file of a matrix, all rows of which have {@code columns} elements. */
    static byte[] write(double[][] rows, int columns) {
        double[] elements = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, elements, i * columns, columns);
        }
        return write("(" + rows.length + ", " + columns + ")", elements);
    }

    private static byte[] write(String shape, double[] elements) {
        String dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
        // NumPy aligns the elements to 64 bytes; the header ends with a newline.
        int length = (10 + dictionary.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + length + 8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        bytes.put((dictionary + " ".repeat(length - dictionary.length() - 1) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        for (double x : elements) {
            bytes.putDouble(x);
        }
        return bytes.array();
    }
}
