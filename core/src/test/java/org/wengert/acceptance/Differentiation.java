package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.directionalDerivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;
import static org.wengert.Wengert.jacobian;
import static org.wengert.Wengert.jvp;
import static org.wengert.Wengert.linearize;
import static org.wengert.Wengert.valueAndGrad;
import static org.wengert.Wengert.vjp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.ValueAndGradient;
import org.wengert.VectorField;

/**
 * A program at a point, to be differentiated in every way that the door offers. Each expectation is checked in all of them, and so
 * are the laws that need no expectation: the value has the bits of the undifferentiated program, the caller's array is left as it
 * is, Hessians are symmetric.
 *
 * <pre>{@code
 * Differentiation.of(TestFunctions::rosenbrock).at(-1.2, 1).hasGradient(1e-12, -215.6, -88);
 * }</pre>
 */
public final class Differentiation {
    private final ScalarField f;
    private final double[] x;

    private Differentiation(ScalarField f, double[] x) {
        this.f = f;
        this.x = x;
    }

    /** Names the program; {@link Program#at} gives the point. */
    public static Program of(ScalarField f) {
        return x -> new Differentiation(f, x);
    }

    /** A program of one number, seen as a field on ℝ¹ as well. */
    public static OfScalar of(ScalarFunction f, double x) {
        return new OfScalar(f, x);
    }

    /** A program without its point. */
    @FunctionalInterface
    public interface Program {
        /** The program at a point; the value is checked at once. */
        Differentiation at(double... x);
    }

