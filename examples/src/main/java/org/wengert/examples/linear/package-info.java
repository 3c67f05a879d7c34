/** The little linear algebra that the applications share. */
@NullMarked
package org.wengert.examples.linear;

import org.jspecify.annotations.NullMarked;
