package org.wengert.backend.cpu;

import java.util.BitSet;
import org.wengert.tensor.DType;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;

/** Chooses the unit of a value that is computed by itself. */
final class Kernels {
    private Kernels() {}

    static Unit unit(Program program, Value v, BitSet codes) {
        boolean isEmpty = v.inputs.stream().anyMatch(x -> x.size() == 0);
        if (v.shape.size() == 0) {
            return _ -> {};
        }
        if (isEmpty) {
            return new Interpreted(program, v);
        }
        return switch (v.op) {
            case Op.Reduce reduce -> new MiddleReduction(v, reduce.f(), codes);
            case Op.MatMul _ -> new Product(v, codes);
            case Op.Concat op -> Placement.concat(v, op);
            case Op.Pad op -> Placement.pad(v, op);
            case Op.Gather op -> Indexing.gather(program, v, op);
            case Op.Scatter op -> Indexing.scatter(program, v, op);
            case Op.Recurrence _, Op.ArgReduce _, Op.CumulativeArg _, Op.ArgSort _ -> Lines.of(v);
            case Op.Fold op when v.dtype != DType.BOOL -> new Folding(v, op);
            case Op.RandomBits op -> new Ciphers(v, op);
            case Op.Conv op when v.dtype.isFloating() -> new Convolving(v, op, codes, new Interpreted(program, v));
            default -> new Interpreted(program, v);
        };
    }
}
