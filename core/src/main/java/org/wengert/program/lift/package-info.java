/**
 * From bytecode to the intermediate representation. Calls of methods whose code is known are followed; lambdas are known
 * function values ({@link org.wengert.program.ir.Closure}); functions of the calculus table become elementary operations;
 * derivatives taken inside the code are spliced in, so that a derivative of a derivative needs nothing of its own.
 */
@NullMarked
package org.wengert.program.lift;

import org.jspecify.annotations.NullMarked;
