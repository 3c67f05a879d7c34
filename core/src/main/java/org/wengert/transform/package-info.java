/**
 * From graph to graph: derivatives in both modes, batching, simplification, recomputation.
 *
 * <pre>
 *   Calculus   what every op's derivative is: a weight, then a linear op
 *   Transpose  the transpose of every linear op
 *   Jvp | Vjp  forward and reverse mode, from the same facts
 *   Vmap       a function of one as a function of many
 *   Simplify   named passes over programs that keep every bit; a class for each
 * </pre>
 *
 * <p>The package knows {@code tensor} and {@code rule}. It computes no elements.
 */
@NullMarked
package org.wengert.transform;

import org.jspecify.annotations.NullMarked;
