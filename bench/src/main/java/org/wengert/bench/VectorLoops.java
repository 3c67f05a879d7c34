package org.wengert.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops that a programmer writes by hand with the Vector API, each in one pass over the arrays. */
final class VectorLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final float SQRT_2_BY_PI = (float) Math.sqrt(2 / Math.PI);

    private VectorLoops() {}

    /** y = gelu(x·w + b) by its formula with tanh. */
    static void gelu(float[] x, float[] w, float[] b, float[] y) {
        int n = x.length;
        int end = SPECIES.loopBound(n);
        int i = 0;
        for (; i < end; i += SPECIES.length()) {
            FloatVector z = FloatVector.fromArray(SPECIES, x, i)
                    .mul(FloatVector.fromArray(SPECIES, w, i))
                    .add(FloatVector.fromArray(SPECIES, b, i));
            FloatVector inner = z.mul(z).mul(z).mul(0.044715f).add(z).mul(SQRT_2_BY_PI);
            inner.lanewise(VectorOperators.TANH).add(1).mul(z).mul(0.5f).intoArray(y, i);
        }
        for (; i < n; i++) {
            float z = x[i] * w[i] + b[i];
            y[i] = 0.5f * z * (1 + (float) Math.tanh(SQRT_2_BY_PI * (z + 0.044715f * z * z * z)));
        }
    }

    /** Each row of y is the softmax of that of x, [rows, n]. */
    static void softmax(float[] x, int rows, float[] y) {
        int n = x.length / rows;
        int end = SPECIES.loopBound(n);
        for (int r = 0; r < rows; r++) {
            int from = r * n;
            FloatVector greatest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            int i = 0;
            for (; i < end; i += SPECIES.length()) {
                greatest = greatest.max(FloatVector.fromArray(SPECIES, x, from + i));
            }
            float max = greatest.reduceLanes(VectorOperators.MAX);
            for (; i < n; i++) {
                max = Math.max(max, x[from + i]);
            }
            FloatVector sums = FloatVector.zero(SPECIES);
            for (i = 0; i < end; i += SPECIES.length()) {
                FloatVector e =
                        FloatVector.fromArray(SPECIES, x, from + i).sub(max).lanewise(VectorOperators.EXP);
                e.intoArray(y, from + i);
                sums = sums.add(e);
            }
            float sum = sums.reduceLanes(VectorOperators.ADD);
            for (; i < n; i++) {
                float e = (float) Math.exp(x[from + i] - max);
                y[from + i] = e;
                sum += e;
            }
            float scale = 1 / sum;
            for (i = 0; i < end; i += SPECIES.length()) {
                FloatVector.fromArray(SPECIES, y, from + i).mul(scale).intoArray(y, from + i);
            }
            for (; i < n; i++) {
                y[from + i] *= scale;
            }
        }
    }

    /** One step of Adam, in place. */
    static void adam(float[] w, float[] g, float[] m, float[] v, float rate, float c1, float c2) {
        int n = w.length;
        int end = SPECIES.loopBound(n);
        int i = 0;
        for (; i < end; i += SPECIES.length()) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
            FloatVector first = FloatVector.fromArray(SPECIES, m, i).mul(0.9f).add(gradient.mul(0.1f));
            FloatVector second = FloatVector.fromArray(SPECIES, v, i)
                    .mul(0.999f)
                    .add(gradient.mul(gradient).mul(0.001f));
            first.intoArray(m, i);
            second.intoArray(v, i);
            FloatVector step = first.mul(c1).div(second.mul(c2).sqrt().add(1e-8f));
            FloatVector.fromArray(SPECIES, w, i).sub(step.mul(rate)).intoArray(w, i);
        }
        for (; i < n; i++) {
            m[i] = 0.9f * m[i] + 0.1f * g[i];
            v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
            w[i] -= rate * (c1 * m[i] / ((float) Math.sqrt(c2 * v[i]) + 1e-8f));
        }
    }
}
