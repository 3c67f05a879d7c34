package org.wengert.examples.greeks;

import static org.wengert.Wengert.derivative;
import static org.wengert.Wengert.grad;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.wengert.ScalarFunction;
import org.wengert.TreeFunction;
import org.wengert.TreeGradient;
import org.wengert.examples.Application;
import org.wengert.examples.text.Page;
import org.wengert.examples.text.Timing;

/** Sensitivities of options priced by simulation. */
public final class Greeks implements Application {
    static final BlackScholes MARKET = new BlackScholes(100, 0.03, 0.01, 0.2);
    static final Heston STOCHASTIC = new Heston(100, 0.03, 0.01, 0.04, 2, 0.05, 0.3, -0.7);
    static final BlackScholes HIGH_RATE = new BlackScholes(40, 0.06, 0, 0.2);
    static final double STRIKE = 105;
    static final double BARRIER = 90;
    static final int BATCHES = 40;
    static final int WEEKS = 52;

    @Override
    public String name() {
        return "greeks";
    }

    @Override
    public String title() {
        return "Options priced by simulation: delta, vega, gamma and Heston's eight by reverse mode";
    }

    // ---------------------------------------------------------------- what is computed

    /** The price, then its derivatives by spot, rate and volatility, from batches of paths. */
    static Estimate greeks(int steps, int paths, Payoff payoff) {
        MonteCarlo pricer = new MonteCarlo(1, steps, paths);
        TreeGradient<BlackScholes> gradient = grad((BlackScholes m) -> pricer.price(m, payoff));
        return Estimate.of(BATCHES, b -> {
            pricer.seeded(b);
            return row(pricer.price(MARKET, payoff), gradient.apply(MARKET));
        });
    }

    /** The same for the barrier that is watched between the steps too. */
    static Estimate bridged(int steps, int paths) {
        MonteCarlo pricer = new MonteCarlo(1, steps, paths);
        Payoff call = new Payoff.Call(STRIKE);
        TreeFunction<BlackScholes> price = m -> {
            double variance = m.volatility() * m.volatility() / steps;
            return pricer.price(m, new Smooth.Bridged(BARRIER, variance, call));
        };
        TreeGradient<BlackScholes> gradient = grad(price);
        return Estimate.of(BATCHES, b -> {
            pricer.seeded(b);
            return row(price.applyAsDouble(MARKET), gradient.apply(MARKET));
        });
    }

    /** The same by central differences over one per cent of each parameter, with the same random numbers. */
    static Estimate bumped(int steps, int paths, Payoff payoff) {
        MonteCarlo pricer = new MonteCarlo(1, steps, paths);
        return Estimate.of(BATCHES, b -> {
            pricer.seeded(b);
            return row(pricer.price(MARKET, payoff), bump(MARKET, m -> pricer.price(m, payoff)));
        });
    }

    /** Derivatives by spot, rate and volatility; the one by the dividend is left out. */
    static BlackScholes bump(BlackScholes m, ToDoubleFunction<BlackScholes> price) {
        double s = m.spot();
        double r = m.rate();
        double q = m.dividend();
        double v = m.volatility();
        double part = 0.01;
        return new BlackScholes(
                difference(price, m.at(s + part * s), m.at(s - part * s)) / (2 * part * s),
                difference(price, new BlackScholes(s, r + part * r, q, v), new BlackScholes(s, r - part * r, q, v))
                        / (2 * part * r),
                0,
                difference(price, new BlackScholes(s, r, q, v + part * v), new BlackScholes(s, r, q, v - part * v))
                        / (2 * part * v));
    }

    private static double difference(ToDoubleFunction<BlackScholes> price, BlackScholes more, BlackScholes less) {
        return price.applyAsDouble(more) - price.applyAsDouble(less);
    }

    /** The same from a formula, whose derivatives are taken in the same way. */
    static double[] closed(TreeFunction<BlackScholes> formula) {
        return row(formula.applyAsDouble(MARKET), grad(formula).apply(MARKET));
    }

    private static double[] row(double price, BlackScholes gradient) {
        return new double[] {price, gradient.spot(), gradient.rate(), gradient.volatility()};
    }

