package org.wengert.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.wengert.Wengert;

/** Programs of many kinds, ℝⁿ → ℝ, each smooth near (0.7, 1.3, −0.4). */
@SuppressWarnings("unused")
final class Zoo {
    private Zoo() {}

    static double formula(double[] x) {
        return Math.log(x[0]) + x[0] * x[1] - Math.sin(x[1]) / (2 + x[2]);
    }

    static double loop(double[] x) {
        double s = 0;
        for (double each : x) {
            s += each * each * each;
        }
        return s;
    }

    static double whileLoop(double[] x) {
        double y = x[0] + 20;
        int n = 0;
        while (y > 1) {
            y = y > 3 ? y / 2 : y * y / 10;
            n++;
        }
        return y * x[1] + n;
    }

    static double branch(double[] x) {
        if (x[2] > 0) {
            return x[0];
        } else if (x[1] > 1) {
            return x[0] * x[1] * x[2];
        }
        return 0;
    }

    static double logicalOperators(double[] x) {
        boolean is = x[0] > 0 && (x[1] < 0 || x[2] < 0);
        return is ? Math.exp(x[0] * x[2]) : x[1];
    }

    static double recursion(double[] x) {
        return fibonacci(6, x[0], x[1]) * x[2];
    }

    private static double fibonacci(int n, double a, double b) {
        return n == 0 ? a : fibonacci(n - 1, b, a + b * a);
    }

    static double aliasing(double[] x) {
        double[] a = {x[0], x[1]};
        double[] b = a;
        b[0] = b[0] * x[2];
        a[1] += a[0];
        return a[0] * b[1];
    }

    static double overwrittenArgument(double[] x) {
        x[0] = x[0] * x[1];
        x[2] = 5;
        return x[0] * x[2] + x[1];
    }

