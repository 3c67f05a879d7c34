package org.wengert.examples.calibrate;

/**
 * Pelts of hares and lynxes that the Hudson's Bay Company bought from 1900 to 1920, in thousands (Howard 2009, from Elton and
 * Nicholson 1942), and what the model says of them.
 */
final class Pelts {
    static final int FIRST_YEAR = 1900;

    static final double[] HARES = {
        30, 47.2, 70.2, 77.4, 36.3, 20.6, 18.1, 21.4, 22, 25.4, 27.1, 40.3, 57, 76.6, 52.3, 19.5, 11.2, 7.6, 14.6, 16.2,
        24.7
    };

    static final double[] LYNXES = {
        4, 6.1, 9.8, 35.2, 59.4, 41.7, 19, 13, 8.3, 9.1, 7.4, 8, 12.3, 19.5, 45.7, 51.1, 29.7, 15.8, 9.7, 10.1, 8.6
    };

    private final double tolerance;

    /**
     * The model, solved so well.
     *
     * @param tolerance of the solver
     */
    Pelts(double tolerance) {
        this.tolerance = tolerance;
    }

    /** Returns the populations of all years: hares and lynxes of the first, of the second, … */
    double[] populations(double[] p) {
        DormandPrince solver = new DormandPrince(new PredatorPrey(p[0], p[1], p[2], p[3]), tolerance, 0.1);
        double[] all = new double[2 * HARES.length];
        double[] x = {p[4], p[5]};
        for (int year = 0; year < HARES.length; year++) {
            if (year > 0) {
                x = solver.advance(x, 1);
            }
            all[2 * year] = x[0];
            all[2 * year + 1] = x[1];
        }
        return all;
    }

    /** Returns ln(model) − ln(data): errors of counts are relative. */
    double[] residuals(double[] p) {
        double[] r = populations(p);
        for (int year = 0; year < HARES.length; year++) {
            r[2 * year] = Math.log(r[2 * year] / HARES[year]);
            r[2 * year + 1] = Math.log(r[2 * year + 1] / LYNXES[year]);
        }
        return r;
    }
}