    static double[] row(double price, Heston gradient) {
        return new double[] {
            price,
            gradient.spot(),
            gradient.rate(),
            gradient.dividend(),
            gradient.variance(),
            gradient.reversion(),
            gradient.longRun(),
            gradient.volOfVariance(),
            gradient.correlation()
        };
    }

    /** ∂²/∂spot² of the call: a second derivative needs the ramp's. */
    static Estimate gamma(int paths, Payoff payoff) {
        MonteCarlo pricer = new MonteCarlo(1, 1, paths);
        ScalarFunction gamma = derivative(s -> pricer.price(MARKET.at(s), payoff), 2);
        return Estimate.of(BATCHES, b -> {
            pricer.seeded(b);
            return new double[] {gamma.applyAsDouble(MARKET.spot())};
        });
    }

    static Estimate heston(int steps, int paths) {
        MonteCarlo pricer = new MonteCarlo(1, steps, paths);
        Payoff payoff = new Payoff.Call(STRIKE);
        TreeGradient<Heston> gradient = grad((Heston m) -> pricer.price(m, payoff));
        return Estimate.of(BATCHES, b -> {
            pricer.seeded(b);
            return row(pricer.price(STOCHASTIC, payoff), gradient.apply(STOCHASTIC));
        });
    }

    static double[] hestonByFourier() {
        return row(
                Fourier.call(STOCHASTIC, STRIKE, 1),
                grad((Heston m) -> Fourier.call(m, STRIKE, 1)).apply(STOCHASTIC));
    }

    static Estimate american(int paths) {
        LongstaffSchwartz pricer = new LongstaffSchwartz(40, 1, 50, paths);
        TreeGradient<BlackScholes> gradient = grad((BlackScholes m) -> pricer.price(m));
        return Estimate.of(10, b -> {
            pricer.seeded(b);
            return row(pricer.price(HIGH_RATE), gradient.apply(HIGH_RATE));
        });
    }

    static double[] americanOnATree(int steps) {
        return row(
                BinomialTree.put(HIGH_RATE, 40, 1, steps),
                grad((BlackScholes m) -> BinomialTree.put(m, 40, 1, steps)).apply(HIGH_RATE));
    }

    // ---------------------------------------------------------------- what is printed

    @Override
    public void run(PrintStream out) {
        Smooth.defineRules();
        Page page = new Page(out, title());
        page.text("""
            A pricer as a quant writes it: an interface for models, one for payoffs, a loop over paths with a fixed
            seed. Nothing in it knows of derivatives.
            """);
        page.code("""
            double price(Model model, Payoff payoff) {
                SplittableRandom random = new SplittableRandom(seed);
                double[] normals = new double[steps * model.factors()];
                double sum = 0;
                for (int p = 0; p < paths; p++) {
                    for (int i = 0; i < normals.length; i++) {
                        normals[i] = random.nextGaussian();
                    }
                    sum += payoff.of(model.path(maturity / steps, normals));
                }
                return Math.exp(-model.rate() * maturity) * sum / paths;
            }
            """);
        page.text("The model is a record of its parameters, and so is the gradient: all sensitivities from one sweep.");
        page.code("""
            TreeGradient<BlackScholes> gradient = grad((BlackScholes m) -> pricer.price(m, payoff));
            """);
        call(page);
        cost(page);
        jumps(page);
        stochasticVolatility(page);
        american(page);
    }

