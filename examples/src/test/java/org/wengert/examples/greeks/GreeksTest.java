package org.wengert.examples.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.wengert.Wengert.by;
import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;
import static org.wengert.Wengert.gradientCheck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.Mode;
import org.wengert.ScalarField;
import org.wengert.ScalarFunction;
import org.wengert.TreeFunction;
import org.wengert.rule.Special;

/**
 * Simulated numbers are compared with formulas in standard errors: the seeds are fixed, so what passes once passes always, and
 * 4 standard errors are exceeded by chance once in 16,000.
 */
class GreeksTest {
    private static final double[] MARKET = {100, 0.03, 0.01, 0.2};

    @BeforeAll
    static void rules() {
        Smooth.defineRules();
    }

    record HalfWay() implements Payoff {
        @Override
        public double of(double[] path) {
            return Math.log(path[path.length / 2]);
        }
    }

    private static BlackScholes model(double[] p) {
        return new BlackScholes(p[0], p[1], p[2], p[3]);
    }

    private static double[] array(BlackScholes m) {
        return new double[] {m.spot(), m.rate(), m.dividend(), m.volatility()};
    }

    private static double[] array(Heston m) {
        return Arrays.copyOfRange(Greeks.row(0, m), 1, 9);
    }

    // ---------------------------------------------------------------- formulas

