package org.wengert;

/** How a derivative is propagated. Both modes give the same numbers up to rounding; they differ in cost. */
public enum Mode {
    /** Tangents along with the evaluation: one sweep for each input. Right when there are few inputs. */
    FORWARD,
    /** Adjoints back from the result: one sweep for each output. Right when there are few outputs. */
    REVERSE
}
