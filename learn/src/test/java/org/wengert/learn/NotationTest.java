package org.wengert.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotationTest {
    @Test
    void numbersAreRoundedToNearestAndShort() {
        assertThat(Notation.number(-Math.sin(5), 3)).isEqualTo("0.959");
        assertThat(Notation.number(Math.sin(5), 3)).isEqualTo("−0.959");
        assertThat(Notation.number(5.5, 3)).isEqualTo("5.5");
        assertThat(Notation.number(10, 3)).isEqualTo("10");
        assertThat(Notation.number(0.0, 3)).isEqualTo("0");
        assertThat(Notation.number(-0.0, 3)).isEqualTo("0");
        assertThat(Notation.number(1.9996, 3)).isEqualTo("2");
        assertThat(Notation.number(123456789, 3)).isEqualTo("123456789");
    }

    @Test
    void smallAndLargeNumbersKeepTheirDigits() {
        assertThat(Notation.number(0.000123456, 3)).isEqualTo("1.235e−4");
        assertThat(Notation.number(-1e-300, 3)).isEqualTo("−1e−300");
        assertThat(Notation.number(6.02214076e23, 3)).isEqualTo("6.022e23");
        assertThat(Notation.number(9.9999e-5, 3)).isEqualTo("1e−4");
        assertThat(Notation.number(Double.MIN_VALUE, 3)).isEqualTo("4.941e−324");
        assertThat(Notation.number(Double.MAX_VALUE, 3)).isEqualTo("1.798e308");
    }

    @Test
    void whatIsNoNumberHasAName() {
        assertThat(Notation.number(Double.NaN, 3)).isEqualTo("NaN");
        assertThat(Notation.number(Double.NEGATIVE_INFINITY, 3)).isEqualTo("−∞");
        assertThat(Notation.json(Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(Notation.json(0.1)).isEqualTo("0.1");
    }

    @Test
    void indicesAreSubscripts() {
        assertThat(Notation.subscript(-10)).isEqualTo("₋₁₀");
        assertThat(Notation.subscript(2_345_678_9)).isEqualTo("₂₃₄₅₆₇₈₉");
    }

    @Test
    void aMarkAboveALetterTakesNoColumn() {
        assertThat(Notation.width("v\u0307 = 1")).isEqualTo(5);
        assertThat(Notation.pad("v\u0304", 3)).isEqualTo("v\u0304  ");
    }

    @Test
    void jsonTextIsEscaped() {
        assertThat(Notation.quoted("a\"b\\c\n\u0001")).isEqualTo("\"a\\\"b\\\\c\\n\\u0001\"");
    }

    @Test
    void countsHaveCommas() {
        assertThat(Notation.count(999)).isEqualTo("999");
        assertThat(Notation.count(1_234)).isEqualTo("1,234");
        assertThat(Notation.count(2_000_000)).isEqualTo("2,000,000");
    }
}
