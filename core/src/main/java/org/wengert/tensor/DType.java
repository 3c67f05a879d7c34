package org.wengert.tensor;

/** The type of a tensor's elements, ordered so that the common type of two operands is the greater one. */
public enum DType {
    /** True or false. */
    BOOL,
    /** Whole numbers of 32 bits, wrapping as Java's {@code int}. */
    INT32,
    /** Whole numbers of 64 bits, wrapping as Java's {@code long}; what indices are. */
    INT64,
    /** IEEE 754 binary32. */
    FLOAT32,
    /** IEEE 754 binary64. */
    FLOAT64;

    /**
     * Tells whether elements are real numbers, which alone have derivatives.
     *
     * @return true for {@link #FLOAT32} and {@link #FLOAT64}
     */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /**
     * Tells whether elements are whole numbers.
     *
     * @return true for {@link #INT32} and {@link #INT64}
     */
    public boolean isInteger() {
        return this == INT32 || this == INT64;
    }

    /**
     * Returns the size of an element.
     *
     * @return bytes an element
     */
    public int bytes() {
        return switch (this) {
            case BOOL -> 1;
            case INT32, FLOAT32 -> 4;
            case INT64, FLOAT64 -> 8;
        };
    }

    /**
     * Returns the type in which operands of two types meet: bool, then int32, int64, float32, float64, the greater of the two.
     *
     * @param other another type
     * @return the common type
     */
    public DType common(DType other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * Returns the name in lower case, such as {@code float32}.
     *
     * @return the name of the type as NumPy has it
     */
    @Override
    public String toString() {
        return switch (this) {
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case FLOAT32 -> "float32";
            case FLOAT64 -> "float64";
        };
    }
}