    private static void call(Page page) {
        page.heading("A call in the Black–Scholes model");
        page.text("""
            Spot 100, strike 105, one year, r = 3 %, q = 1 %, σ = 20 %; 40 batches of 5,000 paths, whose scatter gives
            the standard errors. Derivatives are per unit of the parameter: vega 39 is 0.39 for one point of volatility.
            """);
        Payoff payoff = new Payoff.Call(STRIKE);
        Estimate first = greeks(1, 5000, payoff);
        Estimate second = gamma(5000, new Smooth.Call(STRIKE, 2));
        double[] formula = closed(m -> ClosedForm.call(m, STRIKE, 1));
        double gamma =
                derivative(s -> ClosedForm.call(MARKET.at(s), STRIKE, 1), 2).applyAsDouble(MARKET.spot());
        page.line("%-26s %9s %9s %9s %9s %10s", "", "price", "delta", "rho", "vega", "gamma");
        Estimate all = new Estimate(append(first.mean(), second.mean()[0]), append(first.error(), second.error()[0]));
        page.line("%-26s%s", "simulated", numbers(all.mean()));
        page.line("%-26s%s", "standard error", numbers(all.error()));
        page.line("%-26s%s", "formula", numbers(append(formula, gamma)));
        page.line("%-26s%s", "off, in standard errors", deviations(all.distance(append(formula, gamma))));
        page.line();
        page.text("""
            delta, rho and vega are pathwise: each path's payoff max(S − K, 0) is differentiated where it has a slope. The
            second derivative of each path is 0, though, and gamma sits in the kink that no path hits. Smooth.Call, which
            pays the same, has a rule that spreads the kink over a band of width 2; more on that below.
            """);
    }

    private static void cost(Page page) {
        page.heading("What it costs");
        page.text("A call over 1,000 paths of 52 steps:");
        MonteCarlo one = new MonteCarlo(1, WEEKS, 1000);
        Payoff payoff = new Payoff.Call(STRIKE);
        TreeGradient<BlackScholes> four = grad((BlackScholes m) -> one.price(m, payoff));
        TreeGradient<Heston> eight = grad((Heston m) -> one.price(m, payoff));
        double[] seconds = {
            Timing.seconds(0.5, () -> one.price(MARKET, payoff)),
            Timing.seconds(0.5, () -> four.apply(MARKET).spot()),
            Timing.seconds(0.5, () -> one.price(STOCHASTIC, payoff)),
            Timing.seconds(0.5, () -> eight.apply(STOCHASTIC).spot())
        };
        page.line("%-26s %12s %14s %8s %16s", "Measured just now:", "price", "gradient", "ratio", "bumping");
        page.line(
                "%-26s %9.2f ms %11.2f ms %8.1f %16.1f",
                "Black–Scholes, 4 numbers", seconds[0] * 1e3, seconds[1] * 1e3, seconds[1] / seconds[0], 8.0);
        page.line(
                "%-26s %9.2f ms %11.2f ms %8.1f %16.1f",
                "Heston, 8 numbers", seconds[2] * 1e3, seconds[3] * 1e3, seconds[3] / seconds[2], 16.0);
        page.line();
        page.text("""
            The last column is what two-sided bumping of each parameter costs, in prices. The cost of a gradient does not
            depend on the number of parameters.
            """);
    }

    private static void jumps(Page page) {
        page.heading("Where the payoff jumps, the pathwise derivative is wrong");
        page.text("""
            A digital option pays 1 above the strike and 0 below. No path has a slope, so the derivative of the program,
            of the branch taken, is 0: correct for each path, useless for the price, whose sensitivity is the traffic
            across the jump. A barrier is such a jump at every step: of its delta, only the part of paths that survive is
            seen.
            """);
        page.line("%-48s %9s %9s %9s %9s", "digital, strike 105", "price", "delta", "rho", "vega");
        compare(page, "pathwise, as it is: wrong", greeks(1, 5000, new Payoff.Digital(STRIKE)));
        compare(page, "with a rule for the step, band 2", greeks(1, 5000, new Smooth.Digital(STRIKE, 2)));
        compare(page, "bumped by ±1 %", bumped(1, 5000, new Payoff.Digital(STRIKE)));
        page.line("%-48s%s", "formula", numbers(closed(m -> ClosedForm.digital(m, STRIKE, 1))));
        page.line();
        Payoff contract = new Payoff.Call(STRIKE);
        page.line("%-48s %9s %9s %9s %9s", "call, out at 90, looked at weekly", "price", "delta", "rho", "vega");
        compare(page, "pathwise, as it is: wrong", greeks(WEEKS, 1000, new Payoff.DownAndOut(BARRIER, contract)));
        compare(
                page,
                "with a rule for the step, band 1",
                greeks(WEEKS, 1000, new Smooth.DownAndOut(BARRIER, 1, contract)));
        compare(page, "bumped by ±1 %", bumped(WEEKS, 1000, new Payoff.DownAndOut(BARRIER, contract)));
        page.line(
                "%-48s%s",
                "formula, barrier moved for weekly looks",
                numbers(closed(m -> ClosedForm.downAndOut(m, BARRIER, STRIKE, 1, 1.0 / WEEKS))));
        page.line();
        page.line("%-48s %9s %9s %9s %9s", "the same, watched at all times", "price", "delta", "rho", "vega");
        compare(page, "pathwise, with Brownian bridges", bridged(WEEKS, 1000));
        page.line("%-48s%s", "formula", numbers(closed(m -> ClosedForm.downAndOut(m, BARRIER, STRIKE, 1))));
        page.line();
        page.text("""
            Two remedies. One keeps the payoff, to the bit, and gives its jump the derivative of a smooth step:
            """);
        page.code("""
            Rules.define(Smooth::ramp, Smooth::step);
            Rules.define(Smooth::step, Smooth::bell);
            """);
        page.text("""
            step jumps from 0 to 1; bell is the normal density, so a jump counts with the paths that end near it. Wide
            bands are biased (by the square of their width), narrow ones noisy. The rules hold for all orders, so the
            ramp's second derivative, gamma above, is the bell as well.

            The other changes the payoff to one without jumps and with the same mean: between two steps a bridge stays above
            the barrier with a known probability, and that is smooth in everything.
            """);
    }

