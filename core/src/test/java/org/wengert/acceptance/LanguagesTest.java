package org.wengert.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wengert.Differentiable;
import org.wengert.Mode;

/** Programs that Kotlin and Scala have compiled; their sources and how to compile them again are in {@code src/test/languages}. */
class LanguagesTest {
    private static final String KOTLIN = "org.wengert.languages.IdiomsKt";
    private static final String SCALA = "org.wengert.languages.ScalaIdioms";
    private static final double[] POINT = {1.25, 0.75, 2.25};

    static Stream<Arguments> programs() throws ClassNotFoundException {
        return Stream.concat(methods(KOTLIN), methods(SCALA).filter(a -> !isRefused(a)));
    }

    private static boolean isRefused(Arguments a) {
        return a.get()[0].equals("lists");
    }

    private static Stream<Arguments> methods(String type) throws ClassNotFoundException {
        return Arrays.stream(Class.forName(type).getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers())
                        && Modifier.isPublic(m.getModifiers())
                        && m.getReturnType() == double.class
                        && Arrays.equals(m.getParameterTypes(), new Class<?>[] {double[].class}))
                .sorted(Comparator.comparing(Method::getName))
                .map(m -> arguments(m.getName(), m));
    }

    private static double value(Method m, double[] x) {
        try {
            return (double) m.invoke(null, (Object) x.clone());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private static Differentiable differentiable(Method m) throws IllegalAccessException {
        return Differentiable.of(MethodHandles.privateLookupIn(m.getDeclaringClass(), MethodHandles.lookup()), m);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void theGradientIsThatOfDifferences(String name, Method m) throws IllegalAccessException {
        double[] differences = Differentiation.fivePointDifferences(x -> value(m, x), POINT);
        double[] first = null;
        for (Mode mode : Mode.values()) {
            double[] x = POINT.clone();
            double[] gradient = (double[]) differentiable(m).gradient(mode, new Object[] {x})[0];
            assertThat(x).as("%s changed its argument", name).isEqualTo(POINT);
            Differentiation.close(name, 1e-6, differences, gradient);
            if (first != null) {
                Differentiation.close(name, 1e-12, gradient, first);
            }
            first = gradient;
        }
    }

    @Test
    void thereAreProgramsOfBothLanguages() throws ClassNotFoundException {
        assertThat(methods(KOTLIN)).hasSizeGreaterThan(10);
        assertThat(methods(SCALA)).hasSizeGreaterThan(7);
    }

    /** Arrays of Scala that are mapped are made by reflection. */
    @Test
    void whatIsMadeByReflectionIsRefused() throws ReflectiveOperationException {
        Method m = Class.forName(SCALA).getMethod("lists", double[].class);
        for (Mode mode : Mode.values()) {
            assertThatThrownBy(() -> differentiable(m).gradient(mode, new Object[] {POINT.clone()}))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("java.lang.reflect.Array")
                    .hasMessageContaining("Idioms.scala:59")
                    .hasMessageContaining("Java that can be followed");
        }
    }
}
