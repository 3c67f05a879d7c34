/** What is known about a function before it is differentiated: which values are active, which memory they may live in. */
@NullMarked
package org.wengert.program.analyse;

import org.jspecify.annotations.NullMarked;
