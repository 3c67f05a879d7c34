package org.wengert.program.emit;

/** A class of its own nest, with private members. */
@SuppressWarnings("unused") // by Java
final class Stranger {
    private double balance = 10;
    private static int opened = 3;

    private Stranger() {}

    static Stranger open() {
        opened = 3;
        return new Stranger();
    }

    private double scaled(double k) {
        return balance * k;
    }

    private static double half(double x) {
        return x / 2;
    }

    private static double power(double n, double x) {
        return Math.pow(x, n);
    }

    private static final class Inner {}

    static Class<?> hidden() {
        return Inner.class;
    }
}
