package org.wengert.door.elsewhere;

import org.wengert.ScalarField;
import org.wengert.ScalarFunction;

/** A class of another package, with members that its neighbours cannot name. */
public final class Neighbour {
    private final double[] hidden = {2, 5};

    private static double secret(double x) {
        return x * x * x;
    }

    static double packagePrivate(double x) {
        return secret(x) + Inner.twice(x);
    }

    private static final class Inner {
        private static double twice(double x) {
            return 2 * x;
        }
    }

    /** A public door to what is private. */
    public static double throughTheDoor(double x) {
        return packagePrivate(x);
    }

    public static ScalarFunction aPrivateMethod() {
        return Neighbour::secret;
    }

    public ScalarField aLambdaOverPrivateState() {
        return x -> hidden[0] * x[0] + hidden[1] * x[1] * x[1];
    }
}
