package org.wengert.examples.newton;

/** A soap film over a square, [−1, 1]², held by a wire: of all heights inside, the film takes those of least area. */
final class SoapFilm {
    private final int cells;
    private final double[][] wire;

    /** Heights at the border. */
    @FunctionalInterface
    interface Height {
        double at(double x, double y);
    }

    SoapFilm(int cells, Height height) {
        this.cells = cells;
        this.wire = new double[cells + 1][cells + 1];
        for (int i = 0; i <= cells; i++) {
            for (int j = 0; j <= cells; j++) {
                if (i == 0 || i == cells || j == 0 || j == cells) {
                    wire[i][j] = height.at(coordinate(i), coordinate(j));
                }
            }
        }
    }

    double coordinate(int i) {
        return -1 + 2.0 * i / cells;
    }

    /** Returns how many heights there are inside. */
    int unknowns() {
        return (cells - 1) * (cells - 1);
    }

    /** Returns the film's area; inside, the heights are those given, row by row. */
    double area(double[] inside) {
        double[][] z = new double[cells + 1][];
        for (int i = 0; i <= cells; i++) {
            z[i] = wire[i].clone();
        }
        for (int i = 1; i < cells; i++) {
            for (int j = 1; j < cells; j++) {
                z[i][j] = inside[(i - 1) * (cells - 1) + j - 1];
            }
        }
        double h = 2.0 / cells;
        double area = 0;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double west = (z[i + 1][j] - z[i][j]) / h;
                double east = (z[i + 1][j + 1] - z[i][j + 1]) / h;
                double south = (z[i][j + 1] - z[i][j]) / h;
                double north = (z[i + 1][j + 1] - z[i + 1][j]) / h;
                area += h * h * Math.sqrt(1 + (west * west + east * east + south * south + north * north) / 2);
            }
        }
        return area;
    }
}
