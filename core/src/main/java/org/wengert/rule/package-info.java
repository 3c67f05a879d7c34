/**
 * The calculus table: every elementary function, and its derivative, written once over an algebra.
 *
 * <pre>
 *   Unary | Binary | Ternary   the functions: name, value at numbers, the static method that computes it
 *   Algebra&lt;V&gt;                 what V must offer: numbers, instructions, graph nodes, formulas
 *   Derivatives                ∂y/∂xᵢ of every function, one line each, over any Algebra
 *   Numbers | Latex            two algebras: evaluation, and formulas in text and LaTeX
 *   Special                    the functions that {@link java.lang.Math} lacks, as ordinary static methods
 * </pre>
 *
 * <p>{@code V} may be a number (evaluation), a value of the intermediate representation (compiled Java), a node of a
 * tensor graph, or a formula. Forward mode, reverse mode and every order of differentiation read the same rules, because
 * each derivative is again an expression over the table.
 *
 * <p><b>Where no derivative exists</b> one rule decides: the subgradient of minimum norm. So {@code abs'(0) = 0},
 * {@code relu'(0) = 0}, {@code max(a, a)} has the derivatives (½, ½), {@code clamp} has 0 at its edges and
 * {@code hypot(0, 0)} has (0, 0). A function that meets a vertical tangent has an infinite derivative there, such as
 * {@code sqrt'(0) = +∞}; a composition such as {@code sqrt(x*x)} then multiplies ∞ by 0 and its derivative at 0 is NaN.
 *
 * <p><b>Where the value is NaN</b> the derivative is NaN as well, even of {@code floor} and {@code log}; only the
 * functions whose derivative is the same everywhere (−x, x + y, …) keep it.
 *
 * <p>The package depends on {@code java.base} and on nothing else of the project.
 */
@NullMarked
package org.wengert.rule;

import org.jspecify.annotations.NullMarked;
