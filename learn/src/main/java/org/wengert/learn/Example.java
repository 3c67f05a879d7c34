package org.wengert.learn;

import java.io.PrintStream;

/** A worked example of the course: a textbook function, and what there is to see of it. */
public interface Example {
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
     * Runs it.
     *
     * @param out where it prints, in a fixed-width font and in Unicode
     */
    void run(PrintStream out);
}
