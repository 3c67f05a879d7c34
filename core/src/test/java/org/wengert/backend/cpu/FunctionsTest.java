package org.wengert.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.rule.Unary;

/** The functions that loops and vectors share are those of the calculus table to a few ulp. */
class FunctionsTest {
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        1e-300,
        1e-17,
        -1e-17,
        1e-9,
        20,
        -20,
        37.5,
        -37.5,
        88.7,
        -88.7,
        103.9,
        -103.9,
        709.7,
        -709.7,
        -745,
        1e5,
        -1e5,
        1e6,
        1e22,
        1e300,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    private static double[] arguments(Unary f) {
        SplittableRandom random = new SplittableRandom(f.ordinal());
        double[] x = new double[20_000];
        for (int i = 0; i < x.length; i++) {
            double scale = Math.pow(10, random.nextInt(-8, 4));
            x[i] = i < SPECIAL.length ? SPECIAL[i] : (2 * random.nextDouble() - 1) * scale;
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EXP",
                "EXPM1",
                "LOG",
                "LOG1P",
                "TANH",
                "SIGMOID",
                "SOFTPLUS",
                "LOG_SIGMOID",
                "NORMAL_CDF",
                "SIN",
                "COS"
            })
    void functionsOfDoublesAreRight(Unary f) {
        double[] x = arguments(f);
        double[] y = new double[x.length];
        DoubleLoops.map(f, x, 0, -1, y, 0, 0, x.length);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            double expected = f.evaluate(x[i]);
            // in ulp of 1 for sin and cos: their reduced argument is exact to an ulp of itself, not of their zeros
            double unit = f == Unary.SIN || f == Unary.COS ? Math.ulp(1.0) : Math.ulp(expected);
            boolean isNear = Double.compare(y[i], expected) == 0 || Math.abs(y[i] - expected) <= 4 * unit;
            if (!isNear && wrong.size() < 10) {
                wrong.add(f + "(" + x[i] + ") = " + y[i] + ", not " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EXP",
                "EXPM1",
                "LOG",
                "LOG1P",
                "TANH",
                "SIGMOID",
                "SOFTPLUS",
                "LOG_SIGMOID",
                "NORMAL_CDF",
                "SIN",
                "COS"
            })
    void functionsOfFloatsAreRight(Unary f) {
        double[] arguments = arguments(f);
        float[] x = new float[arguments.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) arguments[i];
        }
        float[] y = new float[x.length];
        FloatLoops.map(f, x, 0, -1, y, 0, 0, x.length);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            float expected = (float) f.evaluate(x[i]);
            boolean isNear = Float.compare(y[i], expected) == 0 || Math.abs(y[i] - expected) <= 4 * Math.ulp(expected);
            if (!isNear && wrong.size() < 10) {
                wrong.add(f + "(" + x[i] + ") = " + y[i] + ", not " + expected);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
