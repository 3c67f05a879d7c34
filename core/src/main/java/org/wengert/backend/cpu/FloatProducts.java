package org.wengert.backend.cpu;

import java.util.Arrays;

/**
 * Products of matrices of floats. With vectors: y is copied into panels two vectors wide unless its rows can be read where they are, and tiles of
 * z of eight rows by one panel are summed up in registers. Without: row by row. The bits are the same.
 */
final class FloatProducts {
    private static final int LANES = Warmth.FLOAT_LANES;
    private static final int PANEL = 2 * LANES;
    /** How much of the inner axis is done at a time, so that a panel stays in the first cache. */
    private static final int DEPTH = 192;
    /** How many columns are packed at a time, so that all panels stay in the second cache. */
    private static final int WIDTH = 16 * PANEL;
    /** How many rows make a piece of work. */
    private static final int HEIGHT = 64;

    private FloatProducts() {}

    static void multiply(
            Product.Matrices s,
            float[] x,
            int xo,
            float[] y,
            int yo,
            float[] z,
            int zo,
            Scratch scratch,
            boolean isShared) {
        if (s.n() == 1 && s.xColumn() == 1) {
            multiplyColumn(s, x, xo, y, yo, z, zo, isShared);
        } else if (Warmth.isReady(s.code())) {
            for (int i = 0; i < s.m(); i++) {
                Arrays.fill(z, zo + i * s.zRow(), zo + i * s.zRow() + s.n(), 0);
            }
            boolean isDirect = s.yColumn() == 1 && s.n() % LANES == 0 && (s.m() <= 8 || s.k() * s.n() <= 8192);
            if (isDirect) {
                addDirect(s, x, xo, y, yo, z, zo, isShared);
            } else {
                addPacked(s, x, xo, new Strided(y, yo, s.yRow(), s.yColumn()), z, zo, scratch, isShared);
            }
        } else {
            int pieces = (s.m() + 7) / 8;
            Workers.run(isShared, pieces, p -> loop(s, x, xo, y, yo, z, zo, p * 8, Math.min(s.m(), p * 8 + 8)));
        }
    }

