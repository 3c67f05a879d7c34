/** How the applications print. */
@NullMarked
package org.wengert.examples.text;

import org.jspecify.annotations.NullMarked;
