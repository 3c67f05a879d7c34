/**
 * The objectives of the benchmark suites as ordinary Java: arrays, loops, helper methods, {@link java.lang.Math}. Nothing here
 * knows that it will be differentiated, except where the problem itself asks for a derivative inside a function
 * ({@link org.wengert.bench.objective.Particle}, {@link org.wengert.bench.objective.Saddle}).
 */
@NullMarked
package org.wengert.bench.objective;

import org.jspecify.annotations.NullMarked;
