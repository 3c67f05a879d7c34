package org.wengert.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Runs typical commands once, unheard, for the JVM to record what they load and compile: the launcher makes an AOT cache
 * of it, which halves the time of every later start.
 */
final class Rehearsal {
    private static final String[][] PIECES = {
        {},
        {"grad", "log(x1) + x1*x2 - sin(x2)", "x1=2", "x2=5", "--hessian", "--check"},
        {"trace", "1/(1 + exp(-x))", "x=0.5", "--graph", "svg", "-o", "rehearsal.svg"},
        {"grad", "nosuch(x)", "x=1"},
    };

    private Rehearsal() {}

    /**
     * Runs the commands; what one of them makes of it does not matter.
     *
     * @param words the folder for what the commands write
     */
    public static void main(String[] words) {
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream());
        Console console = new Console(silence, silence, Path.of(words[0]), false);
        for (String[] piece : PIECES) {
            Main.run(console, piece);
        }
        System.exit(0);
    }
}
