package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wengert.Tensors;
import org.wengert.tensor.Tensor;

/**
 * A function of tensors to one number at a point, to be differentiated in every way that the door offers. Each expectation is checked in all of
 * them, and so are the laws that need no expectation: a gradient has the shape and the type of its argument, the value has the bits of the
 * undifferentiated function, Hessians are symmetric.
 *
 * <pre>{@code
 * TensorDifferentiation.of(x -> x.square().sum()).at(Tensor.vector(1, 2)).hasGradient(1e-12, 2, 4);
 * }</pre>
 */
final class TensorDifferentiation {
    private final Function<List<Tensor>, Tensor> f;
    private final List<Tensor> x;

    private TensorDifferentiation(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        this.f = f;
        this.x = x;
    }

    /** Names a function of one tensor; {@link Program#at} gives the point. */
    static Program of(UnaryOperator<Tensor> f) {
        return x -> new TensorDifferentiation(y -> f.apply(y.getFirst()), List.of(x));
    }

    /** Names a function of two tensors. */
    static Program of(BinaryOperator<Tensor> f) {
        return x -> new TensorDifferentiation(y -> f.apply(y.get(0), y.get(1)), List.of(x));
    }

    /** Names a function of any number of tensors. */
    static Program ofAll(Function<List<Tensor>, Tensor> f) {
        return x -> new TensorDifferentiation(f, List.of(x));
    }

    /** A function without its point. */
    @FunctionalInterface
    interface Program {
        /** The function at a point. */
        TensorDifferentiation at(Tensor... x);
    }