    /** The textbook's greeks of a call: Δ = e^(−qT) Φ(d₁) and so on. */
    @Test
    void derivativesOfTheFormulaAreTheTextbooks() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            BlackScholes m = new BlackScholes(
                    random.nextDouble(50, 150),
                    random.nextDouble(-0.01, 0.1),
                    random.nextDouble(0, 0.05),
                    random.nextDouble(0.05, 0.6));
            double strike = random.nextDouble(50, 150);
            double t = random.nextDouble(0.1, 5);
            double deviation = m.volatility() * Math.sqrt(t);
            double d = (Math.log(m.spot() / strike) + (m.rate() - m.dividend()) * t) / deviation + deviation / 2;
            double density = Math.exp(-d * d / 2) / Math.sqrt(2 * Math.PI);
            double held = Math.exp(-m.dividend() * t);
            double[] expected = {
                held * Special.normalCdf(d),
                strike * t * Math.exp(-m.rate() * t) * Special.normalCdf(d - deviation),
                -m.spot() * t * held * Special.normalCdf(d),
                m.spot() * held * density * Math.sqrt(t)
            };
            double[] gradient = array(
                    grad((BlackScholes b) -> ClosedForm.call(b, strike, t)).apply(m));
            for (int k = 0; k < 4; k++) {
                // The terms with the density cancel, S e^(−qT) φ(d₁) = K e^(−rT) φ(d₂), up to their rounding times
                // d/σ√T.
                double size = (m.spot() + strike) * (1 + t) * (1 + Math.abs(d)) / deviation;
                assertThat(gradient[k]).isEqualTo(expected[k], within(1e-15 * size));
            }
            double gamma = derivative((ScalarFunction) s -> ClosedForm.call(m.at(s), strike, t), 2)
                    .applyAsDouble(m.spot());
            assertThat(gamma).isEqualTo(held * density / (m.spot() * deviation), within(1e-13));
            double parity = ClosedForm.call(m, strike, t) - ClosedForm.put(m, strike, t);
            assertThat(parity).isEqualTo(m.spot() * held - strike * Math.exp(-m.rate() * t), within(1e-12));
        }
    }

    /** A digital is minus a call's derivative by the strike; a barrier far away does nothing, one at the spot leaves nothing. */
    @Test
    void theFormulasFitTogether() {
        BlackScholes m = Greeks.MARKET;
        double byStrike =
                derivative((ScalarFunction) k -> ClosedForm.call(m, k, 1)).applyAsDouble(105);
        assertThat(ClosedForm.digital(m, 105, 1)).isEqualTo(-byStrike, within(1e-14));
        assertThat(ClosedForm.downAndOut(m, 20, 105, 1)).isEqualTo(ClosedForm.call(m, 105, 1), within(1e-13));
        assertThat(ClosedForm.downAndOut(m, 100, 105, 1)).isEqualTo(0, within(1e-13));
        assertThat(gradientCheck(p -> ClosedForm.downAndOut(model(p), 90, 105, 1), MARKET)
                        .agrees())
                .isTrue();
    }

    static List<double[]> heston() throws IOException {
        try (InputStream in = GreeksTest.class.getResourceAsStream("heston.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Stream.of(line.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }

    /** Prices and derivatives from 40 digits, by another formula; see heston.py. */
    @ParameterizedTest
    @MethodSource("heston")
    void theIntegralHasTheReferencesDerivatives(double[] line) {
        double strike = line[8];
        double t = line[9];
        ScalarField price = p -> Fourier.call(new Heston(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]), strike, t);
        double[] at = Arrays.copyOf(line, 8);
        double[] expected = Arrays.copyOfRange(line, 11, 19);
        // The trapezoidal rule errs by √(SK)·2·10⁻¹⁴, and its derivatives by some times that.
        assertThat(price.applyAsDouble(at)).isEqualTo(line[10], within(1e-11));
        for (Mode mode : Mode.values()) {
            assertThat(grad(price, by(mode)).apply(at)).containsExactly(expected, within(1e-9));
        }
    }

    /** Without volatility of the variance, and with the variance at its mean, it is the Black–Scholes model. */
    @Test
    void hestonsModelContainsBlackAndScholes() {
        Heston calm = new Heston(100, 0.03, 0.01, 0.04, 2, 0.04, 1e-4, 0);
        // Even in ξ at ρ = 0: what is left is of the order of ξ².
        assertThat(Fourier.call(calm, 105, 1)).isEqualTo(ClosedForm.call(Greeks.MARKET, 105, 1), within(1e-6));
    }

    // ---------------------------------------------------------------- simulation

    /** The pathwise estimator, written by hand: e^(−rT) times the mean of 1(S > K) S/S₀. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void theGradientIsThePathwiseEstimator(Mode mode) {
        int paths = 3000;
        MonteCarlo pricer = new MonteCarlo(1, 1, paths).seeded(11);
        Payoff call = new Payoff.Call(105);
        double[] gradient =
                grad((double[] p) -> pricer.price(model(p), call), by(mode)).apply(MARKET);
        SplittableRandom random = new SplittableRandom(11);
        double delta = 0;
        double vega = 0;
        for (int i = 0; i < paths; i++) {
            double z = random.nextGaussian();
            double s = 100 * Math.exp(0.03 - 0.01 - 0.2 * 0.2 / 2 + 0.2 * z);
            if (s > 105) {
                delta += s / 100;
                vega += s * (z - 0.2);
            }
        }
        double discount = Math.exp(-0.03) / paths;
        // Sums of 3,000 terms in another order of operations.
        assertThat(gradient[0]).isEqualTo(discount * delta, within(1e-13));
        assertThat(gradient[3]).isEqualTo(discount * vega, within(1e-11));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void bothModesAgreeOnEveryPayoff(int steps) {
        Payoff call = new Payoff.Call(100);
        List<Payoff> payoffs = List.of(
                call,
                new Payoff.Digital(105),
                new Payoff.DownAndOut(90, call),
                new Smooth.Call(105, 2),
                new Smooth.Digital(105, 2),
                new Smooth.DownAndOut(90, 1, call),
                new Smooth.Bridged(90, 0.04 / steps, new Payoff.DownAndOut(80, call)),
                new HalfWay());
        MonteCarlo pricer = new MonteCarlo(1, steps, 500).seeded(steps);
        for (Payoff payoff : payoffs) {
            ScalarField price = p -> pricer.price(model(p), payoff);
            double[] reverse = grad(price).apply(MARKET);
            double[] forward = grad(price, by(Mode.FORWARD)).apply(MARKET);
            // Sums of 500 terms below 200.
            assertThat(reverse).as(payoff.toString()).containsExactly(forward, within(1e-11));
        }
    }

    /** Where nothing jumps and nothing has a kink, bumping with the same random numbers agrees to its own accuracy. */
    @Test
    void smoothPayoffsAgreeWithBumping() {
        MonteCarlo pricer = new MonteCarlo(1, 12, 300).seeded(5);
        ScalarField price =
                p -> pricer.price(model(p), new Smooth.Bridged(50, p[3] * p[3] / 12, path -> path[12] * path[6] / 100));
        assertThat(gradientCheck(price, MARKET).agrees()).isTrue();
        ScalarField heston = p -> pricer.price(
                new Heston(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]), path -> path[12] * path[6] / 100);
        assertThat(gradientCheck(heston, array(Greeks.STOCHASTIC)).agrees()).isTrue();
    }

    @Test
    void aRuleChangesNoPrice() {
        MonteCarlo pricer = new MonteCarlo(1, 10, 2000).seeded(3);
        Payoff call = new Payoff.Call(105);
        assertThat(pricer.price(Greeks.MARKET, new Smooth.Digital(105, 2)))
                .isEqualTo(pricer.price(Greeks.MARKET, new Payoff.Digital(105)));
        assertThat(pricer.price(Greeks.MARKET, new Smooth.DownAndOut(90, 1, call)))
                .isEqualTo(pricer.price(Greeks.MARKET, new Payoff.DownAndOut(90, call)));
        // A band of 2 is a division and a product that round to nothing.
        assertThat(pricer.price(Greeks.MARKET, new Smooth.Call(105, 2))).isEqualTo(pricer.price(Greeks.MARKET, call));
    }

    private static void agrees(Estimate estimate, double[] expected, double... bias) {
        for (int i = 0; i < expected.length; i++) {
            double tolerance = 4 * estimate.error()[i] + (i < bias.length ? bias[i] : 0);
            assertThat(estimate.mean()[i]).as("number %s", i).isEqualTo(expected[i], within(tolerance));
        }
    }

    @Test
    void theCallAgreesWithItsFormula() {
        agrees(Greeks.greeks(1, 5000, new Payoff.Call(105)), Greeks.closed(m -> ClosedForm.call(m, 105, 1)));
    }

    /** As below, with the same g: ½h²g″ is some ½(h/σK)² of gamma, 0.45 %. */
    @Test
    void gammaAgreesWithItsFormula() {
        double gamma = derivative((ScalarFunction) s -> ClosedForm.call(Greeks.MARKET.at(s), 105, 1), 2)
                .applyAsDouble(100);
        agrees(Greeks.gamma(5000, new Smooth.Call(105, 2)), new double[] {gamma}, 0.005 * gamma);
    }

    @Test
    void withoutARuleAJumpHasNoDerivative() {
        double[] mean = Greeks.greeks(1, 1000, new Payoff.Digital(105)).mean();
        assertThat(mean[1]).isZero();
        assertThat(mean[3]).isZero();
        // and what is left of rho is that of discounting, −T times the price
        assertThat(mean[2]).isEqualTo(-mean[0], within(1e-15));
    }

    /**
     * The bell of width h = 2 averages g around the strike and errs by ½h²g″(K). For delta, g(s) = e^(−rT) s p(s)/S₀, with g″/g of
     * the order of 1/(σK)²: some 0.45 % of 0.019 and, 100 times as large, of rho. For vega, g = e^(−rT) φ(z)(z − σ)/σ with
     * z = 0.244 at the strike, and g″ = −0.0031.
     */
    @Test
    void withARuleTheDigitalAgreesWithItsFormula() {
        agrees(
                Greeks.greeks(1, 5000, new Smooth.Digital(105, 2)),
                Greeks.closed(m -> ClosedForm.digital(m, 105, 1)),
                0,
                0.0001,
                0.01,
                0.0062);
    }

    @Test
    void withBridgesTheBarrierAgreesWithItsFormula() {
        agrees(Greeks.bridged(12, 1000), Greeks.closed(m -> ClosedForm.downAndOut(m, 90, 105, 1)));
    }

    /** As it is, a good part of the barrier's delta is missing; with the rule it is there. */
    @Test
    void withARuleTheBarrierAgreesWithBumping() {
        Payoff call = new Payoff.Call(105);
        double[] formula = Greeks.closed(m -> ClosedForm.downAndOut(m, 90, 105, 1, 1.0 / 12));
        Estimate smooth = Greeks.greeks(12, 2000, new Smooth.DownAndOut(90, 1, call));
        Estimate plain = Greeks.greeks(12, 2000, new Payoff.DownAndOut(90, call));
        Estimate bumped = Greeks.bumped(12, 2000, new Payoff.DownAndOut(90, call));
        for (int i = 1; i < 4; i++) {
            double error = Math.hypot(smooth.error()[i], bumped.error()[i]);
            assertThat(smooth.mean()[i]).isEqualTo(bumped.mean()[i], within(4 * error));
        }
        // The formula for a barrier that is looked at monthly is itself an approximation, good to a per cent or two.
        assertThat(smooth.mean()[1]).isEqualTo(formula[1], within(4 * smooth.error()[1] + 0.02 * formula[1]));
        assertThat(Math.abs(plain.mean()[1] - formula[1])).isGreaterThan(10 * plain.error()[1]);
    }

    @Test
    void hestonsSimulationAgreesWithTheIntegral() {
        double[] expected = Greeks.hestonByFourier();
        double[] bias = new double[expected.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = 0.01 * Math.abs(expected[i]); // of 208 steps instead of a continuum
        }
        agrees(Greeks.heston(208, 200), expected, bias);
    }

    // ---------------------------------------------------------------- American options

    /** Longstaff and Schwartz print 2.314 in their table 1, for 50 dates a year, from finite differences. */
    @Test
    void theTreeHasTheKnownPrice() {
        double[] fine = Greeks.americanOnATree(1000);
        double[] coarse = Greeks.americanOnATree(500);
        // 50 dates are worth a little less than all days; the tree errs by about 1/steps.
        assertThat(fine[0]).isBetween(2.314, 2.324);
        for (int i = 0; i < 4; i++) {
            assertThat(fine[i]).isEqualTo(coarse[i], within(2e-3 * Math.abs(coarse[i])));
        }
        BlackScholes bumped = Greeks.bump(Greeks.HIGH_RATE, m -> BinomialTree.put(m, 40, 1, 500));
        double[] bumps = array(bumped);
        assertThat(coarse[1]).isEqualTo(bumps[0], within(1e-3));
        assertThat(coarse[2]).isEqualTo(bumps[1], within(0.1));
        assertThat(coarse[3]).isEqualTo(bumps[3], within(0.1));
    }

    /** The rule of exercise is nearly the best one, which the price and its derivatives feel by a per cent or two. */
    @Test
    void leastSquaresAgreeWithTheTree() {
        double[] tree = Greeks.americanOnATree(500);
        double[] bias = new double[tree.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = 0.02 * Math.abs(tree[i]);
        }
        agrees(Greeks.american(4000), tree, bias);
    }

    @Test
    void leastSquaresAgreeInBothModes() {
        LongstaffSchwartz pricer = new LongstaffSchwartz(40, 1, 10, 500).seeded(8);
        ScalarField price = p -> pricer.price(model(p));
        double[] at = {40, 0.06, 0, 0.2};
        assertThat(grad(price).apply(at))
                .containsExactly(grad(price, by(Mode.FORWARD)).apply(at), within(1e-11));
        TreeFunction<BlackScholes> tree = m -> pricer.price(m);
        assertThat(array(grad(tree).apply(Greeks.HIGH_RATE)))
                .containsExactly(grad(price).apply(at), within(1e-13));
    }
}
