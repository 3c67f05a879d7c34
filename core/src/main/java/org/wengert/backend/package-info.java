/**
 * What computes tensors: what a back end must do, the interpreter that defines what every op means, and the evaluation of graphs by the best
 * back end there is.
 *
 * <pre>
 *   Backend      prepares programs            Plan       a prepared program
 *   Interpreter  the meaning of every op      Execution  from tensors to programs and back
 *   Allocation   storages to write to         Failures   errors, in the same words from every back end
 *   Threefry     random bits                  Layout     where elements lie
 * </pre>
 *
 * <p>The interpreter is told in parts: {@code Elementwise}, {@code Layout} for what moves elements, {@code Combining} for what makes one of many,
 * {@code AlongAxis}, {@code Contractions}. The evaluation has two: {@code Kept}, which elements stay, and {@code Plans}, which programs have been
 * prepared. The package knows {@code tensor}, {@code rule}, and the passes of {@code transform} that make programs shorter.
 */
@NullMarked
package org.wengert.backend;

import org.jspecify.annotations.NullMarked;
