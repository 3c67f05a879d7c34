package org.wengert.backend.cpu;

/** A part of a plan, which reads and writes the arrays of a frame. */
interface Unit {
    /** Computes its values. */
    void run(Frame frame);
}
