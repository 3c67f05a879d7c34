package org.wengert;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wengert.program.Programs;
import org.wengert.program.interpret.Unknowns;
import org.wengert.program.ir.Type;
import org.wengert.rule.Binary;
import org.wengert.rule.Ternary;
import org.wengert.rule.Unary;
import org.wengert.tensor.ArrayFunction;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Primitives;
import org.wengert.tensor.Rule;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;
import org.wengert.tensor.Tensor;

/**
 * Plain Java functions of numbers applied to tensors, element by element. The code of a function is read as tensor operations where it can be; else
 * it is run for each element, under a rule whose derivative is the function's own.
 */
final class ElementwiseFunctions {
    private ElementwiseFunctions() {}

    /** A function of as many numbers as it is given. */
    private sealed interface Scalar {
        /** The function object. */
        Object code();

        double at(double[] x);

        /** Returns the derivative by an argument. */
        Scalar derivative(int argument);
    }

    private record Scalar1(ScalarFunction code) implements Scalar {
        @Override
        public double at(double[] x) {
            return code.applyAsDouble(x[0]);
        }

        @Override
        public Scalar derivative(int argument) {
            return new Scalar1(Wengert.derivative(code));
        }
    }

    private record Scalar2(ScalarFunction2 code) implements Scalar {
        @Override
        public double at(double[] x) {
            return code.applyAsDouble(x[0], x[1]);
        }

        @Override
        public Scalar derivative(int argument) {
            Gradient2 g = Wengert.grad(code);
            return new Scalar2(argument == 0 ? (x, y) -> g.apply(x, y)[0] : (x, y) -> g.apply(x, y)[1]);
        }
    }

    private record Scalar3(ScalarFunction3 code) implements Scalar {
        @Override
        public double at(double[] x) {
            return code.applyAsDouble(x[0], x[1], x[2]);
        }

        @Override
        public Scalar derivative(int argument) {
            Gradient3 g = Wengert.grad(code);
            return new Scalar3(
                    switch (argument) {
                        case 0 -> (x, y, z) -> g.apply(x, y, z)[0];
                        case 1 -> (x, y, z) -> g.apply(x, y, z)[1];
                        default -> (x, y, z) -> g.apply(x, y, z)[2];
                    });
        }
    }

    static Tensor map(ScalarFunction f, Tensor x) {
        return map(new Scalar1(f), x);
    }

    static Tensor map(ScalarFunction2 f, Tensor x, Tensor y) {
        return map(new Scalar2(f), x, y);
    }

    static Tensor map(ScalarFunction3 f, Tensor x, Tensor y, Tensor z) {
        return map(new Scalar3(f), x, y, z);
    }

    private static Tensor map(Scalar f, Tensor... x) {
        Shape shape = x[0].shape();
        DType dtype = x[0].dtype();
        for (Tensor t : x) {
            if (!t.dtype().isFloating()) {
                throw new IllegalArgumentException("map applies a function of real numbers, but the tensor is "
                        + TreeStructure.describe(t) + ".\n  Cast it first, for example with x.to(FLOAT64).");
            }
            shape = shape.broadcast(t.shape());
            dtype = dtype.common(t.dtype());
        }
        List<Tensor> arguments = new ArrayList<>(x.length);
        for (Tensor t : x) {
            arguments.add(Primitives.cast(spread(t, shape), dtype));
        }
        return map(f, arguments);
    }

    private static Tensor spread(Tensor x, Shape shape) {
        int[] extents = new int[shape.rank()];
        for (int i = 0; i < extents.length; i++) {
            int axis = i - shape.rank() + x.rank();
            extents[i] = axis < 0 ? 1 : x.shape().extent(axis);
        }
        return Primitives.expand(Primitives.reshape(x, Shape.of(extents)), shape);
    }

    /** Returns f of tensors of one shape and type. */
    private static Tensor map(Scalar f, List<Tensor> x) {
        Tensor like = x.getFirst();
        List<@Nullable Object> captured = new ArrayList<>();
        Programs.LiftedFunction code =
                Programs.lift(f.code(), "applyAsDouble", "(" + "D".repeat(x.size()) + ")D", captured);
        List<Tensor> doubles = new ArrayList<>(x.size());
        for (Tensor t : x) {
            doubles.add(Primitives.cast(t, DType.FLOAT64));
        }
        Tensor read = code.evaluate(captured.toArray(), doubles, new Elements(like.shape()));
        if (read != null) {
            return Primitives.cast(read, like.dtype());
        }
        Tensor value = Primitives.call(new ForEach(f), like.shape(), like.dtype(), x);
        return Primitives.ruled(new Tangents(f), value, x);
    }

    // ------------------------------------------------------------------ code that is run for each element

    /** @param f what is run */
    private record ForEach(Scalar f) implements ArrayFunction {
        @Override
        public Storage apply(List<Storage> inputs, List<Shape> shapes) {
            Storage first = inputs.getFirst();
            Storage values = Storage.allocate(first.dtype(), first.size());
            double[] x = new double[inputs.size()];
            for (int i = 0; i < first.size(); i++) {
                for (int k = 0; k < x.length; k++) {
                    x[k] = inputs.get(k).getDouble(i);
                }
                values.set(i, f.at(x));
            }
            return values;
        }
    }

    /** yDot = Σ ∂f/∂xₖ · xₖDot. */
    private static final class Tangents implements Rule.Forward {
        private final Scalar f;
        private final @Nullable Scalar[] derivatives = new Scalar[3];

        Tangents(Scalar f) {
            this.f = f;
        }