    /** The ways to a gradient. */
    public enum First {
        REVERSE {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return grad(f).apply(x);
            }
        },
        FORWARD {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return grad(f, by(Mode.FORWARD)).apply(x);
            }
        },
        REVERSE_INTO {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                double[] gradient = new double[x.length];
                Arrays.fill(gradient, 7);
                sameBits(f.applyAsDouble(x.clone()), grad(f).into(x, gradient), "value of grad(f).into");
                return gradient;
            }
        },
        WITH_THE_VALUE {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                ValueAndGradient.Evaluation evaluation = valueAndGrad(f).apply(x);
                sameBits(f.applyAsDouble(x.clone()), evaluation.value(), "value of valueAndGrad(f)");
                return evaluation.gradient();
            }
        },
        DIRECTION_BY_DIRECTION {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                double[] gradient = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    gradient[i] = directionalDerivative(f).applyAsDouble(x, unit(x.length, i));
                }
                return gradient;
            }
        },
        ROW_OF_A_FORWARD_JACOBIAN {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return jacobian(asMap(f), by(Mode.FORWARD)).apply(x)[0];
            }
        },
        ROW_OF_A_REVERSE_JACOBIAN {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return jacobian(asMap(f), by(Mode.REVERSE)).apply(x)[0];
            }
        },
        PULLBACK {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return vjp(asMap(f)).apply(x).apply(new double[] {1});
            }
        },
        LINEAR_APPROXIMATION {
            @Override
            double[] gradient(ScalarField f, double[] x) {
                return linearize(asMap(f), x).transpose(new double[] {1});
            }
        };

        abstract double[] gradient(ScalarField f, double[] x);
    }

    /** The ways to a Hessian; of two modes, the outer one comes first. */
    public enum Second {
        FORWARD_OVER_FORWARD {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return jacobian(grad(f, by(Mode.FORWARD)), by(Mode.FORWARD)).apply(x);
            }
        },
        FORWARD_OVER_REVERSE {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return jacobian(grad(f, by(Mode.REVERSE)), by(Mode.FORWARD)).apply(x);
            }
        },
        REVERSE_OVER_FORWARD {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return jacobian(grad(f, by(Mode.FORWARD)), by(Mode.REVERSE)).apply(x);
            }
        },
        REVERSE_OVER_REVERSE {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return jacobian(grad(f, by(Mode.REVERSE)), by(Mode.REVERSE)).apply(x);
            }
        },
        OPERATOR_FF {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return symmetric(
                        org.wengert.Wengert.hessian(f, Mode.FORWARD, Mode.FORWARD)
                                .apply(x),
                        this);
            }
        },
        OPERATOR_FR {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return symmetric(org.wengert.Wengert.hessian(f).apply(x), this);
            }
        },
        OPERATOR_RF {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return symmetric(
                        org.wengert.Wengert.hessian(f, Mode.REVERSE, Mode.FORWARD)
                                .apply(x),
                        this);
            }
        },
        OPERATOR_RR {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                return symmetric(
                        org.wengert.Wengert.hessian(f, Mode.REVERSE, Mode.REVERSE)
                                .apply(x),
                        this);
            }
        },
        HESSIAN_VECTOR_PRODUCTS {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                double[][] hessian = new double[x.length][];
                for (int i = 0; i < x.length; i++) {
                    hessian[i] = hvp(f).apply(x, unit(x.length, i));
                }
                return hessian;
            }
        },
        PUSHED_GRADIENT {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                double[][] hessian = new double[x.length][];
                for (int i = 0; i < x.length; i++) {
                    hessian[i] = jvp(grad(f)).apply(x, unit(x.length, i));
                }
                return hessian;
            }
        },
        GRADIENTS_OF_A_GRADIENT_INSIDE_A_LAMBDA {
            @Override
            double[][] hessian(ScalarField f, double[] x) {
                double[][] hessian = new double[x.length][];
                for (int i = 0; i < x.length; i++) {
                    int row = i;
                    hessian[i] = grad(y -> grad(f).apply(y)[row]).apply(x);
                }
                return hessian;
            }
        };

        abstract double[][] hessian(ScalarField f, double[] x);
    }

    /** Checks f(x), and that no way to a derivative changes its bits. */
    public Differentiation hasValue(double tolerance, double expected) {
        close("value", tolerance, new double[] {f.applyAsDouble(x.clone())}, new double[] {expected});
        return this;
    }

    /** Checks ∇f(x) in every {@link First} way: each entry to a relative tolerance, a zero to that of the largest entry. */
    public Differentiation hasGradient(double tolerance, double... expected) {
        for (First way : First.values()) {
            double[] argument = x.clone();
            double[] gradient = way.gradient(f, argument);
            assertThat(argument).as("%s changed its argument", way).isEqualTo(x);
            close(way.toString(), tolerance, gradient, expected);
        }
        return this;
    }

    /** Checks ∇²f(x) in every {@link Second} way. */
    public Differentiation hasHessian(double tolerance, double[]... expected) {
        for (Second way : Second.values()) {
            double[] argument = x.clone();
            double[][] hessian = way.hessian(f, argument);
            assertThat(argument).as("%s changed its argument", way).isEqualTo(x);
            assertThat(hessian.length).as(way.toString()).isEqualTo(x.length);
            close(way.toString(), tolerance, flat(hessian), flat(expected));
        }
        return this;
    }

    /** Checks the ways among themselves and first derivatives against five-point differences. */
    public Differentiation agrees() {
        double[] gradient = grad(f).apply(x);
        close("five-point differences", 1e-6, fivePointDifferences(f, x), gradient);
        hasGradient(1e-12, gradient);
        return hasHessian(1e-9, hessian(f).apply(x));
    }

    /** Checks that the program throws, and that its derivatives throw the same: exceptions of one class with one message. */
    public void throwsTheSame() {
        Throwable expected = catchThrowable(() -> f.applyAsDouble(x.clone()));
        assertThat(expected).isNotNull();
        List<ThrowingCallable> derivatives = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            derivatives.add(() -> grad(f, by(mode)).apply(x));
        }
        derivatives.add(() -> hvp(f).apply(x, x.clone()));
        for (ThrowingCallable derivative : derivatives) {
            assertThat(catchThrowable(derivative)).hasSameClassAs(expected).hasMessage(expected.getMessage());
        }
    }

    /** A program of one number; see {@link Differentiation#of(ScalarFunction, double)}. */
    public static final class OfScalar {
        private final ScalarFunction f;
        private final double x;

        private OfScalar(ScalarFunction f, double x) {
            this.f = f;
            this.x = x;
        }

        /** Checks f(x). */
        public OfScalar hasValue(double tolerance, double expected) {
            close("value", tolerance, new double[] {f.applyAsDouble(x)}, new double[] {expected});
            return this;
        }

        /** Checks f′(x) in forward mode and in every way that the field on ℝ¹ has. */
        public OfScalar hasDerivative(double tolerance, double expected) {
            close("derivative", tolerance, new double[] {derivative(f).applyAsDouble(x)}, new double[] {expected});
            asField(f, x).hasGradient(tolerance, expected);
            return this;
        }

        /** Checks f″(x) in every way. */
        public OfScalar hasSecondDerivative(double tolerance, double expected) {
            hasDerivativeOfOrder(2, tolerance, expected);
            asField(f, x).hasHessian(tolerance, new double[] {expected});
            return this;
        }

        /** Checks f⁽ⁿ⁾(x) by forward over forward …, and the last derivative by reverse mode. */
        public OfScalar hasDerivativeOfOrder(int n, double tolerance, double expected) {
            double[] wanted = {expected};
            close("order " + n, tolerance, new double[] {derivative(f, n).applyAsDouble(x)}, wanted);
            ScalarFunction below = derivative(f, n - 1);
            close(
                    "order " + n + ", reverse over forward",
                    tolerance,
                    new double[] {reverse(below).applyAsDouble(x)},
                    wanted);
            return this;
        }

        /** Checks f⁽ⁿ⁾(x) by reverse mode all the way. */
        public OfScalar hasReverseDerivativeOfOrder(int n, double tolerance, double expected) {
            ScalarFunction f = this.f;
            for (int i = 0; i < n; i++) {
                f = reverse(f);
            }
            close("order " + n + " by reverse mode", tolerance, new double[] {f.applyAsDouble(x)}, new double[] {
                expected
            });
            return this;
        }

        /** Checks f(x) and f′(x), f″(x), … in every way. */
        public OfScalar hasDerivatives(double tolerance, double... expected) {
            hasDerivative(tolerance, expected[0]);
            for (int i = 1; i < expected.length; i++) {
                hasDerivativeOfOrder(i + 1, tolerance, expected[i]);
            }
            return this;
        }

        private static ScalarFunction reverse(ScalarFunction f) {
            return x -> grad((double[] y) -> f.applyAsDouble(y[0])).apply(new double[] {x})[0];
        }

        private static Differentiation asField(ScalarFunction f, double x) {
            return of(y -> f.applyAsDouble(y[0])).at(x);
        }
    }

    /** Five-point differences, their error O(h⁴) + O(ε/h). */
    public static double[] fivePointDifferences(ScalarField f, double[] x) {
        double[] differences = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double h = 1e-3 * Math.max(1, Math.abs(x[i]));
            differences[i] =
                    (8 * (moved(f, x, i, h) - moved(f, x, i, -h)) - (moved(f, x, i, 2 * h) - moved(f, x, i, -2 * h)))
                            / (12 * h);
        }
        return differences;
    }

    private static double moved(ScalarField f, double[] x, int i, double h) {
        double[] y = x.clone();
        y[i] += h;
        return f.applyAsDouble(y);
    }

    /** Requires each entry to a relative tolerance, and zeros to that of the largest entry; NaN and ∞ exactly. */
    public static void close(String what, double tolerance, double[] actual, double[] expected) {
        assertThat(actual.length).as("%s: length", what).isEqualTo(expected.length);
        double largest = 0;
        for (double e : expected) {
            largest = Double.isFinite(e) ? Math.max(largest, Math.abs(e)) : largest;
        }
        for (int i = 0; i < expected.length; i++) {
            double scale = expected[i] == 0 ? largest : Math.abs(expected[i]);
            boolean same = Double.isFinite(expected[i])
                    ? Math.abs(actual[i] - expected[i]) <= tolerance * scale
                    : Double.compare(actual[i], expected[i]) == 0;
            assertThat(same)
                    .as(
                            "%s: entry %d is %s, not %s, within %s%n  actual   %s%n  expected %s",
                            what,
                            i,
                            actual[i],
                            expected[i],
                            tolerance,
                            Arrays.toString(actual),
                            Arrays.toString(expected))
                    .isTrue();
        }
    }

    /** Requires the same bits. */
    public static void sameBits(double expected, double actual, String what) {
        assertThat(Double.doubleToRawLongBits(actual))
                .as("%s is %s, not %s", what, actual, expected)
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    private static VectorField asMap(ScalarField f) {
        return y -> new double[] {f.applyAsDouble(y)};
    }

    private static double[] unit(int n, int i) {
        double[] e = new double[n];
        e[i] = 1;
        return e;
    }

    private static double[][] symmetric(double[][] hessian, Second way) {
        for (int i = 0; i < hessian.length; i++) {
            for (int j = 0; j < i; j++) {
                sameBits(hessian[i][j], hessian[j][i], way + ": entry [" + j + "][" + i + "] across the diagonal");
            }
        }
        return hessian;
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
