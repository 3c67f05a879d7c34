/**
 * What is known about a function before it is differentiated: which values are active, which memory they may live in.
 *
 * <p>{@link org.wengert.program.analyse.Prepared} is the door: a function that is ready to be differentiated, with its
 * {@link org.wengert.program.analyse.Activity}. Behind it stand
 * <ul>
 *   <li>{@code Aliases}, which arrays and objects may be one and the same, each set of them an {@code AliasClass};
 *   <li>{@code Uncovered}, which refuses the uses of active values that no rule covers;
 *   <li>{@code Calls}, {@link org.wengert.program.analyse.Mirrors} and {@code Bits}, what is known of calls of the library: a new method of the
 *       JDK's collections goes into {@code Mirrors}, one that only looks at a number into {@code Calls};
 *   <li>{@link org.wengert.program.analyse.Constants} and {@link org.wengert.program.analyse.FoundMemory}, which write into the function what differentiation
 *       must know of arguments that are constants and of memory that existed before the call.
 * </ul>
 *
 * <p>It changes no function that it is given, and knows neither how one is lifted nor how it is differentiated.
 */
@NullMarked
package org.wengert.program.analyse;

import org.jspecify.annotations.NullMarked;
