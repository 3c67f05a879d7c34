/**
 * Ordinary code from fields that live on derivatives. It sees of the differentiator what everyone sees, and is opened to it as
 * a user's packages are.
 */
module org.wengert.examples {
    requires static org.jspecify;
    requires org.wengert;

    exports org.wengert.examples;

    opens org.wengert.examples.calibrate to
            org.wengert;
    opens org.wengert.examples.curve to
            org.wengert;
    opens org.wengert.examples.greeks to
            org.wengert;
    opens org.wengert.examples.network to
            org.wengert;
    opens org.wengert.examples.newton to
            org.wengert;
    opens org.wengert.examples.orbit to
            org.wengert;
}
