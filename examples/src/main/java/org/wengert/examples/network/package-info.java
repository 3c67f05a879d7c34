/** A neural network of records and arrays, and its training. */
@NullMarked
package org.wengert.examples.network;

import org.jspecify.annotations.NullMarked;
