package org.wengert.examples.calibrate;

/** An ordinary differential equation x′ = f(x). */
interface Equation {
    double[] rate(double[] x);
}
