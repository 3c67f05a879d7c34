package org.wengert.program.ir;

/** Computational type of a {@link Value}: the five kinds of the Java virtual machine, and none. */
public enum Type {
    /** {@code int}, and everything the JVM computes as one: boolean, byte, short, char. */
    I("I"),
    /** {@code long}. */
    J("J"),
    /** {@code float}. */
    F("F"),
    /** {@code double}. */
    D("D"),
    /** A reference; {@link Value#descriptor} says of which static type. */
    A("Ljava/lang/Object;"),
    /** No value: stores, calls of void methods, pushes. */
    VOID("V");

    private final String descriptor;

    Type(String descriptor) {
        this.descriptor = descriptor;
    }

    /** Returns the field descriptor of this type; {@code Object} for a reference. */
    public String descriptor() {
        return descriptor;
    }

    /** Returns whether values of this type can carry a derivative themselves: {@code float} and {@code double}. */
    public boolean isReal() {
        return this == D || this == F;
    }

    /** Returns how many local-variable slots a value of this type takes. */
    public int slots() {
        return this == D || this == J ? 2 : this == VOID ? 0 : 1;
    }

    /** Returns the computational type of a field descriptor, for example {@code I} for {@code "Z"}. */
    public static Type of(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> I;
            case 'J' -> J;
            case 'F' -> F;
            case 'D' -> D;
            case 'V' -> VOID;
            default -> A;
        };
    }
}
