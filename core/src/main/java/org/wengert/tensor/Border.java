package org.wengert.tensor;

/** What stands beyond the ends of an axis when it is padded. */
public enum Border {
    /** Zeros. */
    ZERO,
    /** The elements in reverse order without the outermost: c b | a b c | b a. */
    REFLECT,
    /** The outermost element again and again: a a | a b c | c c. */
    REPLICATE,
    /** The elements from the other end: b c | a b c | a b. */
    CIRCULAR
}
