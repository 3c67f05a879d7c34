package org.wengert.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.Differentiable;
import org.wengert.Mode;

/** Methods known by reflection only. */
class DifferentiableTest {
    private static double weighted(double a, int n, double[] x, String unused) {
        double sum = 0;
        for (double xi : x) {
            sum += a * Math.pow(xi, n);
        }
        return sum;
    }

    private static double[] polar(double r, double angle) {
        return new double[] {r * Math.cos(angle), r * Math.sin(angle)};
    }

    record Line(double slope, double intercept) {
        double at(double x) {
            return slope * x + intercept;
        }
    }

    private static Differentiable of(Class<?> owner, String name) {
        Method method = Arrays.stream(owner.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return Differentiable.of(MethodHandles.lookup(), method);
    }

    @ParameterizedTest
    @EnumSource
    void argumentsOfAllKinds(Mode mode) {
        Differentiable f = of(DifferentiableTest.class, "weighted");
        Object[] arguments = {2.0, 3, new double[] {1, 2}, "text"};
        assertThat(f.value(arguments)).isEqualTo(18.0);
        Object[] gradient = f.gradient(mode, arguments);
        assertThat(gradient).hasSize(4);
        assertThat(gradient[0]).isEqualTo(9.0);
        assertThat(gradient[1]).isNull();
        assertThat((double[]) gradient[2]).containsExactly(6, 24);
        assertThat(gradient[3]).isNull();
        assertThat(f.jacobian(mode, arguments)).isDeepEqualTo(new double[][] {{9, 6, 24}});
        // ∂²/∂a∂xᵢ = 3xᵢ², ∂²/∂xᵢ² = 12xᵢ
        assertThat(f.hessian(arguments)).isDeepEqualTo(new double[][] {{0, 3, 12}, {3, 12, 0}, {12, 0, 24}});
    }

    @ParameterizedTest
    @EnumSource
    void aVectorValue(Mode mode) {
        Differentiable f = of(DifferentiableTest.class, "polar");
        assertThat((double[]) f.value(2.0, 0.0)).containsExactly(2, 0);
        assertThat(f.jacobian(mode, 2.0, 0.0)).isDeepEqualTo(new double[][] {{1, 0}, {0, 2}});
    }

    @ParameterizedTest
    @EnumSource
    void anInstanceMethodOfARecord(Mode mode) {
        Differentiable f = of(Line.class, "at");
        Line line = new Line(2, 5);
        assertThat(f.value(line, 3.0)).isEqualTo(11.0);
        Object[] gradient = f.gradient(mode, line, 3.0);
        assertThat(gradient[0]).isEqualTo(new Line(3, 1));
        assertThat(gradient[1]).isEqualTo(2.0);
    }

    @Test
    void theGeneratedCodeCanBeRead() {
        Differentiable f = of(DifferentiableTest.class, "weighted");
        for (Mode mode : Mode.values()) {
            assertThat(f.show(Differentiable.Form.IR, mode)).contains("pow");
            assertThat(f.show(Differentiable.Form.BYTECODE, mode)).contains("pow");
            assertThat(f.show(Differentiable.Form.JAVA, mode)).contains("Math.pow");
        }
    }
}
