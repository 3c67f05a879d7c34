package org.wengert.language;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/**
 * A test of one construct of Java, and a row of {@code docs/supported-java.md}. What the row says follows from what the test checks: a derivative,
 * a refusal.
 */
@Documented
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Construct {
    /** The construct in a few words. */
    String value();

    /** What to show of it; must stand in the test's source. */
    String code();
}
