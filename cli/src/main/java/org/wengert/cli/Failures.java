package org.wengert.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong into words for the user and an exit code. */
final class Failures {
    /** Everything is fine. */
    static final int OK = 0;
    /** A check found a disagreement. */
    static final int DISAGREEMENT = 1;
    /** What was asked cannot be done as it was given. */
    static final int WRONG_INPUT = 2;
    /** The user's own code threw. */
    static final int USER_CODE = 3;
    /** A bug of Wengert's (EX_SOFTWARE of sysexits.h). */
    static final int BUG = 70;

    private static final String OWN = "org.wengert.";
    private static final int FRAMES = 10;

    private Failures() {}

    /**
     * Prints what went wrong.
     *
     * @param program the program that was run or compiled, or null
     * @return the exit code
     */
    static int report(Throwable problem, @Nullable Program program, Console console) {
        console.out().flush();
        Throwable thrown = problem;
        if (problem instanceof Program.ConstructionFailed && problem.getCause() != null) {
            thrown = problem.getCause();
        }
        int code;
        if (thrown instanceof WrongInput) {
            console.err().println(thrown.getMessage());
            code = WRONG_INPUT;
        } else if (isDeliberate(thrown, program)) {
            console.err().println(thrown.getMessage());
            code = WRONG_INPUT;
        } else if (program != null && ranUserCode(thrown, program)) {
            console.err().print(ofUserCode(thrown, program));
            code = USER_CODE;
        } else if (thrown instanceof OutOfMemoryError) {
            console.err()
                    .println("Out of memory: " + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MB are not enough; allow more, for example with JAVA_TOOL_OPTIONS=-Xmx8g.");
            code = USER_CODE;
        } else {
            console.err()
                    .println("This is a bug in Wengert, please report it: " + thrown
                            + "\nThe same command with WENGERT_DEBUG=1 prints what the report should contain.");
            code = BUG;
        }
        if (console.debug()) {
            problem.printStackTrace(console.err());
        }
        console.err().flush();
        return code;
    }

    /** Returns whether our code threw it to say something to the user: a refusal, or an argument that cannot be. */
    static boolean isDeliberate(Throwable thrown, @Nullable Program program) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return (thrown instanceof UnsupportedOperationException || thrown instanceof IllegalArgumentException)
                && frames.length > 0
                && frames[0].getClassName().startsWith(OWN)
                && (program == null || !isUsers(frames[0], program));
    }

    private static boolean isUsers(StackTraceElement frame, Program program) {
        return frame.getClassName().equals(program.method().getDeclaringClass().getName())
                || program.classes().owns(frame.getClassName());
    }

    private static boolean ranUserCode(Throwable thrown, Program program) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (isUsers(frame, program)) {
                return true;
            }
        }
        return false;
    }

    /** The exception with its causes, and of each the frames that are the user's or the JDK's on their behalf. */
    private static String ofUserCode(Throwable thrown, Program program) {
        StringBuilder s = new StringBuilder(program.label()).append(" threw ");
        boolean first = true;
        List<Throwable> seen = new ArrayList<>();
        for (Throwable t = thrown; t != null && !seen.contains(t); t = t.getCause()) {
            seen.add(t);
            s.append(first ? "" : "caused by ").append(t).append('\n');
            first = false;
            List<StackTraceElement> frames = new ArrayList<>();
            for (StackTraceElement frame : t.getStackTrace()) {
                if (frame.getClassName().startsWith(OWN) && !isUsers(frame, program)) {
                    break;
                }
                frames.add(frame);
            }
            while (!frames.isEmpty() && !isUsers(frames.getLast(), program)) {
                frames.removeLast();
            }
            for (StackTraceElement frame : frames.subList(0, Math.min(FRAMES, frames.size()))) {
                s.append("    at ").append(describe(frame)).append('\n');
            }
            if (frames.size() > FRAMES) {
                s.append("    … ")
                        .append(Words.count(frames.size() - FRAMES, "more frame"))
                        .append('\n');
            }
        }
        return s.toString();
    }

    private static String describe(StackTraceElement frame) {
        String place = frame.getFileName() == null
                ? "compiled without -g"
                : frame.getLineNumber() < 0 ? frame.getFileName() : frame.getFileName() + ":" + frame.getLineNumber();
        return frame.getClassName() + "." + frame.getMethodName() + "(" + place + ")";
    }
}
