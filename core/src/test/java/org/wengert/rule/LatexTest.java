package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.rule.Latex.Formula;

/** How the table reads when it is written down. */
class LatexTest {
    private static final Latex LATEX = new Latex();
    private static final Formula X = LATEX.variable("x");
    private static final Formula Y = LATEX.variable("y");

    static List<Operation> operations() {
        return Operation.all();
    }

    @Test
    void namesAreSetAsMathematiciansDo() {
        assertThat(LATEX.variable("x").latex()).isEqualTo("x");
        assertThat(LATEX.variable("x1").latex()).isEqualTo("x_{1}");
        assertThat(LATEX.variable("x_12").latex()).isEqualTo("x_{12}");
        assertThat(LATEX.variable("rate").latex()).isEqualTo("\\mathrm{rate}");
        assertThat(LATEX.variable("x1").text()).isEqualTo("x1");
    }

    @Test
    void numbersAreWrittenShort() {
        assertFormula(LATEX.constant(2), "2", "2");
        assertFormula(LATEX.constant(-2), "-2", "-2");
        assertFormula(LATEX.constant(0.25), "0.25", "0.25");
        assertFormula(LATEX.constant(0.5), "1/2", "\\frac{1}{2}");
        assertFormula(LATEX.constant(Math.PI), "pi", "\\pi");
        assertFormula(LATEX.constant(1.5e-9), "1.5E-9", "1.5 \\cdot 10^{-9}");
        assertFormula(LATEX.constant(Double.NEGATIVE_INFINITY), "-Infinity", "-\\infty");
        assertFormula(LATEX.zero(), "0", "0");
    }

    @Test
    void parenthesesStandWhereTheyAreNeeded() {
        Formula sum = LATEX.add(X, Y);
        assertFormula(LATEX.mul(sum, X), "(x + y)*x", "\\left(x + y\\right) x");
        assertFormula(LATEX.mul(X, LATEX.mul(X, Y)), "x*(x*y)", "x x y");
        assertFormula(LATEX.add(LATEX.mul(X, Y), X), "x*y + x", "x y + x");
        assertFormula(LATEX.sub(X, sum), "x - (x + y)", "x - \\left(x + y\\right)");
        assertFormula(LATEX.sub(X, LATEX.neg(Y)), "x + y", "x + y");
        assertFormula(LATEX.add(X, LATEX.neg(Y)), "x - y", "x - y");
        assertFormula(LATEX.neg(sum), "-(x + y)", "-\\left(x + y\\right)");
        assertFormula(LATEX.div(sum, LATEX.mul(X, Y)), "(x + y)/(x*y)", "\\frac{x + y}{x y}");
        assertFormula(LATEX.div(LATEX.neg(X), Y), "-x/y", "-\\frac{x}{y}");
        assertFormula(LATEX.apply(Binary.POW, sum, LATEX.constant(2)), "(x + y)^2", "{\\left(x + y\\right)}^{2}");
        assertFormula(LATEX.apply(Binary.POW, X, LATEX.neg(Y)), "x^(-y)", "{x}^{-y}");
        assertFormula(LATEX.mul(X, LATEX.constant(-2)), "x*(-2)", "x \\left(-2\\right)");
        assertFormula(LATEX.mul(X, LATEX.constant(3)), "x*3", "x \\cdot 3");
        assertFormula(LATEX.mul(LATEX.constant(2), X), "2*x", "2 x");
    }

    @Test
    void theExampleOfTheTextbooks() {
        Formula x1 = LATEX.variable("x1");
        Formula x2 = LATEX.variable("x2");
        Formula y = LATEX.sub(LATEX.add(LATEX.log(x1), LATEX.mul(x1, x2)), LATEX.sin(x2));
        assertFormula(
                y, "ln(x1) + x1*x2 - sin(x2)", "\\ln\\left(x_{1}\\right) + x_{1} x_{2} - \\sin\\left(x_{2}\\right)");
    }

    @Test
    void derivativesReadAsInATableOfFormulas() {
        assertDerivative(Unary.SIN, "cos(x)", "\\cos\\left(x\\right)");
        assertDerivative(Unary.COS, "-sin(x)", "-\\sin\\left(x\\right)");
        assertDerivative(Unary.LOG, "1/x", "\\frac{1}{x}");
        assertDerivative(Unary.SQRT, "1/2*(1/sqrt(x))", "\\frac{1}{2} \\frac{1}{\\sqrt{x}}");
        assertDerivative(Unary.TANH, "1 - tanh(x)*tanh(x)", "1 - \\tanh\\left(x\\right) \\tanh\\left(x\\right)");
        assertDerivative(Unary.ATAN, "1/(1 + x*x)", "\\frac{1}{1 + x x}");
        assertDerivative(Unary.FLOOR, "0", "0");
        assertDerivative(Unary.ERF, "2/sqrt(pi)*exp(-x*x)", "\\frac{2}{\\sqrt{\\pi}} e^{-x x}");
        assertDerivative(Unary.LGAMMA, "digamma(x)", "\\psi\\left(x\\right)");
        Formula power = LATEX.apply(Binary.POW, X, Y);
        assertFormula(Derivatives.of(Binary.POW, 0, X, Y, power, LATEX), "y*x^(y - 1)", "y {x}^{y - 1}");
        assertFormula(Derivatives.of(Binary.POW, 1, X, Y, power, LATEX), "x^y*ln(x)", "{x}^{y} \\ln\\left(x\\right)");
        Formula three = LATEX.constant(3);
        Formula cube = LATEX.apply(Binary.POW, X, three);
        assertFormula(Derivatives.of(Binary.POW, 0, X, three, cube, LATEX), "3*x^2", "3 {x}^{2}");
    }

    @ParameterizedTest
    @EnumSource(Unary.class)
    void everyFunctionAndItsDerivativeIsWellFormed(Unary f) {
        Formula y = LATEX.apply(f, X);
        assertBalanced(y);
        assertBalanced(Derivatives.of(f, X, y, LATEX));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyPartialDerivativeIsWellFormed(Operation f) {
        List<Formula> variables = new java.util.ArrayList<>();
        for (int i = 0; i < f.arity(); i++) {
            variables.add(f.isParameter(i) ? LATEX.constant(-2) : LATEX.variable("x" + (i + 1)));
        }
        Formula y = f.apply(LATEX, variables);
        assertBalanced(y);
        for (int i = 0; i < f.arity(); i++) {
            if (!f.isParameter(i)) {
                assertBalanced(f.derivative(i, variables, y, LATEX));
            }
        }
    }

    private static void assertDerivative(Unary f, String text, String latex) {
        assertFormula(Derivatives.of(f, X, LATEX.apply(f, X), LATEX), text, latex);
    }

    private static void assertFormula(Formula formula, String text, String latex) {
        assertThat(formula.text()).isEqualTo(text);
        assertThat(formula.latex()).isEqualTo(latex);
        assertBalanced(formula);
    }

    private static void assertBalanced(Formula formula) {
        assertThat(formula.text()).isNotBlank();
        assertThat(count(formula.text(), "(")).as(formula.text()).isEqualTo(count(formula.text(), ")"));
        assertThat(count(formula.latex(), "{")).as(formula.latex()).isEqualTo(count(formula.latex(), "}"));
        assertThat(count(formula.latex(), "\\left")).as(formula.latex()).isEqualTo(count(formula.latex(), "\\right"));
        assertThat(formula.latex()).doesNotContain("null");
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
