package org.wengert.backend.cpu;

import static org.wengert.backend.cpu.DoubleMath.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link DoubleMath} for the lanes of a vector, with the same bits. */
final class DoubleLanes {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);

    private DoubleLanes() {}

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    static DoubleVector exp(DoubleVector x) {
        DoubleVector bounded = x.max(EXP_LOWEST).min(EXP_HIGHEST);
        DoubleVector t = bounded.fma(all(LOG2_E), all(ROUNDER));
        DoubleVector p = expReduced(bounded, t).add(1);
        LongVector n = t.reinterpretAsLongs().sub(ROUNDER_BITS);
        LongVector half = n.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    private static DoubleVector expReduced(DoubleVector x, DoubleVector t) {
        DoubleVector n = t.sub(ROUNDER);
        DoubleVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), x));
        DoubleVector q = all(E10).fma(r, all(E9));
        q = q.fma(r, all(E8));
        q = q.fma(r, all(E7));
        q = q.fma(r, all(E6));
        q = q.fma(r, all(E5));
        q = q.fma(r, all(E4));
        q = q.fma(r, all(E3));
        q = q.fma(r, all(E2));
        q = q.fma(r, all(E1));
        q = q.fma(r, all(E0));
        return q.fma(r.mul(r), r);
    }

    private static DoubleVector powerOfTwo(LongVector n) {
        return n.add(1023).lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
    }

    static DoubleVector expm1(DoubleVector x) {
        DoubleVector bounded = x.max(-40).min(EXP_HIGHEST);
        DoubleVector t = bounded.fma(all(LOG2_E), all(ROUNDER));
        DoubleVector p = expReduced(bounded, t);
        DoubleVector half = powerOfTwo(t.reinterpretAsLongs().sub(ROUNDER_BITS + 1));
        DoubleVector y = half.fma(p, half.sub(0.5)).mul(2);
        return y.blend(x, x.compare(VectorOperators.EQ, 0));
    }

    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> isSubnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(NORMALIZER), isSubnormal).reinterpretAsLongs();
        LongVector k = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 52);
        DoubleVector f = bits.sub(k.lanewise(VectorOperators.LSHL, 52))
                .reinterpretAsDoubles()
                .sub(1);
        DoubleVector n = k.add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER);
        n = n.blend(n.sub(54), isSubnormal);
        DoubleVector s = f.div(f.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector p = all(L7).fma(z, all(L6));
        p = p.fma(z, all(L5));
        p = p.fma(z, all(L4));
        p = p.fma(z, all(L3));
        p = p.fma(z, all(L2));
        p = p.fma(z, all(L1));
        p = p.fma(z, all(L0));
        DoubleVector h = f.mul(f).mul(0.5);
        DoubleVector low = s.fma(p.fma(z, h), n.mul(LN2_LOW));
        DoubleVector y = n.fma(all(LN2_HIGH), f.sub(h.sub(low)));
        y = y.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
        y = y.blend(Double.NaN, x.compare(VectorOperators.GT, 0).not());
        return y.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
    }

    static DoubleVector log1p(DoubleVector x) {
        DoubleVector u = x.add(1);
        DoubleVector y = log(u).add(x.sub(u.sub(1)).div(u));
        y = y.blend(Double.NEGATIVE_INFINITY, u.compare(VectorOperators.EQ, 0));
        return y.blend(x, x.compare(VectorOperators.EQ, 0).or(x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)));
    }

    static DoubleVector tanh(DoubleVector x) {
        DoubleVector u = expm1(x.abs().min(TANH_FARTHEST).mul(2));
        return withSign(u.div(u.add(2)), x);
    }

    /** Of magnitudes ≥ 0 or NaN. */
    private static DoubleVector withSign(DoubleVector magnitude, DoubleVector sign) {
        return magnitude
                .reinterpretAsLongs()
                .or(sign.reinterpretAsLongs().and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }

    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        return all(1).blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    static DoubleVector softplus(DoubleVector x) {
        return x.max(0).add(log1p(exp(x.abs().neg())));
    }

    static DoubleVector logSigmoid(DoubleVector x) {
        return x.min(0).sub(log1p(exp(x.abs().neg())));
    }

    /** sin(x + quarters·π/2), of |x| ≤ {@link DoubleMath#REDUCIBLE}. */
    static DoubleVector wave(DoubleVector x, long quarters) {
        DoubleVector t = x.fma(all(TWO_BY_PI), all(ROUNDER));
        DoubleVector n = t.sub(ROUNDER);
        DoubleVector r = n.fma(all(-PI_2_LOW), n.fma(all(-PI_2_MIDDLE), n.fma(all(-PI_2_HIGH), x)));
        LongVector quadrant = t.reinterpretAsLongs().add(quarters);
        DoubleVector z = r.mul(r);
        DoubleVector y = sinReduced(r, z)
                .blend(
                        cosReduced(z),
                        quadrant.and(1).compare(VectorOperators.NE, 0).cast(SPECIES));
        return y.reinterpretAsLongs()
                .lanewise(
                        VectorOperators.XOR,
                        quadrant.lanewise(VectorOperators.LSHL, 62).and(Long.MIN_VALUE))
                .reinterpretAsDoubles();
    }

    private static DoubleVector sinReduced(DoubleVector r, DoubleVector z) {
        DoubleVector p = all(S6).fma(z, all(S5));
        p = p.fma(z, all(S4));
        p = p.fma(z, all(S3));
        p = p.fma(z, all(S2));
        p = p.fma(z, all(S1));
        p = p.fma(z, all(S0));
        return p.mul(z).fma(r, r).blend(r, r.compare(VectorOperators.EQ, 0));
    }

    private static DoubleVector cosReduced(DoubleVector z) {
        DoubleVector p = all(C5).fma(z, all(C4));
        p = p.fma(z, all(C3));
        p = p.fma(z, all(C2));
        p = p.fma(z, all(C1));
        p = p.fma(z, all(C0));
        return p.fma(z.mul(z), all(-0.5).fma(z, all(1)));
    }

    static DoubleVector normalCdf(DoubleVector x) {
        DoubleVector a = x.abs().min(CDF_FARTHEST);
        DoubleVector square = a.mul(a);
        DoubleVector rest = a.fma(a, square.neg());
        DoubleVector e = exp(square.mul(-0.5));
        DoubleVector tail = e.fma(rest.mul(-0.5), e).mul(0.5).mul(erfcx(a.mul(SQRT_HALF)));
        return all(1).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0));
    }

    private static DoubleVector erfcx(DoubleVector b) {
        DoubleVector u = b.mul(2).div(b.add(3));
        DoubleVector t = u.sub(1);
        DoubleVector p = all(ERFCX[23]);
        for (int i = 22; i >= 0; i--) {
            p = p.fma(t, all(ERFCX[i]));
        }
        return p.fma(u, all(1)).div(all(2).fma(b, all(1)));
    }
}