        @Override
        public Tensor jvp(List<Tensor> inputs, Tensor output, List<@Nullable Tensor> tangents) {
            Tensor sum = null;
            for (int k = 0; k < tangents.size(); k++) {
                Tensor xDot = tangents.get(k);
                if (xDot != null) {
                    Tensor term = Primitives.map(Binary.MUL, map(derivative(k), inputs), xDot);
                    sum = sum == null ? term : Primitives.map(Binary.ADD, sum, term);
                }
            }
            return sum == null ? Primitives.fillLike(0, output) : sum;
        }

        private Scalar derivative(int argument) {
            Scalar known = derivatives[argument];
            if (known == null) {
                known = f.derivative(argument);
                derivatives[argument] = known;
            }
            return known;
        }
    }

    // ------------------------------------------------------------------ code that is read as tensor operations

    /** @param shape the shape of all values */
    private record Elements(Shape shape) implements Unknowns<Tensor> {
        @Override
        public Tensor constant(Number number, boolean isWritten) {
            DType dtype = switch (number) {
                case Double _ -> DType.FLOAT64;
                case Float _ -> DType.FLOAT32;
                case Long _ -> DType.INT64;
                default -> DType.INT32;
            };
            boolean isExact = !(number instanceof Long n) || (long) (double) n == n && n != Long.MAX_VALUE;
            if (isWritten && isExact) {
                return Primitives.fill(number.doubleValue(), shape, dtype);
            }
            // As elements rather than as part of the program, so that one plan serves whatever was captured.
            Storage one = Storage.allocate(dtype, 1);
            if (number instanceof Long n) {
                one.set(0, n.longValue());
            } else {
                one.set(0, number.doubleValue());
            }
            return spread(Primitives.data(one, Shape.SCALAR), shape);
        }

        @Override
        public Tensor apply(Unary f, Tensor x, Type type) {
            return Primitives.map(f, x);
        }

        @Override
        public Tensor apply(Binary f, Tensor x, Tensor y, Type type) {
            return Primitives.map(f, x, y);
        }

        @Override
        public Tensor apply(Ternary f, Tensor x, Tensor y, Tensor z) {
            return Primitives.map(f, x, y, z);
        }

        @Override
        public Tensor integer(int opcode, Tensor x, Tensor y) {
            Tensor other = Primitives.cast(y, x.dtype()); // the distance of a shift of longs is an int
            return switch (opcode) {
                case 96, 97 -> Primitives.map(Binary.ADD, x, other);
                case 100, 101 -> Primitives.map(Binary.SUB, x, other);
                case 104, 105 -> Primitives.map(Binary.MUL, x, other);
                case 108, 109 -> Primitives.map(Binary.DIV, x, other);
                case 112, 113 -> Primitives.map(Binary.REM, x, other);
                case 120, 121 -> Primitives.bits(Op.Bitwise.SHL, x, other);
                case 122, 123 -> Primitives.bits(Op.Bitwise.SHR, x, other);
                case 124, 125 -> Primitives.bits(Op.Bitwise.USHR, x, other);
                case 126, 127 -> Primitives.bits(Op.Bitwise.AND, x, other);
                case 128, 129 -> Primitives.bits(Op.Bitwise.OR, x, other);
                case 130, 131 -> Primitives.bits(Op.Bitwise.XOR, x, other);
                default -> throw new AssertionError("no integer arithmetic: " + opcode + " (please report)");
            };
        }

        @Override
        public Tensor negated(Tensor x) {
            return Primitives.map(Unary.NEG, x);
        }

        @Override
        public Tensor convert(int opcode, Tensor x) {
            return switch (opcode) {
                case 133, 140, 143 -> Primitives.cast(x, DType.INT64);
                case 134, 137, 144 -> Primitives.cast(x, DType.FLOAT32);
                case 135, 138, 141 -> Primitives.cast(x, DType.FLOAT64);
                case 136, 139, 142 -> Primitives.cast(x, DType.INT32);
                case 145 -> narrowed(x, 24);
                case 146 -> Primitives.bits(Op.Bitwise.AND, x, Primitives.fillLike(0xFFFF, x));
                case 147 -> narrowed(x, 16);
                default -> throw new AssertionError("no conversion: " + opcode + " (please report)");
            };
        }

        private static Tensor narrowed(Tensor x, int bits) {
            Tensor distance = Primitives.fillLike(bits, x);
            return Primitives.bits(Op.Bitwise.SHR, Primitives.bits(Op.Bitwise.SHL, x, distance), distance);
        }

        @Override
        public Tensor compare(Relation relation, Tensor x, Tensor y) {
            return Primitives.compare(
                    switch (relation) {
                        case LT -> Op.Comparison.LT;
                        case LE -> Op.Comparison.LE;
                        case GT -> Op.Comparison.GT;
                        case GE -> Op.Comparison.GE;
                        case EQ -> Op.Comparison.EQ;
                        case NE -> Op.Comparison.NE;
                    },
                    x,
                    y);
        }

        @Override
        public Tensor or(Tensor a, Tensor b) {
            return Primitives.bits(Op.Bitwise.OR, a, b);
        }

        @Override
        public Tensor and(Tensor a, Tensor b) {
            return Primitives.bits(Op.Bitwise.AND, a, b);
        }

        @Override
        public Tensor not(Tensor a) {
            return Primitives.bits(Op.Bitwise.XOR, a, Primitives.fillLike(1, a));
        }

        @Override
        public Tensor number(Tensor truth) {
            return Primitives.cast(truth, DType.INT32);
        }

        @Override
        public Tensor where(Tensor condition, Tensor x, Tensor y) {
            return Primitives.where(condition, x, y);
        }
    }
}
