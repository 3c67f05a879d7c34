package org.wengert.rule;

/**
 * The algebra of formulas: a rule read over it is written down, as text and as LaTeX.
 *
 * <p>A formula is a string, so what is used twice is written twice: nested derivatives swell exponentially.
 */
public final class Latex implements Algebra<Latex.Formula> {
    private static final int SUM = 1;
    private static final int NEGATION = 2;
    private static final int PRODUCT = 3;
    private static final int POWER = 4;
    private static final int ATOM = 5;

    private static final double[] KNOWN_NUMBERS = {
        Math.PI,
        Math.log(2),
        Math.log(10),
        2 / Math.sqrt(Math.PI),
        -2 / Math.sqrt(Math.PI),
        Math.sqrt(Math.PI) / 2,
        Math.sqrt(2 * Math.PI),
        1 / Math.sqrt(2 * Math.PI),
        Math.toRadians(1),
        Math.toDegrees(1),
        0.5,
        -0.5
    };
    private static final String[] KNOWN_TEXTS = {
        "pi",
        "ln(2)",
        "ln(10)",
        "2/sqrt(pi)",
        "-2/sqrt(pi)",
        "sqrt(pi)/2",
        "sqrt(2*pi)",
        "1/sqrt(2*pi)",
        "pi/180",
        "180/pi",
        "1/2",
        "-1/2"
    };
    private static final String[] KNOWN_LATEX = {
        "\\pi",
        "\\ln 2",
        "\\ln 10",
        "\\frac{2}{\\sqrt{\\pi}}",
        "-\\frac{2}{\\sqrt{\\pi}}",
        "\\frac{\\sqrt{\\pi}}{2}",
        "\\sqrt{2 \\pi}",
        "\\frac{1}{\\sqrt{2 \\pi}}",
        "\\frac{\\pi}{180}",
        "\\frac{180}{\\pi}",
        "\\frac{1}{2}",
        "-\\frac{1}{2}"
    };

    /**
     * A formula in two notations.
     *
     * @param text the formula in plain text, such as {@code x1*x2 - sin(x2)}
     * @param latex the formula in LaTeX's mathematical mode
     * @param precedence how tightly its outermost operator binds, from 1 (a sum) to 5 (a name)
     * @param number the number it is, or NaN
     * @param isZero whether it is the structural zero
     */
    public record Formula(String text, String latex, int precedence, double number, boolean isZero) {
        private Formula(String text, String latex, int precedence) {
            this(text, latex, precedence, Double.NaN, false);
        }

        private boolean isNegative() {
            return text.startsWith("-");
        }

