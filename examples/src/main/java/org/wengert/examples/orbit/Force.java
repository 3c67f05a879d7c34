package org.wengert.examples.orbit;

/** What accelerates a satellite. */
interface Force {
    /**
     * Adds the acceleration at a place.
     *
     * @param r the place, from the centre of the Earth [km]
     * @param a acceleration [km/s²]; added to
     */
    void accelerate(double[] r, double[] a);

    /** The attraction of a point, −μ r/|r|³. */
    record PointMass(double mu) implements Force {
        @Override
        public void accelerate(double[] r, double[] a) {
            double square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
            double pull = -mu / (square * Math.sqrt(square));
            for (int i = 0; i < 3; i++) {
                a[i] += pull * r[i];
            }
        }
    }

    /**
     * What the bulge at the equator adds, the gradient of −(μ/|r|) J₂ (R/|r|)² (3(z/|r|)² − 1)/2.
     *
     * @param mu μ [km³/s²]
     * @param j2 J₂
     * @param radius R, of the equator [km]
     */
    record Oblateness(double mu, double j2, double radius) implements Force {
        @Override
        public void accelerate(double[] r, double[] a) {
            double square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2];
            double factor = 1.5 * j2 * mu * radius * radius / (square * square * Math.sqrt(square));
            double height = 5 * r[2] * r[2] / square;
            a[0] += factor * r[0] * (height - 1);
            a[1] += factor * r[1] * (height - 1);
            a[2] += factor * r[2] * (height - 3);
        }
    }
}
