package org.wengert.program.interpret;

import org.jspecify.annotations.Nullable;

/** What the JVM's arithmetic instructions compute, on boxes. Numbers as in chapter 6 of the JVM specification. */
final class Opcodes {
    private Opcodes() {}

    /** Integer arithmetic, {@code iadd … lxor}. */
    static Object integer(int opcode, @Nullable Object[] in) {
        if (in[0] instanceof Long x) {
            // The distance of a shift is an int even if a long is shifted.
            return longs(opcode, x, in.length == 1 ? 0 : ((Number) there(in[1])).longValue());
        }
        return ints(opcode, (Integer) there(in[0]), in.length == 1 ? 0 : (Integer) there(in[1]));
    }

    private static int ints(int opcode, int x, int y) {
        return switch (opcode) {
            case 96 -> x + y;
            case 100 -> x - y;
            case 104 -> x * y;
            case 108 -> x / y;
            case 112 -> x % y;
            case 116 -> -x;
            case 120 -> x << y;
            case 122 -> x >> y;
            case 124 -> x >>> y;
            case 126 -> x & y;
            case 128 -> x | y;
            case 130 -> x ^ y;
            default -> throw unknown(opcode, "integer arithmetic");
        };
    }

    private static long longs(int opcode, long x, long y) {
        return switch (opcode) {
            case 97 -> x + y;
            case 101 -> x - y;
            case 105 -> x * y;
            case 109 -> x / y;
            case 113 -> x % y;
            case 117 -> -x;
            case 121 -> x << y;
            case 123 -> x >> y;
            case 125 -> x >>> y;
            case 127 -> x & y;
            case 129 -> x | y;
            case 131 -> x ^ y;
            default -> throw unknown(opcode, "integer arithmetic");
        };
    }

    /** Three-way comparison, {@code lcmp fcmpl fcmpg dcmpl dcmpg}. */
    static int compare(int opcode, Object x, Object y) {
        return switch (opcode) {
            case 148 -> Long.compare((Long) x, (Long) y);
            case 149 -> compare((Float) x, (Float) y, -1);
            case 150 -> compare((Float) x, (Float) y, 1);
            case 151 -> compare((Double) x, (Double) y, -1);
            case 152 -> compare((Double) x, (Double) y, 1);
            default -> throw unknown(opcode, "a comparison");
        };
    }

    private static int compare(double x, double y, int ifNaN) {
        return x > y ? 1 : x < y ? -1 : x == y ? 0 : ifNaN;
    }

    /** Conversion, {@code i2l … i2s}. */
    static Object convert(int opcode, Object x) {
        Number n = (Number) x;
        return switch (opcode) {
            case 133, 140, 143 -> n.longValue();
            case 134, 137, 144 -> n.floatValue();
            case 135, 138, 141 -> n.doubleValue();
            case 136, 139, 142 -> n.intValue();
            case 145 -> (int) n.byteValue();
            case 146 -> (int) (char) n.intValue();
            case 147 -> (int) n.shortValue();
            default -> throw unknown(opcode, "a conversion");
        };
    }

    /** Whether a conditional branch is taken, {@code ifeq … if_acmpne, ifnull, ifnonnull}. */
    @SuppressWarnings("ReferenceEquality") // if_acmp compares references
    static boolean branches(int opcode, @Nullable Object[] in) {
        return switch (opcode) {
            case 153 -> integer(in[0]) == 0;
            case 154 -> integer(in[0]) != 0;
            case 155 -> integer(in[0]) < 0;
            case 156 -> integer(in[0]) >= 0;
            case 157 -> integer(in[0]) > 0;
            case 158 -> integer(in[0]) <= 0;
            case 159 -> integer(in[0]) == integer(in[1]);
            case 160 -> integer(in[0]) != integer(in[1]);
            case 161 -> integer(in[0]) < integer(in[1]);
            case 162 -> integer(in[0]) >= integer(in[1]);
            case 163 -> integer(in[0]) > integer(in[1]);
            case 164 -> integer(in[0]) <= integer(in[1]);
            case 165 -> in[0] == in[1];
            case 166 -> in[0] != in[1];
            case 198 -> in[0] == null;
            case 199 -> in[0] != null;
            default -> throw unknown(opcode, "a conditional branch");
        };
    }

    private static int integer(@Nullable Object x) {
        return (Integer) there(x);
    }

    private static Object there(@Nullable Object x) {
        if (x == null) {
            throw new AssertionError("a number is missing (please report)");
        }
        return x;
    }

    private static AssertionError unknown(int opcode, String what) {
        return new AssertionError("opcode " + opcode + " is not " + what + " (please report)");
    }
}
