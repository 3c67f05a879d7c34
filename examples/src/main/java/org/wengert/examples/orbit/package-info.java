/** Orbits of satellites, and what they depend on. */
@NullMarked
package org.wengert.examples.orbit;

import org.jspecify.annotations.NullMarked;
