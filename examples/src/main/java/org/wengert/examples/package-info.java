/** Ordinary code from fields that live on derivatives, and what they are good for there: {@link org.wengert.examples.Applications} lists it. */
@NullMarked
package org.wengert.examples;

import org.jspecify.annotations.NullMarked;
