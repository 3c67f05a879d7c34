package org.wengert.backend.cpu;

import static org.wengert.backend.cpu.FloatLanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/**
 * The loops of {@link FloatLoops} with vectors, over a whole number of vectors and with the same bits.
 *
 * <p>Each kernel is a method of its own without branches in its loop: it is compiled once, and nothing that happens later makes the compiler
 * give up what it made.
 */
final class FloatVectors {
    static final int LANES = SPECIES.length();
    /** As many floats as a vector has doubles. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    private FloatVectors() {}

    private static FloatVector load(float[] x, int xo, int xm, int i) {
        return FloatVector.fromArray(SPECIES, x, xo + (i & xm));
    }

    // ------------------------------------------------------------------ of one argument

    static boolean has(Unary f) {
        return switch (f) {
            case NEG,
                    ABS,
                    SQUARE,
                    RECIPROCAL,
                    SQRT,
                    RELU,
                    EXP,
                    EXPM1,
                    LOG,
                    LOG1P,
                    TANH,
                    SIGMOID,
                    SOFTPLUS,
                    LOG_SIGMOID,
                    NORMAL_CDF,
                    SIN,
                    COS,
                    STEP,
                    RECIPROCAL_POSITIVE,
                    ZERO_LIKE,
                    ONE_LIKE -> true;
            default -> false;
        };
    }

    static void map(Unary f, float[] x, int xo, int xm, float[] z, int zo, int n) {
        switch (f) {
            case NEG -> neg(x, xo, xm, z, zo, n);
            case ABS -> abs(x, xo, xm, z, zo, n);
            case SQUARE -> square(x, xo, xm, z, zo, n);
            case RECIPROCAL -> reciprocal(x, xo, xm, z, zo, n);
            case SQRT -> sqrt(x, xo, xm, z, zo, n);
            case RELU -> relu(x, xo, xm, z, zo, n);
            case EXP -> exp(x, xo, xm, z, zo, n);
            case EXPM1 -> expm1(x, xo, xm, z, zo, n);
            case LOG -> log(x, xo, xm, z, zo, n);
            case LOG1P -> log1p(x, xo, xm, z, zo, n);
            case TANH -> tanh(x, xo, xm, z, zo, n);
            case SIGMOID -> sigmoid(x, xo, xm, z, zo, n);
            case SOFTPLUS -> softplus(x, xo, xm, z, zo, n);
            case LOG_SIGMOID -> logSigmoid(x, xo, xm, z, zo, n);
            case NORMAL_CDF -> normalCdf(x, xo, xm, z, zo, n);
            case SIN -> wave(0, x, xo, xm, z, zo, n);
            case COS -> wave(1, x, xo, xm, z, zo, n);
            case STEP -> step(x, xo, xm, z, zo, n);
            case RECIPROCAL_POSITIVE -> reciprocalPositive(x, xo, xm, z, zo, n);
            case ZERO_LIKE -> like(0, x, xo, xm, z, zo, n);
            case ONE_LIKE -> like(1, x, xo, xm, z, zo, n);
            default -> throw new AssertionError("no vector kernel of " + f + ", please report");
        }
    }

    private static void neg(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).neg().intoArray(z, zo + i);
        }
    }

    private static void abs(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).abs().intoArray(z, zo + i);
        }
    }

    private static void square(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = load(x, xo, xm, i);
            a.mul(a).intoArray(z, zo + i);
        }
    }

    private static void reciprocal(float[] x, int xo, int xm, float[] z, int zo, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int i = 0; i < n; i += LANES) {
            one.div(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void sqrt(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).sqrt().intoArray(z, zo + i);
        }
    }

    private static void relu(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).max(0).intoArray(z, zo + i);
        }
    }

    private static void exp(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.exp(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void expm1(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.expm1(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void log(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.log(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void log1p(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.log1p(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void tanh(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.tanh(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void sigmoid(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.sigmoid(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void softplus(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.softplus(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void logSigmoid(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.logSigmoid(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    private static void normalCdf(float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatLanes.normalCdf(load(x, xo, xm, i)).intoArray(z, zo + i);
        }
    }

    /** In doubles, as the loops do. */
    private static void wave(long quarters, float[] x, int xo, int xm, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += HALF.length()) {
            DoubleVector a = (DoubleVector) FloatVector.fromArray(HALF, x, xo + (i & xm))
                    .convertShape(VectorOperators.F2D, DoubleLanes.SPECIES, 0);
            ((FloatVector) DoubleLanes.wave(a, quarters).convertShape(VectorOperators.D2F, HALF, 0))
                    .intoArray(z, zo + i);
        }
    }

    private static void step(float[] x, int xo, int xm, float[] z, int zo, int n) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = load(x, xo, xm, i);
            zero.blend(1, a.compare(VectorOperators.GT, 0))
                    .blend(Float.NaN, a.compare(VectorOperators.NE, a))
                    .intoArray(z, zo + i);
        }
    }

    private static void reciprocalPositive(float[] x, int xo, int xm, float[] z, int zo, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = load(x, xo, xm, i);
            one.div(a.abs()).blend(Float.NaN, a.compare(VectorOperators.LT, 0)).intoArray(z, zo + i);
        }
    }

    private static void like(float value, float[] x, int xo, int xm, float[] z, int zo, int n) {
        FloatVector all = FloatVector.broadcast(SPECIES, value);
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = load(x, xo, xm, i);
            all.blend(Float.NaN, a.compare(VectorOperators.NE, a)).intoArray(z, zo + i);
        }
    }

    /** Whether sin and cos are to be computed by vectors. */
    static boolean isReducible(float[] x, int xo, int xm, int n) {
        VectorMask<Float> all = SPECIES.maskAll(true);
        for (int i = 0; i < n; i += LANES) {
            all = all.and(load(x, xo, xm, i).abs().compare(VectorOperators.LE, (float) DoubleMath.REDUCIBLE));
        }
        return all.allTrue();
    }

    // ------------------------------------------------------------------ of two and three arguments

    static boolean has(Binary f) {
        return switch (f) {
            case ADD, SUB, MUL, DIV, MIN, MAX, MAX_WEIGHT, EXCEEDS -> true;
            default -> false;
        };
    }

    static void map(Binary f, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        switch (f) {
            case ADD -> add(x, xo, xm, y, yo, ym, z, zo, n);
            case SUB -> sub(x, xo, xm, y, yo, ym, z, zo, n);
            case MUL -> mul(x, xo, xm, y, yo, ym, z, zo, n);
            case DIV -> div(x, xo, xm, y, yo, ym, z, zo, n);
            case MIN -> min(x, xo, xm, y, yo, ym, z, zo, n);
            case MAX -> max(x, xo, xm, y, yo, ym, z, zo, n);
            case MAX_WEIGHT -> weight(0.5f, x, xo, xm, y, yo, ym, z, zo, n);
            case EXCEEDS -> weight(0, x, xo, xm, y, yo, ym, z, zo, n);
            default -> throw new AssertionError("no vector kernel of " + f + ", please report");
        }
    }

    private static void add(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).add(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void sub(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).sub(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void mul(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).mul(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void div(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).div(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void min(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).min(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void max(float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).max(load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    /** 1 where x &gt; y, a number where they are equal, 0 where x &lt; y, else NaN. */
    private static void weight(
            float equal, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        FloatVector none = FloatVector.broadcast(SPECIES, Float.NaN);
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = load(x, xo, xm, i);
            FloatVector b = load(y, yo, ym, i);
            none.blend(0, a.compare(VectorOperators.LT, b))
                    .blend(equal, a.compare(VectorOperators.EQ, b))
                    .blend(1, a.compare(VectorOperators.GT, b))
                    .intoArray(z, zo + i);
        }
    }

    // ------------------------------------------------------------------ truth values

    static void compare(
            Op.Comparison f, float[] x, int xo, int xm, float[] y, int yo, int ym, boolean[] z, int zo, int n) {
        switch (f) {
            case LT -> less(x, xo, xm, y, yo, ym, z, zo, n);
            case LE -> lessOrEqual(x, xo, xm, y, yo, ym, z, zo, n);
            case GT -> less(y, yo, ym, x, xo, xm, z, zo, n);
            case GE -> lessOrEqual(y, yo, ym, x, xo, xm, z, zo, n);
            case EQ -> equal(x, xo, xm, y, yo, ym, z, zo, n);
            case NE -> differ(x, xo, xm, y, yo, ym, z, zo, n);
        }
    }

    private static void less(float[] x, int xo, int xm, float[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).compare(VectorOperators.LT, load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void lessOrEqual(float[] x, int xo, int xm, float[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).compare(VectorOperators.LE, load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void equal(float[] x, int xo, int xm, float[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).compare(VectorOperators.EQ, load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    private static void differ(float[] x, int xo, int xm, float[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(x, xo, xm, i).compare(VectorOperators.NE, load(y, yo, ym, i)).intoArray(z, zo + i);
        }
    }

    static void where(
            boolean[] c, int co, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] z, int zo, int n) {
        for (int i = 0; i < n; i += LANES) {
            load(y, yo, ym, i)
                    .blend(load(x, xo, xm, i), VectorMask.fromArray(SPECIES, c, co + i))
                    .intoArray(z, zo + i);
        }
    }

    // ------------------------------------------------------------------ many made one

    static boolean has(Op.Reduction f) {
        return f == Op.Reduction.SUM || f == Op.Reduction.MAX || f == Op.Reduction.MIN;
    }

    /** Of at least one vector of elements. */
    static float reduce(Op.Reduction f, float[] x, int xo, int n, float[] scratch) {
        int used = n >= 4 * LANES ? 4 * LANES : LANES;
        int whole = n / LANES * LANES;
        switch (f) {
            case SUM -> sum(x, xo, whole, used, scratch);
            case MAX -> greatest(x, xo, whole, used, scratch);
            case MIN -> least(x, xo, whole, used, scratch);
            default -> throw new AssertionError("no vector kernel of " + f + ", please report");
        }
        return FloatLoops.finish(f, scratch, used, LANES, x, xo + whole, n - whole);
    }

    private static void sum(float[] x, int xo, int n, int used, float[] z) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, xo);
        int i = LANES;
        if (used > LANES) {
            FloatVector b = FloatVector.fromArray(SPECIES, x, xo + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, x, xo + 2 * LANES);
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + 3 * LANES);
            for (i = used; i + used <= n; i += used) {
                a = a.add(FloatVector.fromArray(SPECIES, x, xo + i));
                b = b.add(FloatVector.fromArray(SPECIES, x, xo + i + LANES));
                c = c.add(FloatVector.fromArray(SPECIES, x, xo + i + 2 * LANES));
                d = d.add(FloatVector.fromArray(SPECIES, x, xo + i + 3 * LANES));
            }
            b.intoArray(z, LANES);
            c.intoArray(z, 2 * LANES);
            d.intoArray(z, 3 * LANES);
        }
        for (; i < n; i += LANES) {
            a = a.add(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        a.intoArray(z, 0);
    }

    private static void greatest(float[] x, int xo, int n, int used, float[] z) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, xo);
        int i = LANES;
        if (used > LANES) {
            FloatVector b = FloatVector.fromArray(SPECIES, x, xo + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, x, xo + 2 * LANES);
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + 3 * LANES);
            for (i = used; i + used <= n; i += used) {
                a = a.max(FloatVector.fromArray(SPECIES, x, xo + i));
                b = b.max(FloatVector.fromArray(SPECIES, x, xo + i + LANES));
                c = c.max(FloatVector.fromArray(SPECIES, x, xo + i + 2 * LANES));
                d = d.max(FloatVector.fromArray(SPECIES, x, xo + i + 3 * LANES));
            }
            b.intoArray(z, LANES);
            c.intoArray(z, 2 * LANES);
            d.intoArray(z, 3 * LANES);
        }
        for (; i < n; i += LANES) {
            a = a.max(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        a.intoArray(z, 0);
    }

    private static void least(float[] x, int xo, int n, int used, float[] z) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, xo);
        int i = LANES;
        if (used > LANES) {
            FloatVector b = FloatVector.fromArray(SPECIES, x, xo + LANES);
            FloatVector c = FloatVector.fromArray(SPECIES, x, xo + 2 * LANES);
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + 3 * LANES);
            for (i = used; i + used <= n; i += used) {
                a = a.min(FloatVector.fromArray(SPECIES, x, xo + i));
                b = b.min(FloatVector.fromArray(SPECIES, x, xo + i + LANES));
                c = c.min(FloatVector.fromArray(SPECIES, x, xo + i + 2 * LANES));
                d = d.min(FloatVector.fromArray(SPECIES, x, xo + i + 3 * LANES));
            }
            b.intoArray(z, LANES);
            c.intoArray(z, 2 * LANES);
            d.intoArray(z, 3 * LANES);
        }
        for (; i < n; i += LANES) {
            a = a.min(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        a.intoArray(z, 0);
    }

    /** Of the first n columns. */
    static void sumColumns(float[] x, int xo, int rows, int columns, float[] sums, int so, int n) {
        for (int c = 0; c < n; c += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, sums, so + c);
            int at = xo + c;
            for (int r = 0; r < rows; r++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, at));
                at += columns;
            }
            sum.intoArray(sums, so + c);
        }
    }
}
