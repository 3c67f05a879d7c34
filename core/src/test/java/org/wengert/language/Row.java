package org.wengert.language;

/** What a test of a construct has found. */
sealed interface Row {
    /** The derivatives are right, in both modes and of second order. */
    record Supported() implements Row {}

    /**
     * The construct is refused, as a refusal should be.
     *
     * @param what what cannot be, and why
     * @param remedy what to do instead
     */
    record Refused(String what, String remedy) implements Row {}
}
