package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the error for Java that cannot be differentiated: what and why, where, and what to do instead. */
public final class Refusal {
    private static final String REACHED = "\n  reached from ";
    private static final String THEN = " → ";
    private static final String LEFT_OUT = "…";
    /** Calls that are named at either end of a long chain. */
    private static final int ENDS = 4;

    private Refusal() {}

    /**
     * Returns the exception to throw.
     *
     * @param what what was asked and why it cannot be, one sentence
     * @param position where in the user's source
     * @param remedy what to do instead, one sentence
     */
    public static UnsupportedOperationException at(Position position, String what, String remedy) {
        if (isOurs(position) && position.caller() != null) {
            return at(position.caller(), what, remedy);
        }
        StringBuilder s = new StringBuilder(what);
        if (!position.className().isEmpty()) {
            s.append("\n  at ").append(position.describe());
        }
        s.append("\n  ").append(remedy);
        UnsupportedOperationException e = new UnsupportedOperationException(s.toString());
        return position.caller() == null ? e : through(e, position.caller());
    }

    /**
     * Returns a refusal that says how its place is reached: through a call of the code around.
     *
     * @param e what {@link #at} or this has returned
     * @param call the call, further out than all that {@code e} names
     */
    public static UnsupportedOperationException through(UnsupportedOperationException e, Position call) {
        List<String> chain = new ArrayList<>();
        for (Position p = call; p != null; p = p.caller()) {
            if (!p.className().isEmpty()
                    && p.line() >= 0
                    && !isOurs(p)) { // a lambda's own frame has no line; it says nothing
                chain.add(0, p.describe());
            }
        }
        String text = String.valueOf(e.getMessage());
        int remedy = text.lastIndexOf("\n  ");
        if (chain.isEmpty() || remedy < 0) {
            return e;
        }
        int reached = text.indexOf(REACHED);
        if (reached >= 0) {
            chain.addAll(Arrays.asList(
                    text.substring(reached + REACHED.length(), remedy).split(THEN)));
        }
        if (chain.size() > 2 * ENDS) {
            List<String> all = chain;
            chain = new ArrayList<>(all.subList(0, ENDS));
            chain.add(LEFT_OUT);
            chain.addAll(all.subList(all.size() - ENDS, all.size()));
        }
        UnsupportedOperationException longer = new UnsupportedOperationException(
                text.substring(0, reached >= 0 ? reached : remedy)
                        .concat(REACHED)
                        .concat(String.join(THEN, chain))
                        .concat(text.substring(remedy)),
                e.getCause());
        longer.setStackTrace(e.getStackTrace());
        return longer;
    }

    /** Returns whether this is a line of what stands for a method of the library, which says nothing to the user. */
    private static boolean isOurs(Position p) {
        return p.className().startsWith("org.wengert.program.runtime.");
    }
}