        private Formula within(int least) {
            return precedence >= least ? this : new Formula("(" + text + ")", parenthesised(latex), ATOM);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Makes the algebra; it has no state. */
    public Latex() {}

    /**
     * Returns a variable.
     *
     * <p>Digits behind a letter become an index ({@code x1} or {@code x_1} gives x₁), longer names are set upright.
     *
     * @param name a name without spaces
     * @return the formula that consists of the name
     */
    public Formula variable(String name) {
        int index = name.length();
        while (index > 0 && Character.isDigit(name.charAt(index - 1))) {
            index--;
        }
        String stem = name.substring(0, index);
        String digits = name.substring(index);
        if (stem.endsWith("_")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        String latex = stem.length() > 1 ? "\\mathrm{" + stem.replace("_", "\\_") + "}" : stem;
        return new Formula(name, digits.isEmpty() ? latex : latex + "_{" + digits + "}", ATOM);
    }

    @Override
    public Formula constant(double c) {
        for (int i = 0; i < KNOWN_NUMBERS.length; i++) {
            if (c == KNOWN_NUMBERS[i]) {
                String text = KNOWN_TEXTS[i];
                int precedence = text.startsWith("-") ? NEGATION : text.contains("/") ? PRODUCT : ATOM;
                return new Formula(text, KNOWN_LATEX[i], precedence, c, false);
            }
        }
        boolean isWhole = c == Math.rint(c) && Math.abs(c) < 1e15;
        String text = isWhole ? Long.toString((long) c) : Double.toString(c);
        int exponent = text.indexOf('E');
        String latex =
                exponent < 0 ? text : text.substring(0, exponent) + " \\cdot 10^{" + text.substring(exponent + 1) + "}";
        if (!Double.isFinite(c)) {
            latex = Double.isNaN(c) ? "\\mathrm{NaN}" : c > 0 ? "\\infty" : "-\\infty";
        }
        return new Formula(text, latex, text.startsWith("-") ? NEGATION : exponent < 0 ? ATOM : PRODUCT, c, false);
    }

    @Override
    public Formula zero() {
        return new Formula("0", "0", ATOM, Double.NaN, true);
    }

    @Override
    public boolean isZero(Formula v) {
        return v.isZero();
    }

    @Override
    public double constantValue(Formula v) {
        return v.number();
    }

    @Override
    public boolean isActive(Formula v) {
        return !v.isZero() && Double.isNaN(v.number());
    }

    @Override
    public Formula apply(Unary f, Formula x) {
        return switch (f) {
            case NEG -> negation(x);
            case ABS -> atom(call("abs", x), "\\left|" + x.latex() + "\\right|");
            case SQRT -> atom(call("sqrt", x), "\\sqrt{" + x.latex() + "}");
            case CBRT -> atom(call("cbrt", x), "\\sqrt[3]{" + x.latex() + "}");
            case EXP -> new Formula(call("exp", x), "e^{" + x.latex() + "}", POWER);
            case EXPM1 -> new Formula(call("expm1", x), "e^{" + x.latex() + "} - 1", SUM);
            case LOG -> function("ln", "\\ln", x);
            case LOG1P ->
                atom(
                        call("log1p", x),
                        "\\ln" + parenthesised("1 + " + x.within(PRODUCT).latex()));
            case LOG10 -> function("log10", "\\log_{10}", x);
            case LOG2 -> function("log2", "\\log_{2}", x);
            case SIN -> function("sin", "\\sin", x);
            case COS -> function("cos", "\\cos", x);
            case TAN -> function("tan", "\\tan", x);
            case ASIN -> function("asin", "\\arcsin", x);
            case ACOS -> function("acos", "\\arccos", x);
            case ATAN -> function("atan", "\\arctan", x);
            case SINH -> function("sinh", "\\sinh", x);
            case COSH -> function("cosh", "\\cosh", x);
            case TANH -> function("tanh", "\\tanh", x);
            case ASINH -> function("asinh", operator("arsinh"), x);
            case ACOSH -> function("acosh", operator("arcosh"), x);
            case ATANH -> function("atanh", operator("artanh"), x);
            case TO_RADIANS -> function("toRadians", operator("rad"), x);
            case TO_DEGREES -> function("toDegrees", operator("deg"), x);
            case FLOOR -> atom(call("floor", x), "\\left\\lfloor " + x.latex() + " \\right\\rfloor");
            case CEIL -> atom(call("ceil", x), "\\left\\lceil " + x.latex() + " \\right\\rceil");
            case RINT -> atom(call("rint", x), "\\left\\lfloor " + x.latex() + " \\right\\rceil");
            case SIGNUM -> function("signum", operator("sgn"), x);
            case ULP -> function("ulp", operator("ulp"), x);
            case NEXT_UP -> function("nextUp", operator("nextUp"), x);
            case NEXT_DOWN -> function("nextDown", operator("nextDown"), x);
            case RECIPROCAL, RECIPROCAL_POSITIVE -> quotient(constant(1), x);
            case SQUARE -> power(x, constant(2));
            case EXP2 -> power(constant(2), x);
            case SIGMOID -> function("sigmoid", "\\sigma", x);
            case SOFTPLUS -> function("softplus", operator("softplus"), x);
            case LOG_SIGMOID -> atom(call("logSigmoid", x), "\\ln \\sigma" + parenthesised(x.latex()));
            case LOG1MEXP -> atom(call("log1mexp", x), "\\ln" + parenthesised("1 - e^{" + x.latex() + "}"));
            case RELU -> atom(call("relu", x), "\\max" + parenthesised(x.latex() + ", 0"));
            case RELU6 ->
                atom(call("relu6", x), "\\min" + parenthesised("\\max" + parenthesised(x.latex() + ", 0") + ", 6"));
            case SINC -> function("sinc", operator("sinc"), x);
            case ERF -> function("erf", operator("erf"), x);
            case ERFC -> function("erfc", operator("erfc"), x);
            case ERFCX -> function("erfcx", operator("erfcx"), x);
            case ERFINV -> function("erfinv", operator("erf") + "^{-1}", x);
            case NORMAL_CDF -> function("normalCdf", "\\Phi", x);
            case LOG_NORMAL_CDF -> atom(call("logNormalCdf", x), "\\ln \\Phi" + parenthesised(x.latex()));
            case NORMAL_QUANTILE -> function("normalQuantile", "\\Phi^{-1}", x);
            case GAMMA -> function("gamma", "\\Gamma", x);
            case LGAMMA -> atom(call("lgamma", x), "\\ln\\left|\\Gamma" + parenthesised(x.latex()) + "\\right|");
            case DIGAMMA -> function("digamma", "\\psi", x);
            case TRIGAMMA -> function("trigamma", "\\psi'", x);
            case J0 -> function("j0", "J_{0}", x);
            case J1 -> function("j1", "J_{1}", x);
            case I0 -> function("i0", "I_{0}", x);
            case I1 -> function("i1", "I_{1}", x);
            case STEP -> atom(call("step", x), "\\left[" + x.latex() + " > 0\\right]");
            case ZERO_LIKE -> new Formula("0", "0", ATOM);
            case ONE_LIKE -> new Formula("1", "1", ATOM);
        };
    }

    @Override
    public Formula apply(Binary f, Formula x, Formula y) {
        return switch (f) {
            case ADD -> y.isNegative() ? signed(x, " - ", withoutSign(y)) : signed(x, " + ", y);
            case SUB ->
                y.isNegative() && y.precedence() > SUM
                        ? signed(x, " + ", withoutSign(y))
                        : signed(x, " - ", y.within(NEGATION));
            case MUL -> product(x, y);
            case DIV -> quotient(x, y);
            case REM ->
                function(
                        "rem",
                        x,
                        y,
                        x.within(PRODUCT).latex() + " \\bmod " + y.within(POWER).latex());
            case POW -> power(x, y);
            case ATAN2 -> function("atan2", operator("atan2"), x, y);
            case HYPOT ->
                atom(
                        call("hypot", x, y),
                        "\\sqrt{" + power(x, constant(2)).latex() + " + "
                                + power(y, constant(2)).latex() + "}");
            case MIN -> function("min", "\\min", x, y);
            case MAX -> function("max", "\\max", x, y);
            case IEEE_REMAINDER -> function("IEEEremainder", operator("remainder"), x, y);
            case COPY_SIGN -> function("copySign", operator("copySign"), x, y);
            case NEXT_AFTER -> function("nextAfter", operator("nextAfter"), x, y);
            case SCALB -> function("scalb", x, y, x.within(PRODUCT).latex() + " \\cdot 2^{" + y.latex() + "}");
            case LOG_ADD_EXP ->
                atom(call("logAddExp", x, y), "\\ln" + parenthesised("e^{" + x.latex() + "} + e^{" + y.latex() + "}"));
            case XLOGY -> function("xlogy", x, y, x.within(PRODUCT).latex() + " \\ln" + parenthesised(y.latex()));
            case XLOG1PY ->
                function(
                        "xlog1py",
                        x,
                        y,
                        x.within(PRODUCT).latex() + " \\ln"
                                + parenthesised("1 + " + y.within(PRODUCT).latex()));
            case POLYGAMMA -> ofOrder("polygamma", "\\psi^{(" + x.latex() + ")}", x, y);
            case SINC_DERIVATIVE -> ofOrder("sincDerivative", operator("sinc") + "^{(" + x.latex() + ")}", x, y);
            case COERROR ->
                ofOrder(
                        "coerror",
                        "e^{" + power(y, constant(2)).latex() + "} \\mathrm{i}^{" + x.latex() + "}" + operator("erfc"),
                        x,
                        y);
            case MILLS_DERIVATIVE -> ofOrder("millsDerivative", "(\\varphi/\\Phi)^{(" + x.latex() + ")}", x, y);
            case JN -> ofOrder("jn", "J_{" + x.latex() + "}", x, y);
            case IN -> ofOrder("in", "I_{" + x.latex() + "}", x, y);
            case MAX_WEIGHT ->
                atom(
                        call("maxWeight", x, y),
                        "\\left(\\left[" + x.latex() + " > " + y.latex() + "\\right] + \\frac{1}{2} \\left[" + x.latex()
                                + " = " + y.latex() + "\\right]\\right)");
            case EXCEEDS -> atom(call("exceeds", x, y), "\\left[" + x.latex() + " > " + y.latex() + "\\right]");
            case SOFT_WEIGHT ->
                atom(
                        call("softWeight", x, y),
                        "\\sigma"
                                + parenthesised(
                                        x.latex() + " - " + y.within(NEGATION).latex()));
        };
    }

    @Override
    public Formula apply(Ternary f, Formula x, Formula y, Formula z) {
        return switch (f) {
            case FMA -> add(mul(x, y), z);
            case CLAMP ->
                atom(
                        call("clamp", x, y, z),
                        operator("clamp") + parenthesised(x.latex() + ", " + y.latex() + ", " + z.latex()));
            case INSIDE ->
                atom(
                        call("inside", x, y, z),
                        "\\left[" + y.latex() + " < " + x.latex() + " < " + z.latex() + "\\right]");
            case SCALED_POWER ->
                z.number() < 0
                        ? quotient(x, z.number() == -1 ? y : power(y, constant(-z.number())))
                        : product(x, power(y, z));
            case POW_DERIVATIVE -> powDerivative(x, y, z);
        };
    }

    private Formula powDerivative(Formula order, Formula x, Formula y) {
        if (order.number() == 1) {
            return product(y, power(x, sub(y, constant(1))));
        }
        if (order.number() == 256) {
            return product(power(x, y), log(x));
        }
        int packed = (int) order.number();
        return atom(
                call("powDerivative", order, x, y),
                "\\partial_{1}^{" + (packed & 255) + "} \\partial_{2}^{" + (packed >> 8) + "} "
                        + parenthesised(power(x, y).latex()));
    }

    private static Formula negation(Formula x) {
        Formula operand = x.within(PRODUCT);
        return x.isNegative() && x.precedence() > SUM
                ? withoutSign(x)
                : new Formula("-" + operand.text(), "-" + operand.latex(), NEGATION);
    }

    /** What follows the sign of a formula whose text begins with one. */
    private static Formula withoutSign(Formula x) {
        return new Formula(
                x.text().substring(1), x.latex().substring(1), x.precedence() == NEGATION ? PRODUCT : x.precedence());
    }

    private static Formula signed(Formula x, String sign, Formula y) {
        return new Formula(x.text() + sign + y.text(), x.latex() + sign + y.latex(), SUM);
    }

    private static Formula product(Formula x, Formula y) {
        Formula left = x.within(NEGATION);
        Formula right = y.within(POWER);
        Formula shown = y.isNegative() ? right : y.within(PRODUCT);
        boolean isDigit = Character.isDigit(shown.latex().charAt(0));
        return new Formula(
                left.text() + "*" + right.text(), left.latex() + (isDigit ? " \\cdot " : " ") + shown.latex(), PRODUCT);
    }

    private static Formula quotient(Formula x, Formula y) {
        boolean isNegative = x.isNegative() && x.precedence() > SUM;
        Formula above = isNegative ? withoutSign(x) : x;
        String sign = isNegative ? "-" : "";
        return new Formula(
                sign + above.within(PRODUCT).text() + "/" + y.within(POWER).text(),
                sign + "\\frac{" + above.latex() + "}{" + y.latex() + "}",
                isNegative ? NEGATION : PRODUCT);
    }

    private static Formula power(Formula x, Formula y) {
        Formula base = x.within(ATOM);
        return new Formula(
                base.text() + "^" + y.within(ATOM).text(), "{" + base.latex() + "}^{" + y.latex() + "}", POWER);
    }

    private static Formula function(String text, String latex, Formula x) {
        return atom(call(text, x), latex + parenthesised(x.latex()));
    }

    private static Formula function(String text, String latex, Formula x, Formula y) {
        return atom(call(text, x, y), latex + parenthesised(x.latex() + ", " + y.latex()));
    }

    private static Formula function(String text, Formula x, Formula y, String latex) {
        return new Formula(call(text, x, y), latex, PRODUCT);
    }

    private static Formula ofOrder(String text, String latex, Formula n, Formula x) {
        return atom(call(text, n, x), latex + parenthesised(x.latex()));
    }

    private static Formula atom(String text, String latex) {
        return new Formula(text, latex, ATOM);
    }

    private static String call(String name, Formula... arguments) {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ", ").append(arguments[i].text());
        }
        return text.append(')').toString();
    }

    private static String operator(String name) {
        return "\\operatorname{" + name + "}";
    }

    private static String parenthesised(String latex) {
        return "\\left(" + latex + "\\right)";
    }
}
