/**
 * What computes tensors: what a back end must do, the interpreter that defines what every op means, and the evaluation of graphs by the best
 * back end there is.
 *
 * <pre>
 *   Backend      prepares programs            Plan       a prepared program
 *   Interpreter  the meaning of every op      Execution  from tensors to programs and back
 * </pre>
 */
@NullMarked
package org.wengert.backend;

import org.jspecify.annotations.NullMarked;
