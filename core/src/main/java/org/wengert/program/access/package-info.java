/**
 * From a function object to its code: which method implements it, what it has captured, and the bytes of its class. Works on the
 * class path, in modules, in JShell and in the source launcher, without an agent.
 */
@NullMarked
package org.wengert.program.access;

import org.jspecify.annotations.NullMarked;
