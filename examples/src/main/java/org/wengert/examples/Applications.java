package org.wengert.examples;

import java.util.List;
import org.wengert.examples.calibrate.Calibrate;
import org.wengert.examples.curve.Curve;
import org.wengert.examples.greeks.Greeks;
import org.wengert.examples.network.Spirals;
import org.wengert.examples.newton.Newton;
import org.wengert.examples.orbit.Orbit;

/** The applications that come with the differentiator. */
public final class Applications {
    private Applications() {}

    /**
     * Returns all applications.
     *
     * @return the applications
     */
    public static List<Application> all() {
        return List.of(new Newton(), new Spirals(), new Calibrate(), new Orbit(), new Curve(), new Greeks());
    }
}