    static double arraysOfArrays(double[] x) {
        double[][] m = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                m[i][j] = x[i] * x[j] + (i == j ? 2 : 0);
            }
        }
        double[] row = m[1];
        m[1] = m[2];
        m[2] = row.clone();
        row[0] = 7; // the clone keeps its own
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) + m[2][0];
    }

    static double copies(double[] x) {
        double[] y = new double[5];
        System.arraycopy(x, 0, y, 1, 3);
        double[] z = java.util.Arrays.copyOf(y, 4);
        return z[1] * z[2] * z[3] + z[0];
    }

    record Point(double x, double y) {
        Point plus(Point p) {
            return new Point(x + p.x, y + p.y);
        }

        Point times(double k) {
            return new Point(k * x, k * y);
        }

        double norm() {
            return Math.hypot(x, y);
        }
    }

    static double records(double[] x) {
        Point p = new Point(x[0], x[1]);
        Point q = p.times(x[2]).plus(new Point(1, x[0]));
        return q.norm() + p.y();
    }

    static final class Account {
        private double balance;
        private final double rate;

        Account(double rate, double start) {
            this.rate = rate * 2;
            this.balance = start * this.rate;
        }

        void year() {
            balance += balance * rate;
        }

        double balance() {
            return balance;
        }
    }

    static double mutableObject(double[] x) {
        Account a = new Account(x[0], x[1]);
        a.year();
        a.year();
        return a.balance() * x[2];
    }

    static final class Polynomial {
        private final double[] coefficients;

        Polynomial(double... coefficients) {
            this.coefficients = new double[coefficients.length];
            for (int i = 0; i < coefficients.length; i++) {
                this.coefficients[i] = coefficients[i] * (i + 1);
            }
        }

        double at(double x) {
            double y = 0;
            for (int i = coefficients.length - 1; i >= 0; i--) {
                y = y * x + coefficients[i];
            }
            return y;
        }
    }

    static double constructorWithArray(double[] x) {
        return new Polynomial(x[0], x[1], x[2]).at(x[0] * 0.5);
    }

    static class Shape {
        protected final double size;

        Shape(double size) {
            this.size = size * size;
        }

        double area() {
            return size;
        }
    }

    static final class Disc extends Shape {
        private final double factor;

        Disc(double radius, double factor) {
            super(radius);
            this.factor = factor * size;
        }

        @Override
        double area() {
            return factor * super.area();
        }
    }

    static double inheritance(double[] x) {
        return new Disc(x[0], x[1]).area() * x[2];
    }

    static double lambda(double[] x) {
        double k = x[0] * 2;
        DoubleUnaryOperator f = z -> k * z * z;
        DoubleBinaryOperator g = Math::pow;
        return f.applyAsDouble(x[1]) + g.applyAsDouble(x[0], 3) * x[2];
    }

    static double boxes(double[] x) {
        Double a = x[0];
        Double b = a * x[1];
        Object c = b;
        return (Double) c + a * x[2];
    }

    static double list(double[] x) {
        List<Double> values = new ArrayList<>();
        for (double each : x) {
            values.add(each * each);
        }
        values.add(3.0);
        double s = 0;
        for (Double each : values) {
            s += Math.sin(each);
        }
        return s * values.get(1);
    }

    static double map(double[] x) {
        Map<String, Double> m = new HashMap<>();
        m.put("a", x[0]);
        m.put("b", m.get("a") * x[1]);
        m.put("a", x[2]);
        return m.get("a") * m.getOrDefault("b", 1.0);
    }

    private static double global;

    static double staticField(double[] x) {
        global = x[0];
        for (int i = 0; i < 3; i++) {
            global *= x[1];
        }
        return global + x[2];
    }

    static double exceptions(double[] x) {
        double y;
        try {
            y = x[3];
        } catch (ArrayIndexOutOfBoundsException e) {
            y = x[0] * x[1];
        }
        return y * x[2];
    }

    static double choice(double[] x) {
        double s = 0;
        for (int i = 0; i < 5; i++) {
            switch (i) {
                case 0 -> s += x[0];
                case 1, 3 -> s *= x[1];
                case 2 -> {
                    continue;
                }
                default -> s += x[2] * i;
            }
        }
        return s;
    }

    static double floats(double[] x) {
        float a = (float) x[0];
        float b = a * a + 1f;
        return (double) b * x[1] - x[2];
    }

    static double integers(double[] x) {
        int n = (int) (x[0] * 10 + 0.5);
        return x[1] * n + Math.floor(x[2]) * x[0];
    }

    static double manyFunctions(double[] x) {
        double a = Math.tanh(x[0]) + Math.atan2(x[1], x[0]) + Math.cbrt(x[1]);
        double b = Math.fma(x[0], x[1], x[2]) + Math.hypot(x[0], x[2]) + Math.expm1(x[2]);
        double c = Math.clamp(x[0], 0.0, 1.0) + Math.max(x[0], x[2]) + Math.abs(x[2]) + Math.log1p(x[0]);
        return a * b + StrictMath.sin(c) + Math.pow(x[0], x[1]) + Math.pow(x[1], 2);
    }

    static double derivativeInside(double[] x) {
        return x[1] * Wengert.derivative(z -> z * z * x[0]).applyAsDouble(x[2]);
    }

    static double ignored(double[] x) {
        double _ = Math.log(x[2] - 1000);
        StringBuilder text = new StringBuilder();
        text.append(x[0]).append(" and ").append(String.valueOf(x[1]));
        return x[0] * (text.isEmpty() ? 2 : 3) + (Double.compare(x[0], x[1]) > 0 ? 1 : 2);
    }

    static double filled(double[] x) {
        Double[] a = new Double[2];
        Arrays.setAll(a, i -> x[0] * x[1] * (i + 1));
        return a[0] * a[1];
    }

    static double greatest(double[] x) {
        double[] values = {x[0] * x[1], x[2], -x[0]};
        return Arrays.stream(values).max().getAsDouble();
    }
}
