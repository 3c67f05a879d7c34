/**
 * The intermediate representation: static single assignment over basic blocks.
 *
 * <pre>
 *   Function ::= name (parameters of the entry block) : result types  { Block … }
 *   Block    ::= parameters (the φ of the block)  Value …  Terminator
 *   Value    ::= Op [attribute] (inputs) : Type  at Position
 *   Edge     ::= target Block (one argument for each of its parameters)
 * </pre>
 *
 * What lifts out of bytecode, what differentiation yields and what is emitted as bytecode is this one language, so a
 * derivative is differentiated again by the same code. The package knows the calculus table and nothing else of Wengert.
 */
@NullMarked
package org.wengert.program.ir;

import org.jspecify.annotations.NullMarked;
