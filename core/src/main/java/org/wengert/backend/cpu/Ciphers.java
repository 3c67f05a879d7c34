package org.wengert.backend.cpu;

import org.wengert.backend.Threefry;
import org.wengert.tensor.Op;

/** Random bits: the blocks of different keys by different threads. */
final class Ciphers implements Unit {
    private static final int ALONE = 1 << 12;

    private final int keys;
    private final int to;
    private final int count;
    private final int perKey;

    Ciphers(Value v, Op.RandomBits op) {
        this.keys = ((Value) v.inputs.getFirst().source()).buffer;
        this.to = v.buffer;
        this.count = v.inputs.getFirst().size() / 2;
        this.perKey = op.perKey().size();
    }

    @Override
    public void run(Frame frame) {
        long[] k = (long[]) frame.arrays[keys];
        long[] z = (long[]) frame.arrays[to];
        Workers.run(
                (long) count * perKey > ALONE,
                count,
                i -> Threefry.block(k[2 * i], k[2 * i + 1], z, i * perKey, perKey));
    }
}
