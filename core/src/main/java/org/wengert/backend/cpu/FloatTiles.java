package org.wengert.backend.cpu;

import static org.wengert.backend.cpu.FloatLanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Adds the product of a few rows with one or two vectors of columns to a tile of z, whose sums stay in vector registers. */
final class FloatTiles {
    static final int LANES = SPECIES.length();

    private FloatTiles() {}

    /** z += x·y for 8, 4 or 1 rows and 1 or 2 vectors of columns. */
    static void add(
            int rows,
            int vectors,
            float[] x,
            int xo,
            int xRow,
            int xColumn,
            float[] y,
            int yo,
            int yRow,
            float[] z,
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
            float[] x, int xo, int xRow, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int zRow, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        FloatVector c01 = FloatVector.fromArray(SPECIES, z, zo + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, z, zo + zRow);
        FloatVector c11 = FloatVector.fromArray(SPECIES, z, zo + zRow + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow);
        FloatVector c21 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow);
        FloatVector c31 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow + LANES);
        FloatVector c40 = FloatVector.fromArray(SPECIES, z, zo + 4 * zRow);
        FloatVector c41 = FloatVector.fromArray(SPECIES, z, zo + 4 * zRow + LANES);
        FloatVector c50 = FloatVector.fromArray(SPECIES, z, zo + 5 * zRow);
        FloatVector c51 = FloatVector.fromArray(SPECIES, z, zo + 5 * zRow + LANES);
        FloatVector c60 = FloatVector.fromArray(SPECIES, z, zo + 6 * zRow);
        FloatVector c61 = FloatVector.fromArray(SPECIES, z, zo + 6 * zRow + LANES);
        FloatVector c70 = FloatVector.fromArray(SPECIES, z, zo + 7 * zRow);
        FloatVector c71 = FloatVector.fromArray(SPECIES, z, zo + 7 * zRow + LANES);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            FloatVector b1 = FloatVector.fromArray(SPECIES, y, yo + LANES);
            int at = xo;
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            at += xRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            at += xRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            at += xRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            at += xRow;
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[at]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            at += xRow;
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[at]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            at += xRow;
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[at]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            at += xRow;
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[at]);
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
            float[] x, int xo, int xRow, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int zRow, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        FloatVector c01 = FloatVector.fromArray(SPECIES, z, zo + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, z, zo + zRow);
        FloatVector c11 = FloatVector.fromArray(SPECIES, z, zo + zRow + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow);
        FloatVector c21 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow);
        FloatVector c31 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow + LANES);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            FloatVector b1 = FloatVector.fromArray(SPECIES, y, yo + LANES);
            int at = xo;
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            at += xRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            at += xRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            at += xRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[at]);
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

    private static void tile1x2(float[] x, int xo, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        FloatVector c01 = FloatVector.fromArray(SPECIES, z, zo + LANES);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            FloatVector b1 = FloatVector.fromArray(SPECIES, y, yo + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[xo]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c01.intoArray(z, zo + LANES);
    }

    private static void tile8x1(
            float[] x, int xo, int xRow, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int zRow, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        FloatVector c10 = FloatVector.fromArray(SPECIES, z, zo + zRow);
        FloatVector c20 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow);
        FloatVector c30 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow);
        FloatVector c40 = FloatVector.fromArray(SPECIES, z, zo + 4 * zRow);
        FloatVector c50 = FloatVector.fromArray(SPECIES, z, zo + 5 * zRow);
        FloatVector c60 = FloatVector.fromArray(SPECIES, z, zo + 6 * zRow);
        FloatVector c70 = FloatVector.fromArray(SPECIES, z, zo + 7 * zRow);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            int at = xo;
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            at += xRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            at += xRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            at += xRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            at += xRow;
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[at]);
            c40 = a4.fma(b0, c40);
            at += xRow;
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[at]);
            c50 = a5.fma(b0, c50);
            at += xRow;
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[at]);
            c60 = a6.fma(b0, c60);
            at += xRow;
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[at]);
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
            float[] x, int xo, int xRow, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int zRow, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        FloatVector c10 = FloatVector.fromArray(SPECIES, z, zo + zRow);
        FloatVector c20 = FloatVector.fromArray(SPECIES, z, zo + 2 * zRow);
        FloatVector c30 = FloatVector.fromArray(SPECIES, z, zo + 3 * zRow);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            int at = xo;
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[at]);
            c00 = a0.fma(b0, c00);
            at += xRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[at]);
            c10 = a1.fma(b0, c10);
            at += xRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[at]);
            c20 = a2.fma(b0, c20);
            at += xRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[at]);
            c30 = a3.fma(b0, c30);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
        c10.intoArray(z, zo + zRow);
        c20.intoArray(z, zo + 2 * zRow);
        c30.intoArray(z, zo + 3 * zRow);
    }

    private static void tile1x1(float[] x, int xo, int xColumn, float[] y, int yo, int yRow, float[] z, int zo, int n) {
        FloatVector c00 = FloatVector.fromArray(SPECIES, z, zo);
        for (int k = 0; k < n; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, y, yo);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[xo]);
            c00 = a0.fma(b0, c00);
            xo += xColumn;
            yo += yRow;
        }
        c00.intoArray(z, zo);
    }
}
