/** An interest-rate curve from quotes, through a root finder. */
@NullMarked
package org.wengert.examples.curve;

import org.jspecify.annotations.NullMarked;
