package org.wengert.examples.newton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.hessian;
import static org.wengert.Wengert.hvp;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.examples.linear.Linear;
import org.wengert.examples.newton.Minimiser.Point;

class NewtonTest {
    private static final ScalarField ROSENBROCK = Newton::rosenbrock;

    private static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, -2, 2).toArray();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theValleysGradientIsItsFormula(Mode mode) {
        double[] x = random(7, 1);
        double[] expected = new double[7];
        for (int i = 0; i < 6; i++) {
            double slope = x[i + 1] - x[i] * x[i];
            expected[i] += -400 * x[i] * slope - 2 * (1 - x[i]);
            expected[i + 1] += 200 * slope;
        }
        double[] gradient = grad(ROSENBROCK, by(mode)).apply(x);
        // Terms reach 400·2·6; a few roundings of that.
        assertThat(gradient).containsExactly(expected, within(8 * Math.ulp(4800.0)));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theValleysHessianIsItsFormula(Mode outer) {
        double[] x = random(5, 2);
        double[][] expected = new double[5][5];
        for (int i = 0; i < 4; i++) {
            expected[i][i] += 1200 * x[i] * x[i] - 400 * x[i + 1] + 2;
            expected[i + 1][i + 1] += 200;
            expected[i][i + 1] -= 400 * x[i];
            expected[i + 1][i] -= 400 * x[i];
        }
        for (Mode inner : Mode.values()) {
            double[][] h = hessian(ROSENBROCK, outer, inner).apply(x);
            assertThat(Linear.distance(h, expected)).isLessThan(8 * Math.ulp(5600.0));
        }
    }

    /**
     * Next to the minimum, e ← ½H⁻¹f‴(e, e) up to terms of third order. At (1, 1) the smallest eigenvalue of H is 0.4 and f‴ has the
     * elements 2400 and −400 three times, so the ratio e/(e before)² is at most ½·2.51·2500 = 3140.
     */
    @Test
    void theErrorIsSquaredAtEachStep() {
        List<Point> way = Minimiser.newton(ROSENBROCK, Newton.start(), 1e-12, 100);
        int n = way.size();
        assertThat(n).isLessThan(30);
        for (int k = n - 2; k < n; k++) {
            double before = Newton.distance(way.get(k - 1).x());
            assertThat(before).isLessThan(1e-5);
            assertThat(Newton.distance(way.get(k).x())).isLessThan(3140 * before * before + 0x1p-52);
        }
    }

    @Test
    void gradientDescentIsNotWrongButSlow() {
        List<Point> way = Minimiser.gradientDescent(ROSENBROCK, Newton.start(), 1e-6, 100_000);
        assertThat(Newton.distance(way.getLast().x())).isLessThan(1e-2);
        assertThat(way.size()).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 31})
    void withAndWithoutTheMatrixItIsTheSameMinimum(int n) {
        double[] with = Minimiser.newton(ROSENBROCK, new double[n], 1e-10, 1000)
                .getLast()
                .x();
        double[] without = Minimiser.newtonWithoutMatrix(ROSENBROCK, new double[n], 1e-10, 1000)
                .getLast()
                .x();
        // The smallest eigenvalue of the Hessian at a minimum is about 0.4, so |x − x*| ≤ |∇f|/0.4 for each.
        assertThat(Linear.norm(Linear.plus(with, -1, without))).isLessThan(1e-9);
        assertThat(grad(ROSENBROCK).apply(with)).containsExactly(new double[n], within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void productsAreThoseOfTheHessian(long seed) {
        SoapFilm film = Newton.film(6);
        ScalarField area = film::area;
        double[] x = random(25, seed);
        double[] v = random(25, seed + 100);
        double[] product = hvp(area).apply(x, v);
        double[][] h = hessian(area).apply(x);
        assertThat(product).containsExactly(Linear.times(h, v), within(1e-13));
        double[] gradient = grad(area).apply(x);
        assertThat(grad(area, by(Mode.FORWARD)).apply(x)).containsExactly(gradient, within(1e-14));
        double h4 = 1e-4; // central differences of the gradient err by h²|f⁗|/6, some 10⁻⁷ here
        double[] above = grad(area).apply(Linear.plus(x, h4, v));
        double[] below = grad(area).apply(Linear.plus(x, -h4, v));
        for (int i = 0; i < 25; i++) {
            assertThat((above[i] - below[i]) / (2 * h4)).isEqualTo(product[i], within(1e-6));
        }
    }

    @Test
    void aFlatWireHoldsAFlatFilm() {
        SoapFilm film = new SoapFilm(8, (x, y) -> 0.3 * x - 0.2 * y + 1);
        ScalarField area = film::area;
        Point end =
                Minimiser.newtonWithoutMatrix(area, new double[49], 1e-13, 100).getLast();
        assertThat(end.value()).isEqualTo(4 * Math.sqrt(1 + 0.3 * 0.3 + 0.2 * 0.2), within(1e-13));
        for (int i = 1; i < 8; i++) {
            for (int j = 1; j < 8; j++) {
                double flat = 0.3 * film.coordinate(i) - 0.2 * film.coordinate(j) + 1;
                // The Hessian's smallest eigenvalue is about 2π²/4·h²/1.2, so |x − x*| is at most some 4·|∇f|.
                assertThat(end.x()[(i - 1) * 7 + j - 1]).isEqualTo(flat, within(1e-12));
            }
        }
    }

    /** The scheme is of second order: half the width, a quarter of the error. */
    @Test
    void theFilmConvergesToScherksSurface() {
        double[] errors = new double[3];
        for (int k = 0; k < 3; k++) {
            int cells = 8 << k;
            SoapFilm film = Newton.film(cells);
            ScalarField area = film::area;
            List<Point> way = Minimiser.newtonWithoutMatrix(area, new double[film.unknowns()], 1e-11, 50);
            assertThat(way.getLast().slope()).isLessThanOrEqualTo(1e-11);
            errors[k] = Newton.error(film, cells, way.getLast().x());
        }
        assertThat(errors[0] / errors[1]).isBetween(3.3, 4.7);
        assertThat(errors[1] / errors[2]).isBetween(3.6, 4.4);
    }
}
