package org.wengert.backend.cpu;

import java.util.BitSet;
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
        return switch (v.op) {
            case Op.Reduce reduce when !isEmpty -> new MiddleReduction(v, reduce.f(), codes);
            case Op.MatMul _ when !isEmpty -> new Product(v, codes);
            default -> new Interpreted(program, v);
        };
    }
}
