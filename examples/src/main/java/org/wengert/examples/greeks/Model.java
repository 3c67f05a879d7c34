package org.wengert.examples.greeks;

/** How the price of an asset moves. */
interface Model {
    /** Returns the price today. */
    double spot();

    /** Returns the riskless rate, continuously compounded, per year. */
    double rate();

    /** Returns how many normal numbers a step takes. */
    int factors();

    /**
     * Returns the price at the times 0, dt, 2dt, …
     *
     * @param dt years between two of them
     * @param normals independent standard normal numbers, {@link #factors()} for each step
     */
    double[] path(double dt, double[] normals);
}
