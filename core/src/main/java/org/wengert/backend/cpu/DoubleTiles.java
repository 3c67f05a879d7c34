package org.wengert.backend.cpu;

import static org.wengert.backend.cpu.DoubleLanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Adds the product of a few rows with one or two vectors of columns to a tile of z, whose sums stay in vector registers. */
final class DoubleTiles {
    static final int LANES = SPECIES.length();

    private DoubleTiles() {}

    /** z += x·y for 8, 4 or 1 rows and 1 or 2 vectors of columns. */
    static void add(
            int rows,
            int vectors,
            double[] x,
            int xo,
            int xRow,
            int xColumn,
            double[] y,
            int yo,
            int yRow,
            double[] z,
            int zo,
            int zRow,
            int n) {
        if (vectors == 2) {
            switch (rows) {
                case 8 -> tile8x2(x, xo, xRow, xColumn, y, yo, yRow, z, zo, zRow, n);
                case 4 -> tile4x2(x, xo, xRow, xColumn, y, yo, yRow, z, zo, zRow, n);
                default -> tile1x2(x, xo, xColumn, y, yo, yRow, z, zo, n);
            }
        } else {
            switch (rows) {
                case 8 -> tile8x1(x, xo, xRow, xColumn, y, yo, yRow, z, zo, zRow, n);
                case 4 -> tile4x1(x, xo, xRow, xColumn, y, yo, yRow, z, zo, zRow, n);
                default -> tile1x1(x, xo, xColumn, y, yo, yRow, z, zo, n);
            }
        }
    }

    private static void tile8x2(
            double[] x,
            int xo,
            int xRow,
            int xColumn,
            double[] y,
            int yo,
            int yRow,
            double[] z,
            int zo,
            int zRow,
            int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, z, zo + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, z, zo + zRow);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, z, zo + zRow + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow + LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, z, zo + 4 * zRow);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, z, zo + 4 * zRow + LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, z, zo + 5 * zRow);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, z, zo + 5 * zRow + LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, z, zo + 6 * zRow);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, z, zo + 6 * zRow + LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, z, zo + 7 * zRow);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, z, zo + 7 * zRow + LANES);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, y, yo + LANES);
            int at = xo;
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            at += xRow;
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            at += xRow;
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            at += xRow;
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            at += xRow;
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, x[at]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            at += xRow;
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, x[at]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            at += xRow;
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, x[at]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            at += xRow;
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, x[at]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c01.intoArray(z, zo + LANES);
        c10.intoArray(z, zo + zRow);
        c11.intoArray(z, zo + zRow + LANES);
        c20.intoArray(z, zo + 2 * zRow);
        c21.intoArray(z, zo + 2 * zRow + LANES);
        c30.intoArray(z, zo + 3 * zRow);
        c31.intoArray(z, zo + 3 * zRow + LANES);
        c40.intoArray(z, zo + 4 * zRow);
        c41.intoArray(z, zo + 4 * zRow + LANES);
        c50.intoArray(z, zo + 5 * zRow);
        c51.intoArray(z, zo + 5 * zRow + LANES);
        c60.intoArray(z, zo + 6 * zRow);
        c61.intoArray(z, zo + 6 * zRow + LANES);
        c70.intoArray(z, zo + 7 * zRow);
        c71.intoArray(z, zo + 7 * zRow + LANES);
    }

    private static void tile4x2(
            double[] x,
            int xo,
            int xRow,
            int xColumn,
            double[] y,
            int yo,
            int yRow,
            double[] z,
            int zo,
            int zRow,
            int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, z, zo + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, z, zo + zRow);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, z, zo + zRow + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow + LANES);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, y, yo + LANES);
            int at = xo;
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            at += xRow;
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            at += xRow;
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            at += xRow;
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c01.intoArray(z, zo + LANES);
        c10.intoArray(z, zo + zRow);
        c11.intoArray(z, zo + zRow + LANES);
        c20.intoArray(z, zo + 2 * zRow);
        c21.intoArray(z, zo + 2 * zRow + LANES);
        c30.intoArray(z, zo + 3 * zRow);
        c31.intoArray(z, zo + 3 * zRow + LANES);
    }

    private static void tile1x2(
            double[] x, int xo, int xColumn, double[] y, int yo, int yRow, double[] z, int zo, int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, z, zo + LANES);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, y, yo + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[xo]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c01.intoArray(z, zo + LANES);
    }

    private static void tile8x1(
            double[] x,
            int xo,
            int xRow,
            int xColumn,
            double[] y,
            int yo,
            int yRow,
            double[] z,
            int zo,
            int zRow,
            int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, z, zo + zRow);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, z, zo + 4 * zRow);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, z, zo + 5 * zRow);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, z, zo + 6 * zRow);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, z, zo + 7 * zRow);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            int at = xo;
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            at += xRow;
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            at += xRow;
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            at += xRow;
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            at += xRow;
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, x[at]);
            c40 = a4.fma(b0, c40);
            at += xRow;
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, x[at]);
            c50 = a5.fma(b0, c50);
            at += xRow;
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, x[at]);
            c60 = a6.fma(b0, c60);
            at += xRow;
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, x[at]);
            c70 = a7.fma(b0, c70);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c10.intoArray(z, zo + zRow);
        c20.intoArray(z, zo + 2 * zRow);
        c30.intoArray(z, zo + 3 * zRow);
        c40.intoArray(z, zo + 4 * zRow);
        c50.intoArray(z, zo + 5 * zRow);
        c60.intoArray(z, zo + 6 * zRow);
        c70.intoArray(z, zo + 7 * zRow);
    }

    private static void tile4x1(
            double[] x,
            int xo,
            int xRow,
            int xColumn,
            double[] y,
            int yo,
            int yRow,
            double[] z,
            int zo,
            int zRow,
            int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, z, zo + zRow);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, z, zo + 2 * zRow);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, z, zo + 3 * zRow);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            int at = xo;
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            at += xRow;
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            at += xRow;
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            at += xRow;
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c10.intoArray(z, zo + zRow);
        c20.intoArray(z, zo + 2 * zRow);
        c30.intoArray(z, zo + 3 * zRow);
    }

    private static void tile1x1(
            double[] x, int xo, int xColumn, double[] y, int yo, int yRow, double[] z, int zo, int n) {
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, z, zo);
        for (int k = 0; k < n; k++) {
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, y, yo);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, x[xo]);
            c00 = a0.fma(b0, c00);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
    }
}
