package org.wengert;

/** A function ℝ × ℝ × ℝ → ℝ whose code Wengert can read. */
@FunctionalInterface
public interface ScalarFunction3 extends TreeFunction3<Double, Double, Double> {
    /**
     * Returns the value.
     *
     * @param x the first argument
     * @param y the second argument
     * @param z the third argument
     * @return the value of the function
     */
    double applyAsDouble(double x, double y, double z);

    @Override
    default double applyAsDouble(Double x, Double y, Double z) {
        return applyAsDouble(x.doubleValue(), y.doubleValue(), z.doubleValue());
    }
}
