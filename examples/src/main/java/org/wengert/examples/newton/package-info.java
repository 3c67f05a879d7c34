/** Newton's method, with a Hessian and without one. */
@NullMarked
package org.wengert.examples.newton;

import org.jspecify.annotations.NullMarked;
