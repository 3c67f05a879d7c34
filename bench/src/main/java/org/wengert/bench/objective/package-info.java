/**
 * The objectives of the benchmark suites as ordinary Java: arrays, loops, helper methods, {@link java.lang.Math}. Nothing here is
 * written for the differentiator, except that {@link org.wengert.bench.objective.LogSumExp} says what is constant, and where the
 * problem itself asks for a derivative inside a function ({@link org.wengert.bench.objective.Particle},
 * {@link org.wengert.bench.objective.Saddle}).
 */
@NullMarked
package org.wengert.bench.objective;

import org.jspecify.annotations.NullMarked;
