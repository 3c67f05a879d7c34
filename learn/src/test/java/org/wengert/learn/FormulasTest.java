package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FormulasTest {
    @Test
    void aTraceIsItsFormula() {
        Trace t = TraceTest.trace("lesson", 2.0, 5.0);
        Formulas f = new Formulas(t);
        assertThat(f.output(0).text()).isEqualTo("ln(x1) + x1*x2 - sin(x2)");
        assertThat(f.of(t.steps().get(4)).text()).isEqualTo("sin(x2)");
        assertThat(f.derivative(0, 0).text()).isEqualTo("1/x1 + x2");
        assertThat(f.derivative(0, 1).text()).isEqualTo("x1 - cos(x2)");
        assertThat(f.derivative(0, 0).latex()).isEqualTo("\\frac{1}{x_{1}} + x_{2}");
    }

    @Test
    void whatDoesNotDependHasTheDerivativeZero() {
        Formulas f = new Formulas(TraceTest.trace("statements", (Object) new double[] {3, 4}));
        assertThat(f.output(2).text()).isEqualTo("7");
        assertThat(f.derivative(2, 0).isZero()).isTrue();
        assertThat(f.derivative(1, 1).isZero()).isTrue();
        assertThat(f.derivative(1, 0).text()).isEqualTo("1");
    }

    @Test
    void formulasThatSwellAreRefusedBeforeTheyFillTheMemory() {
        Trace t = TraceTest.trace("doubling", 1.0, 40);
        assertThat(t.steps()).hasSize(41);
        assertThatThrownBy(() -> new Formulas(t))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("swell");
    }

    @Test
    void whatHasNoFormulaSaysSo() throws ReflectiveOperationException {
        Trace t = Trace.of(
                java.lang.invoke.MethodHandles.lookup(), Zoo.class.getDeclaredMethod("floats", double[].class), (Object)
                        new double[] {0.7, 1, 1});
        assertThatThrownBy(() -> new Formulas(t))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("(float) v₋₂")
                .hasMessageContaining("Zoo.java:");
    }
}
