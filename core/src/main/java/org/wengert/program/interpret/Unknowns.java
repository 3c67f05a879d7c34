package org.wengert.program.interpret;

import org.wengert.program.ir.Type;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;

/**
 * Values that stand for many numbers at once, and what a program does with them; see {@link PartialEvaluation}.
 *
 * @param <V> a value: many numbers of a {@link Type}, or many truth values
 */
public interface Unknowns<V> {
    /** Comparisons; those with NaN are false but for {@link #NE}. */
    enum Relation {
        /** Less. */
        LT,
        /** Less or equal. */
        LE,
        /** Greater. */
        GT,
        /** Greater or equal. */
        GE,
        /** Equal. */
        EQ,
        /** Not equal. */
        NE
    }

    /**
     * Returns a number as a value.
     *
     * @param number an Integer, Long, Float or Double
     * @param isWritten whether it stands in the code, rather than being captured
     */
    V constant(Number number, boolean isWritten);

    /** Returns f(x) of numbers of that type, D or F. */
    V apply(Unary f, V x, Type type);

    /** Returns f(x, y) of numbers of that type, D or F. */
    V apply(Binary f, V x, V y, Type type);

    /** Returns f(x, y, z) of doubles. */
    V apply(Ternary f, V x, V y, V z);

    /**
     * Returns integer arithmetic.
     *
     * @param opcode iadd … lxor but for negations; of divisions the divisor is known not to be 0
     * @param x of type I or J
     * @param y of the same type; the distance of a shift is of type I
     */
    V integer(int opcode, V x, V y);

    /** Returns −x of an integer. */
    V negated(V x);

    /** Returns a conversion, i2l … i2s. */
    V convert(int opcode, V x);

    /** Returns truth values. */
    V compare(Relation relation, V x, V y);

    /** Returns the truth values of a or b. */
    V or(V a, V b);

    /** Returns the truth values of a and b. */
    V and(V a, V b);

    /** Returns the opposite truth values. */
    V not(V a);

    /** Returns truth values as the ints 1 and 0. */
    V number(V truth);

    /** Returns numbers of one type, those of x where a condition holds, those of y elsewhere. */
    V where(V condition, V x, V y);
}