    /** Rows from..to, one after the other. */
    private static void loop(
            Product.Matrices s, float[] x, int xo, float[] y, int yo, float[] z, int zo, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = zo + i * s.zRow();
            Arrays.fill(z, row, row + s.n(), 0);
            for (int k = 0; k < s.k(); k++) {
                addMultiple(x[xo + i * s.xRow() + k * s.xColumn()], y, yo + k * s.yRow(), s.yColumn(), z, row, s.n());
            }
        }
    }

    private static void addMultiple(float a, float[] y, int yo, int yColumn, float[] z, int zo, int n) {
        for (int j = 0; j < n; j++) {
            z[zo + j] = Math.fma(a, y[yo + j * yColumn], z[zo + j]);
        }
    }

    /** z[i] = Σₖ x[i, k]·y[k], four rows at once. */
    private static void multiplyColumn(
            Product.Matrices s, float[] x, int xo, float[] y, int yo, float[] z, int zo, boolean isShared) {
        int pieces = (s.m() + HEIGHT - 1) / HEIGHT;
        Workers.run(isShared, pieces, p -> {
            int to = Math.min(s.m(), (p + 1) * HEIGHT);
            int i = p * HEIGHT;
            for (; i + 4 <= to; i += 4) {
                dot4(x, xo + i * s.xRow(), s.xRow(), y, yo, s.yRow(), z, zo + i * s.zRow(), s.zRow(), s.k());
            }
            for (; i < to; i++) {
                float sum = 0;
                int row = xo + i * s.xRow();
                for (int k = 0; k < s.k(); k++) {
                    sum = Math.fma(x[row + k], y[yo + k * s.yRow()], sum);
                }
                z[zo + i * s.zRow()] = sum;
            }
        });
    }

    private static void dot4(
            float[] x, int xo, int xRow, float[] y, int yo, int yRow, float[] z, int zo, int zRow, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int k = 0; k < n; k++) {
            float b = y[yo + k * yRow];
            s0 = Math.fma(x[xo + k], b, s0);
            s1 = Math.fma(x[xo + xRow + k], b, s1);
            s2 = Math.fma(x[xo + 2 * xRow + k], b, s2);
            s3 = Math.fma(x[xo + 3 * xRow + k], b, s3);
        }
        z[zo] = s0;
        z[zo + zRow] = s1;
        z[zo + 2 * zRow] = s2;
        z[zo + 3 * zRow] = s3;
    }

    // ------------------------------------------------------------------ by tiles

    /** What y is copied from into panels. */
    interface Panels {
        /** Writes rows k..k + depth of columns j..j + columns to a panel of the given width, row after row. */
        void pack(int k, int depth, int j, int columns, float[] panel, int to, int width);
    }

    /** A matrix in an array. */
    record Strided(float[] y, int offset, int row, int column) implements Panels {
        @Override
        public void pack(int k, int depth, int j, int columns, float[] panel, int to, int width) {
            int from = offset + k * row + j * column;
            if (column == 1) {
                for (int i = 0; i < depth; i++) {
                    System.arraycopy(y, from + i * row, panel, to + i * width, columns);
                }
            } else {
                for (int c = 0; c < columns; c++) {
                    for (int i = 0; i < depth; i++) {
                        panel[to + i * width + c] = y[from + i * row + c * column];
                    }
                }
            }
        }
    }

    /** z += x·y where y's rows are whole numbers of vectors and lie side by side. */
    private static void addDirect(
            Product.Matrices s, float[] x, int xo, float[] y, int yo, float[] z, int zo, boolean isShared) {
        int pieces = isShared ? (s.n() + WIDTH - 1) / WIDTH : 1;
        int width = isShared ? WIDTH : s.n();
        Workers.run(isShared, pieces, p -> {
            int end = Math.min(s.n(), (p + 1) * width);
            for (int j = p * width; j < end; j += PANEL) {
                int vectors = end - j >= PANEL ? 2 : 1;
                addRows(s.m(), vectors, x, xo, s.xRow(), s.xColumn(), y, yo + j, s.yRow(), z, zo + j, s.zRow(), s.k());
            }
        });
    }

    private static void addRows(
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
        int i = 0;
        while (i < rows) {
            int height = rows - i >= 8 ? 8 : rows - i >= 4 ? 4 : 1;
            FloatTiles.add(height, vectors, x, xo + i * xRow, xRow, xColumn, y, yo, yRow, z, zo + i * zRow, zRow, n);
            i += height;
        }
    }

    /** z += x·y with y in panels: DEPTH rows of WIDTH columns at a time. */
    static void addPacked(
            Product.Matrices s, float[] x, int xo, Panels y, float[] z, int zo, Scratch scratch, boolean isShared) {
        int depth = Math.min(DEPTH, s.k());
        int width = Math.min(WIDTH, (s.n() + PANEL - 1) / PANEL * PANEL);
        float[] packed = scratch.floats(depth * width);
        for (int j = 0; j < s.n(); j += WIDTH) {
            int columns = Math.min(WIDTH, s.n() - j);
            for (int k = 0; k < s.k(); k += DEPTH) {
                int rows = Math.min(DEPTH, s.k() - k);
                pack(y, k, rows, j, columns, packed);
                int first = j;
                int xk = xo + k * s.xColumn();
                Workers.run(
                        isShared,
                        (s.m() + HEIGHT - 1) / HEIGHT,
                        p -> addPiece(s, x, xk, packed, rows, columns, z, zo + first, p * HEIGHT));
            }
        }
    }

    private static void pack(Panels y, int k, int depth, int j, int columns, float[] packed) {
        for (int c = 0; c < columns; c += PANEL) {
            int some = Math.min(PANEL, columns - c);
            if (some < PANEL) {
                Arrays.fill(packed, c * depth, (c + PANEL) * depth, 0);
            }
            y.pack(k, depth, j + c, some, packed, c * depth, PANEL);
        }
    }

    /** HEIGHT rows by all packed columns; with enough columns the rows are packed too, so that a tile reads one stretch. */
    private static void addPiece(
            Product.Matrices s,
            float[] x,
            int xo,
            float[] packed,
            int depth,
            int columns,
            float[] z,
            int zo,
            int from) {
        int to = Math.min(s.m(), from + HEIGHT);
        boolean isPacked = columns >= 2 * PANEL && to - from >= 8;
        float[] rows = isPacked ? Scratch.mine().floatRows(HEIGHT * DEPTH) : x;
        if (isPacked) {
            packRows(s, x, xo, depth, from, to, rows);
        }
        for (int c = 0; c < columns; c += PANEL) {
            int some = columns - c;
            int vectors = some > LANES ? 2 : 1;
            int row = from;
            while (row < to) {
                int height = to - row >= 8 ? 8 : to - row >= 4 ? 4 : 1;
                int in = (row - from) % 8;
                int xi = isPacked ? (row - from - in) * depth + in : xo + row * s.xRow();
                int xRow = isPacked ? 1 : s.xRow();
                int xColumn = isPacked ? 8 : s.xColumn();
                int zi = zo + row * s.zRow() + c;
                if (some >= PANEL || some == LANES) {
                    addTile(
                            s.code(), height, vectors, rows, xi, xRow, xColumn, packed, c * depth, PANEL, z, zi,
                            s.zRow(), depth);
                } else {
                    addEdge(s, height, vectors, rows, xi, xRow, xColumn, packed, c * depth, z, zi, some, depth);
                }
                row += height;
            }
        }
    }

    /** Eight rows at a time, column after column. */
    private static void packRows(Product.Matrices s, float[] x, int xo, int depth, int from, int to, float[] rows) {
        for (int r = from; r < to; r++) {
            int at = xo + r * s.xRow();
            int in = (r - from) % 8;
            int into = (r - from - in) * depth + in;
            for (int k = 0; k < depth; k++) {
                rows[into + k * 8] = x[at + k * s.xColumn()];
            }
        }
    }

    /** A tile wider than what is left of z. */
    private static void addEdge(
            Product.Matrices s,
            int height,
            int vectors,
            float[] x,
            int xo,
            int xRow,
            int xColumn,
            float[] packed,
            int yo,
            float[] z,
            int zo,
            int columns,
            int depth) {
        float[] tile = Scratch.mine().floatTile;
        for (int r = 0; r < height; r++) {
            System.arraycopy(z, zo + r * s.zRow(), tile, r * PANEL, columns);
        }
        addTile(s.code(), height, vectors, x, xo, xRow, xColumn, packed, yo, PANEL, tile, 0, PANEL, depth);
        for (int r = 0; r < height; r++) {
            System.arraycopy(tile, r * PANEL, z, zo + r * s.zRow(), columns);
        }
    }

    /** z += x·y of a few rows and one or two vectors of columns. */
    private static void addTile(
            int code,
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
        if (Warmth.isReady(code)) {
            FloatTiles.add(rows, vectors, x, xo, xRow, xColumn, y, yo, yRow, z, zo, zRow, n);
            return;
        }
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < n; k++) {
                addMultiple(x[xo + r * xRow + k * xColumn], y, yo + k * yRow, 1, z, zo + r * zRow, vectors * LANES);
            }
        }
    }

    /** For {@link Warmth}: every tile once, or as much by plain loops. */
    static void trial(boolean isVector, float[] x, float[] z) {
        for (int rows : new int[] {8, 4, 1}) {
            for (int vectors = 1; vectors <= 2; vectors++) {
                int n = 12;
                if (isVector) {
                    FloatTiles.add(rows, vectors, x, 0, n, 1, x, 0, PANEL, z, 0, PANEL, n);
                } else {
                    Product.Matrices s =
                            new Product.Matrices(rows, vectors * LANES, n, n, 1, PANEL, 1, PANEL, Warmth.NONE);
                    loop(s, x, 0, x, 0, z, 0, 0, rows);
                }
            }
        }
    }
}
