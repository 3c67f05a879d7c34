package org.wengert.program.ir;

/** Builds the error for Java that cannot be differentiated: what and why, where, and what to do instead. */
public final class Refusal {
    private Refusal() {}

    /**
     * Returns the exception to throw.
     *
     * @param what what was asked and why it cannot be, one sentence
     * @param position where in the user's source
     * @param remedy what to do instead, one sentence
     */
    public static UnsupportedOperationException at(Position position, String what, String remedy) {
        StringBuilder s = new StringBuilder(what);
        Position p = position;
        String word = "\n  at ";
        while (p != null) {
            // A lambda's own frame has no line; it says nothing beside one that has.
            if (!p.className().isEmpty() && (p.line() >= 0 || p.caller() == null && s.indexOf("\n  at ") < 0)) {
                s.append(word).append(p.describe());
                word = "\n  called from ";
            }
            p = p.caller();
        }
        return new UnsupportedOperationException(s.append("\n  ").append(remedy).toString());
    }
}
