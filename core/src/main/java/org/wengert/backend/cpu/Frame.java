package org.wengert.backend.cpu;

import java.util.Arrays;

/** The arrays of one run of a plan, and the scratch of the thread that runs it. Mutable. */
final class Frame {
    static final Object NOTHING = new Object();

    /** By the number of the buffer. */
    final Object[] arrays;

    Scratch scratch = Scratch.mine();

    Frame(int buffers) {
        this.arrays = new Object[buffers];
        Arrays.fill(arrays, NOTHING);
    }
}
