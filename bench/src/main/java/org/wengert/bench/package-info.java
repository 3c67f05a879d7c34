/**
 * The derivatives of public benchmark suites, timed against their primals and compared with the suites' reference values:
 * {@link org.wengert.bench.Adbench} runs a {@link org.wengert.bench.Suite} of problems, each of which is a
 * {@link org.wengert.bench.Workload}.
 */
@NullMarked
package org.wengert.bench;

import org.jspecify.annotations.NullMarked;
