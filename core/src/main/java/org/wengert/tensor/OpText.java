package org.wengert.tensor;

/** The names of ops as they are printed. */
final class OpText {
    private OpText() {}

    static String of(Op op) {
        return switch (op) {
            case Op.Data _ -> "data";
            case Op.Placeholder(int index) -> "argument " + index;
            case Op.Fill(double value) -> "fill " + value;
            case Op.Iota(int axis) -> "iota axis=" + axis;
            case Op.RandomBits _ -> "randomBits";
            case Op.Variable _ -> "variable";
            case Op.StopGradient _ -> "stopGradient";
            case Op.Barrier _ -> "barrier";
            case Op.Ruled _ -> "ruled";
            case Op.Call _ -> "call";
            case Op.Map1(var f) -> f.name();
            case Op.Map2(var f) -> f.name();
            case Op.Map3(var f) -> f.name();
            case Op.Bits(var f) -> f.name();
            case Op.Compare(var f) -> f.name();
            case Op.Where _ -> "where";
            case Op.Cast(DType to) -> "cast " + to;
            case Op.Reshape _ -> "reshape";
            case Op.Permute(Indices axes) -> "permute " + axes;
            case Op.Expand _ -> "expand";
            case Op.Slice(Indices start, Indices step, Shape _) -> "slice start=" + start + " step=" + step;
            case Op.Pad(Indices low, Indices high, Indices interior, double value) ->
                "pad low=" + low + " high=" + high + " interior=" + interior + " value=" + value;
            case Op.Flip(Indices axes) -> "flip " + axes;
            case Op.Concat(int axis) -> "concat axis=" + axis;
            case Op.Window(int axis, int size, int step, int dilation) ->
                "window axis=" + axis + " size=" + size + " step=" + step + " dilation=" + dilation;
            case Op.Fold(int axis, int length, int step, int dilation) ->
                "fold axis=" + axis + " length=" + length + " step=" + step + " dilation=" + dilation;
            case Op.Gather(int batch) -> "gather batch=" + batch;
            case Op.Scatter(int batch, int length, Op.Combine c) ->
                "scatter " + c + " batch=" + batch + " length=" + length;
            case Op.Reduce(var f, Indices axes) -> f + " " + axes;
            case Op.ArgReduce(var f, int axis) -> "arg" + f + " axis=" + axis;
            case Op.Recurrence(int axis, boolean reverse) -> "recurrence axis=" + axis + (reverse ? " reverse" : "");
            case Op.CumulativeArg(var f, int axis) -> "cumulativeArg" + f + " axis=" + axis;
            case Op.ArgSort(int axis, boolean descending) -> "argsort axis=" + axis + (descending ? " descending" : "");
            case Op.MatMul _ -> "matmul";
            case Op.Conv(Convolution g, Op.Role role) ->
                "conv " + role + " stride=" + g.stride() + " low=" + g.low() + " high=" + g.high() + " dilation="
                        + g.dilation() + " groups=" + g.groups();
        };
    }
}
