package org.wengert.backend.cpu;

import java.util.Arrays;

/** Products of matrices of whole numbers. */
final class WholeProducts {
    private WholeProducts() {}

    static void multiply(Product.Matrices s, long[] x, int xo, long[] y, int yo, long[] z, int zo) {
        for (int i = 0; i < s.m(); i++) {
            int row = zo + i * s.zRow();
            Arrays.fill(z, row, row + s.n(), 0);
            for (int k = 0; k < s.k(); k++) {
                long a = x[xo + i * s.xRow() + k * s.xColumn()];
                int at = yo + k * s.yRow();
                for (int j = 0; j < s.n(); j++) {
                    z[row + j] += a * y[at + j * s.yColumn()];
                }
            }
        }
    }

    static void multiply(Product.Matrices s, int[] x, int xo, int[] y, int yo, int[] z, int zo) {
        for (int i = 0; i < s.m(); i++) {
            int row = zo + i * s.zRow();
            Arrays.fill(z, row, row + s.n(), 0);
            for (int k = 0; k < s.k(); k++) {
                int a = x[xo + i * s.xRow() + k * s.xColumn()];
                int at = yo + k * s.yRow();
                for (int j = 0; j < s.n(); j++) {
                    z[row + j] += a * y[at + j * s.yColumn()];
                }
            }
        }
    }
}
