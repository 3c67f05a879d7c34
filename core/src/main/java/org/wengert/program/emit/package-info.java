/**
 * From the intermediate representation to a running class.
 *
 * <pre>
 *   Emitter       a function and all it calls → one hidden class next to the user's, as a Kernel
 *   TapeLowering  which stacks of the tape each function touches, and where they are in memory
 *   Access        what the user's class may name, and method handles for the rest
 *   Trees         which values stay on the operand stack, which get a local variable
 *   Slots         live ranges and the local variables they share
 *   Body          the instructions of one function
 *   Listing       the emitted class as text
 * </pre>
 *
 * <p>It runs on the way to the first gradient, on a cold JVM: enum switches and plain loops only. The package knows
 * {@code ir}, {@code rule} and {@code runtime}.
 */
@NullMarked
package org.wengert.program.emit;

import org.jspecify.annotations.NullMarked;
