/** Readers of the suites' data files and of the reference values that go with them. */
@NullMarked
package org.wengert.bench.data;

import org.jspecify.annotations.NullMarked;
