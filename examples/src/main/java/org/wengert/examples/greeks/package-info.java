/** Options priced by simulation, and their sensitivities. */
@NullMarked
package org.wengert.examples.greeks;

import org.jspecify.annotations.NullMarked;
