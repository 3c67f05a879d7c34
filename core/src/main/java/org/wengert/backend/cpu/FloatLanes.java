package org.wengert.backend.cpu;

import static org.wengert.backend.cpu.FloatMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link FloatMath} for the lanes of a vector, with the same bits. */
final class FloatLanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

    private FloatLanes() {}

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(EXP_LOWEST).min(EXP_HIGHEST);
        FloatVector t = bounded.fma(all(LOG2_E), all(ROUNDER));
        FloatVector p = expReduced(bounded, t).add(1);
        IntVector n = t.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    private static FloatVector expReduced(FloatVector x, FloatVector t) {
        FloatVector n = t.sub(ROUNDER);
        FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
        FloatVector q = all(E4).fma(r, all(E3));
        q = q.fma(r, all(E2));
        q = q.fma(r, all(E1));
        q = q.fma(r, all(E0));
        return q.fma(r.mul(r), r);
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector bounded = x.max(-20).min(EXP_HIGHEST);
        FloatVector t = bounded.fma(all(LOG2_E), all(ROUNDER));
        FloatVector p = expReduced(bounded, t);
        FloatVector half = powerOfTwo(t.reinterpretAsInts().sub(ROUNDER_BITS + 1));
        FloatVector y = half.fma(p, half.sub(0.5f)).mul(2);
        return y.blend(x, x.compare(VectorOperators.EQ, 0));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> isSubnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(NORMALIZER), isSubnormal).reinterpretAsInts();
        IntVector k = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(k.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1);
        FloatVector n = k.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        n = n.blend(n.sub(25), isSubnormal);
        FloatVector s = f.div(f.add(2));
        FloatVector z = s.mul(s);
        FloatVector p = all(L3).fma(z, all(L2));
        p = p.fma(z, all(L1));
        p = p.fma(z, all(L0));
        FloatVector h = f.mul(f).mul(0.5f);
        FloatVector low = s.fma(p.fma(z, h), n.mul(LN2_LOW));
        FloatVector y = n.fma(all(LN2_HIGH), f.sub(h.sub(low)));
        y = y.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(VectorOperators.GT, 0).not());
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
    }

    static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1);
        FloatVector y = log(u).add(x.sub(u.sub(1)).div(u));
        y = y.blend(Float.NEGATIVE_INFINITY, u.compare(VectorOperators.EQ, 0));
        return y.blend(x, x.compare(VectorOperators.EQ, 0).or(x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector u = expm1(x.abs().min(TANH_FARTHEST).mul(2));
        FloatVector y = u.div(u.add(2));
        return y.reinterpretAsInts()
                .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
                .reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        return all(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    static FloatVector softplus(FloatVector x) {
        return x.max(0).add(log1p(exp(x.abs().neg())));
    }

    static FloatVector logSigmoid(FloatVector x) {
        return x.min(0).sub(log1p(exp(x.abs().neg())));
    }

    static FloatVector normalCdf(FloatVector x) {
        FloatVector a = x.abs().min(CDF_FARTHEST);
        FloatVector square = a.mul(a);
        FloatVector rest = a.fma(a, square.neg());
        FloatVector e = exp(square.mul(-0.5f));
        FloatVector tail = e.fma(rest.mul(-0.5f), e).mul(0.5f).mul(erfcx(a.mul(SQRT_HALF)));
        return all(1).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0));
    }

    private static FloatVector erfcx(FloatVector b) {
        FloatVector u = b.mul(2).div(b.add(3));
        FloatVector t = u.sub(1);
        FloatVector p = all(ERFCX[10]);
        for (int i = 9; i >= 0; i--) {
            p = p.fma(t, all(ERFCX[i]));
        }
        return p.fma(u, all(1)).div(all(2).fma(b, all(1)));
    }
}
