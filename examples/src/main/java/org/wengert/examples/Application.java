package org.wengert.examples;

import java.io.PrintStream;

/** A piece of ordinary code from a field that lives on derivatives, and what they are good for there. */
public interface Application {
    /**
     * Returns the name that the command line knows it by.
     *
     * @return one word in small letters
     */
    String name();

    /**
     * Returns what it shows.
     *
     * @return one line
     */
    String title();

    /**
     * Runs it; takes seconds.
     *
     * @param out where it prints, in a fixed-width font and in Unicode
     */
    void run(PrintStream out);
}
