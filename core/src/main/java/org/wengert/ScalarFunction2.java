package org.wengert;

import java.util.function.DoubleBinaryOperator;

/** A function ℝ × ℝ → ℝ whose code Wengert can read. */
@FunctionalInterface
public interface ScalarFunction2 extends DoubleBinaryOperator, TreeFunction2<Double, Double> {
    @Override
    double applyAsDouble(double x, double y);

    @Override
    default double applyAsDouble(Double x, Double y) {
        return applyAsDouble(x.doubleValue(), y.doubleValue());
    }
}