    private static void stochasticVolatility(Page page) {
        page.heading("Heston's model: eight sensitivities");
        page.text("""
            The same pricer, another record. The reference is the integral over the characteristic function, complex
            numbers and all, which is ordinary Java too, and differentiated in the same way.
            """);
        Estimate simulated = heston(4 * WEEKS, 500);
        double[] fourier = hestonByFourier();
        double[] z = simulated.distance(fourier);
        String[] names = {
            "price",
            "spot",
            "rate",
            "dividend",
            "variance",
            "reversion κ",
            "long run θ",
            "vol of variance ξ",
            "correlation ρ"
        };
        page.line("%-20s %12s %15s %12s %12s", "∂price/∂", "simulated", "standard error", "integral", "off, in s.e.");
        for (int i = 0; i < names.length; i++) {
            page.line(
                    "%-20s %12.4f %15.4f %12.4f %12.1f",
                    names[i], simulated.mean()[i], simulated.error()[i], fourier[i], z[i]);
        }
        page.line();
    }

    private static void american(Page page) {
        page.heading("An American put by least squares");
        page.text("""
            Spot 40, strike 40, r = 6 %, σ = 20 %, 50 dates of exercise; 10 batches of 10,000 paths (Longstaff and Schwartz).
            The decision to exercise comes from a regression over all paths. Derivatives flow through what is paid, and the
            decision is a branch: since it is nearly the best one, moving it changes the price in second order only.
            """);
        Estimate least = american(10000);
        page.line("%-48s %9s %9s %9s %9s", "", "price", "delta", "rho", "vega");
        compare(page, "least squares, reverse mode", least);
        page.line("%-48s%s", "binomial tree of 1,000 steps, reverse mode", numbers(americanOnATree(1000)));
        page.line();
    }

    private static void compare(Page page, String what, Estimate estimate) {
        page.line("%-48s%s", what, numbers(estimate.mean()));
        page.line("%-48s%s", "", errors(estimate.error()));
    }

    private static String numbers(double[] values) {
        StringBuilder s = new StringBuilder();
        for (double each : values) {
            s.append(String.format(Locale.ROOT, Math.abs(each) < 0.1 ? " %9.5f" : " %9.4f", each));
        }
        return s.toString();
    }

    private static String errors(double[] values) {
        StringBuilder s = new StringBuilder();
        for (double each : values) {
            s.append(String.format(Locale.ROOT, each < 0.1 ? "  ±%7.5f" : "  ±%7.4f", each));
        }
        return s.toString();
    }

    private static String deviations(double[] values) {
        StringBuilder s = new StringBuilder();
        for (double each : values) {
            s.append(String.format(Locale.ROOT, " %9.1f", each));
        }
        return s.toString();
    }

    private static double[] append(double[] x, double last) {
        double[] more = Arrays.copyOf(x, x.length + 1);
        more[x.length] = last;
        return more;
    }
}
