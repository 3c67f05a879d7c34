/**
 * What a generated derivative needs while it runs: its face to the caller, the tape, and shadow memory.
 *
 * <pre>
 *   Kernel   the generated class as its caller sees it
 *   Tape     typed stacks, from which the reverse sweep takes what the forward sweep has kept
 *   Shadows  adjoint or tangent memory for arrays and objects: one shadow for each primal, aliasing as the primals do
 *   Shadow   the shadow of an object that is not an array
 * </pre>
 *
 * <p>Exported because generated classes live in the packages of their users; nothing else should call it. The package
 * depends on nothing but the Java platform and is no stable API.
 */
@NullMarked
package org.wengert.program.runtime;

import org.jspecify.annotations.NullMarked;
