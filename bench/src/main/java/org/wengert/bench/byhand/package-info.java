/**
 * Derivatives of the objectives, derived and written by hand: what automatic differentiation is measured against, and a second
 * opinion on its values.
 */
@NullMarked
package org.wengert.bench.byhand;

import org.jspecify.annotations.NullMarked;