    /** The ways to a gradient. */
    enum First {
        REVERSE {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return Tensors.grad(f).apply(x);
            }
        },
        WITH_THE_VALUE {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                Tensors.ValueAndGrad<List<Tensor>> both =
                        Tensors.valueAndGrad(f).apply(x);
                Differentiation.sameBits(f.apply(x).item(), both.value().item(), "value of valueAndGrad(f)");
                return both.gradient();
            }
        },
        BACKWARD {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                List<Tensor> variables = x.stream().map(Tensor::requiresGrad).toList();
                f.apply(variables).backward();
                return variables.stream().map(First::orZeros).toList();
            }
        },
        PULLBACK {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                var pullback = Tensors.vjp(f, x);
                return pullback.apply(Tensor.onesLike(pullback.value()));
            }
        },
        ROW_OF_A_FORWARD_JACOBIAN {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return Tensors.jacfwd(f).apply(x);
            }
        },
        ROW_OF_A_REVERSE_JACOBIAN {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return Tensors.jacrev(f).apply(x);
            }
        },
        DIRECTION_BY_DIRECTION {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return byDirections(x, xDot -> Tensors.jvp(f, x, xDot).tangent());
            }
        },
        LINEAR_APPROXIMATION {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return byDirections(x, Tensors.linearize(f, x)::apply);
            }
        },
        MAPPED {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                List<Tensor> twice = x.stream().map(t -> Tensor.stack(0, t, t)).toList();
                return Tensors.vmap(Tensors.grad(f)).apply(twice).stream()
                        .map(g -> g.get(1))
                        .toList();
            }
        },
        COMPILED {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return Tensors.compile(Tensors.grad(f)).apply(x);
            }
        },
        CHECKPOINTED {
            @Override
            List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
                return Tensors.grad(Tensors.checkpoint(f)).apply(x);
            }
        };

        abstract List<Tensor> gradient(Function<List<Tensor>, Tensor> f, List<Tensor> x);

        private static Tensor orZeros(Tensor variable) {
            @Nullable Tensor gradient = variable.grad();
            return gradient == null ? Tensor.zerosLike(variable) : gradient;
        }
    }

    /** The ways to the Hessian of a function of one tensor; of two modes, the outer one comes first. */
    enum Second {
        OPERATOR {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.hessian(f::apply).apply(x);
            }
        },
        FORWARD_OVER_FORWARD {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.jacfwd(Tensors.jacfwd(f::apply)).apply(x);
            }
        },
        FORWARD_OVER_REVERSE {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.jacfwd(Tensors.grad(f::apply)).apply(x);
            }
        },
        REVERSE_OVER_FORWARD {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.jacrev(Tensors.jacfwd(f::apply)).apply(x);
            }
        },
        REVERSE_OVER_REVERSE {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.jacrev(Tensors.grad(f::apply)).apply(x);
            }
        },
        COMPILED {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                return Tensors.compile(Tensors.hessian(f::apply)).apply(x);
            }
        },
        HESSIAN_VECTOR_PRODUCTS {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                List<Tensor> rows = new ArrayList<>();
                for (int i = 0; i < x.size(); i++) {
                    rows.add(Tensors.hvp(f::apply).apply(x, unit(x, i)));
                }
                return Tensor.stack(0, rows);
            }
        },
        GRADIENTS_OF_A_GRADIENT_INSIDE_A_LAMBDA {
            @Override
            Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
                List<Tensor> rows = new ArrayList<>();
                for (int i = 0; i < x.size(); i++) {
                    int row = i;
                    rows.add(Tensors.grad(y ->
                                    Tensors.grad(f::apply).apply(y).flatten().get(row))
                            .apply(x));
                }
                return Tensor.stack(0, rows);
            }
        };

        abstract Tensor hessian(UnaryOperator<Tensor> f, Tensor x);
    }

    /** Checks f(x). */
    TensorDifferentiation hasValue(double tolerance, double expected) {
        Differentiation.close("value", tolerance, new double[] {f.apply(x).item()}, new double[] {expected});
        return this;
    }

    /** Checks the gradient by the only argument, in row-major order, in every {@link First} way. */
    TensorDifferentiation hasGradient(double tolerance, double... expected) {
        assertThat(x).hasSize(1);
        return hasGradients(tolerance, expected);
    }

    /** Checks the gradients by all arguments: each entry to a relative tolerance, a zero to that of the largest entry. */
    TensorDifferentiation hasGradients(double tolerance, double[]... expected) {
        for (First way : First.values()) {
            List<Tensor> gradients = way.gradient(f, x);
            assertThat(gradients).hasSameSizeAs(x);
            for (int k = 0; k < expected.length; k++) {
                Tensor g = gradients.get(k);
                assertThat(g.shape()).as("%s: shape", way).isEqualTo(x.get(k).shape());
                assertThat(g.dtype()).as("%s: type", way).isEqualTo(x.get(k).dtype());
                Differentiation.close(way + " by argument " + k, tolerance, g.toDoubleArray(), expected[k]);
            }
        }
        return this;
    }

    /** Checks the Hessian of a function of one tensor, row by row, in every {@link Second} way. */
    TensorDifferentiation hasHessian(double tolerance, double[]... expected) {
        assertThat(x).hasSize(1);
        Tensor point = x.getFirst();
        int n = point.size();
        for (Second way : Second.values()) {
            Tensor hessian = way.hessian(y -> f.apply(List.of(y)), point);
            assertThat(hessian.size()).as(way.toString()).isEqualTo(n * n);
            double[] rows = hessian.toDoubleArray();
            Differentiation.close(
                    way.toString(),
                    tolerance,
                    rows,
                    Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray());
            double[] columns = hessian.reshape(n, n).transpose().toDoubleArray();
            Differentiation.close(way + " across the diagonal", tolerance, rows, columns);
        }
        return this;
    }

    /** Returns the derivatives along the unit vectors as a gradient. */
    private static List<Tensor> byDirections(List<Tensor> x, Function<List<Tensor>, Tensor> derivative) {
        List<Tensor> gradient = new ArrayList<>();
        for (int k = 0; k < x.size(); k++) {
            double[] entries = new double[x.get(k).size()];
            for (int i = 0; i < entries.length; i++) {
                List<Tensor> direction =
                        new ArrayList<>(x.stream().map(Tensor::zerosLike).toList());
                direction.set(k, unit(x.get(k), i));
                entries[i] = derivative.apply(direction).item();
            }
            gradient.add(Tensor.of(entries, x.get(k).shape()));
        }
        return gradient;
    }

    private static Tensor unit(Tensor like, int i) {
        double[] e = new double[like.size()];
        e[i] = 1;
        return Tensor.of(e, like.shape());
    }
}
