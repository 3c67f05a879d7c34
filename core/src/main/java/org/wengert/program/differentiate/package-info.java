/**
 * From a function to its derivative, both in the intermediate representation: {@link org.wengert.program.differentiate.Tangents forward mode} and
 * {@link org.wengert.program.differentiate.Adjoints reverse mode}. Elementary derivatives come from the calculus table.
 */
@NullMarked
package org.wengert.program.differentiate;

import org.jspecify.annotations.NullMarked;
