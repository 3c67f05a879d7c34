/**
 * The worked examples of a course on automatic differentiation: textbook functions as ordinary Java, and what there is to
 * see of each. {@link org.wengert.learn.Examples} lists them.
 */
@NullMarked
package org.wengert.learn.example;

import org.jspecify.annotations.NullMarked;
