/**
 * What each op of the intermediate representation means, said by executing it: {@link
 * org.wengert.program.interpret.Interpreter} runs a function value by value on boxed arguments. Emitted code must agree with
 * it to the bit, and whoever wants to see a computation happen listens to it. Slow on purpose: one table look-up and one
 * box per value. Knows the intermediate representation and the calculus table, nothing else.
 */
@NullMarked
package org.wengert.program.interpret;

import org.jspecify.annotations.NullMarked;
