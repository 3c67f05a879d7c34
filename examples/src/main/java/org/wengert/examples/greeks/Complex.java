package org.wengert.examples.greeks;

/** A complex number. */
record Complex(double re, double im) {
    Complex plus(Complex z) {
        return new Complex(re + z.re, im + z.im);
    }

    Complex plus(double x) {
        return new Complex(re + x, im);
    }

    Complex minus(Complex z) {
        return new Complex(re - z.re, im - z.im);
    }

    Complex times(Complex z) {
        return new Complex(re * z.re - im * z.im, re * z.im + im * z.re);
    }

    Complex times(double x) {
        return new Complex(re * x, im * x);
    }

    Complex over(Complex z) {
        double square = z.re * z.re + z.im * z.im;
        return new Complex((re * z.re + im * z.im) / square, (im * z.re - re * z.im) / square);
    }

    Complex exp() {
        double length = Math.exp(re);
        return new Complex(length * Math.cos(im), length * Math.sin(im));
    }

    Complex log() {
        return new Complex(Math.log(Math.hypot(re, im)), Math.atan2(im, re));
    }

    /** The root with a positive real part. */
    Complex sqrt() {
        double root = Math.sqrt((Math.hypot(re, im) + re) / 2);
        return new Complex(root, im / (2 * root));
    }
}
