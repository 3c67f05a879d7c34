/** The parameters of a differential equation from data. */
@NullMarked
package org.wengert.examples.calibrate;

import org.jspecify.annotations.NullMarked;
