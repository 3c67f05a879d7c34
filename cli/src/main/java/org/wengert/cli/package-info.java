/**
 * The command line: {@code wengert grad}, {@code trace}, {@code check} and {@code example}.
 *
 * <p>A command reads a {@link org.wengert.cli.Target} (an expression, or a method of a class, a jar or a source file) and its
 * {@link org.wengert.cli.Argument}s, resolves both to a {@link org.wengert.cli.Program}, asks {@link org.wengert.Differentiable}
 * for derivatives and writes a {@link org.wengert.cli.Report}. What the user got wrong is a {@link org.wengert.cli.WrongInput}:
 * one clear sentence and the exit code 2.
 */
@NullMarked
package org.wengert.cli;

import org.jspecify.annotations.NullMarked;
