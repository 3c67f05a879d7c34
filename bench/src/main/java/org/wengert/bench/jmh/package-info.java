/** Micro-benchmarks under JMH: what one gradient costs, and what the first one costs. */
@NullMarked
package org.wengert.bench.jmh;

import org.jspecify.annotations.NullMarked;
