/**
 * Seeing a derivative happen: what a textbook draws for a function at a point, from the bytecode that runs.
 *
 * <pre>
 *   Trace     ::= Step …          the elementary operations of one run, in textbook numbering v₋₁, v₀ | v₁, v₂, …
 *   Step      ::= Operation (Operand …) = value, ∂Step/∂Operand …  at a line of the source
 *   Operand   ::= Step | number
 *   Adjoints  ::= ∂y/∂Step …      with every addition on the way
 *   Graph     ::= a Trace, drawn: text, DOT, SVG
 * </pre>
 *
 * Both modes of differentiation are done here by the book, one product of partial derivatives after the other, over the
 * calculus table {@link org.wengert.rule}; nothing of the compiled derivatives is used, so each checks the other.
 */
@NullMarked
package org.wengert.learn;

import org.jspecify.annotations.NullMarked;
