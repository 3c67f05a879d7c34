package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions that Math lacks, against values of 50 digits (special.csv, written by special.py). */
class SpecialTest {
    /** What the documentation promises, in ulp. */
    private static final Map<String, Double> PROMISED_ULPS = Map.ofEntries(
            Map.entry("exp2", 1.0),
            Map.entry("log2", 2.0),
            Map.entry("asinh", 2.0),
            Map.entry("acosh", 2.0),
            Map.entry("atanh", 2.0),
            Map.entry("sigmoid", 3.0),
            Map.entry("softplus", 2.0),
            Map.entry("logSigmoid", 2.0),
            Map.entry("log1mexp", 2.0),
            Map.entry("sinc", 3.0),
            Map.entry("erf", 1.0),
            Map.entry("erfc", 4.0),
            Map.entry("erfcx", 3.0),
            Map.entry("erfinv", 3.0),
            Map.entry("normalCdf", 6.0),
            Map.entry("logNormalCdf", 5.0),
            Map.entry("normalQuantile", 6.0),
            Map.entry("gamma", 8.0),
            Map.entry("lgamma", 6.0),
            Map.entry("digamma", 6.0),
            Map.entry("trigamma", 6.0),
            Map.entry("polygamma", 32.0),
            Map.entry("sincDerivative", 8.0),
            Map.entry("coerror", 8.0),
            Map.entry("millsDerivative", 8192.0),
            Map.entry("j0", 2.0),
            Map.entry("j1", 2.0),
            Map.entry("jn", 2.0),
            Map.entry("i0", 16.0),
            Map.entry("i1", 16.0),
            Map.entry("in", 16.0),
            Map.entry("logAddExp", 2.0),
            Map.entry("softWeight", 12.0),
            Map.entry("xlogy", 2.0),
            Map.entry("xlog1py", 2.0),
            Map.entry("powDerivative", 16.0));

    /** Functions that are one operation of Math or a comparison: exact by definition, and tested below. */
    private static final Set<String> EXACT = Set.of(
            "reciprocal",
            "square",
            "relu",
            "relu6",
            "scalb",
            "scaledPower",
            "reciprocalPositive",
            "step",
            "zeroLike",
            "oneLike",
            "exceeds",
            "maxWeight",
            "inside");

    record Reference(String function, List<Double> arguments, double value) {
        double computed() {
            try {
                Class<?>[] doubles = new Class<?>[arguments.size()];
                Arrays.fill(doubles, double.class);
                Method method = Special.class.getMethod(function, doubles);
                return (double) method.invoke(null, arguments.toArray());
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(toString(), e);
            }
        }

        /** The ulp that an error is counted in: of the value, or of the sizes that it is a difference of. */
        double unit() {
            double x = arguments.getLast();
            double size = Math.abs(value);
            double least = switch (function) {
                case "j0", "j1", "jn", "logAddExp", "powDerivative" -> 1;
                case "lgamma" -> x < 0 ? 4 : 0;
                case "digamma" -> x < 0 ? 1 : 0;
                case "sincDerivative" -> {
                    double n = arguments.getFirst();
                    yield Math.pow(Math.PI, n) / (n + 1);
                }
                default -> 0;
            };
            return Math.ulp(Math.max(size, least));
        }

        double error() {
            return Math.abs(computed() - value) / unit();
        }
    }

    private static final List<Reference> REFERENCES = read();

    private static List<Reference> read() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(SpecialTest.class.getResourceAsStream("special.csv"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> {
                        List<String> cells = List.of(line.split(","));
                        List<Double> numbers =
                                cells.stream().skip(1).map(Double::valueOf).toList();
                        return new Reference(
                                cells.getFirst(), numbers.subList(0, numbers.size() - 1), numbers.getLast());
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> measured() {
        return new TreeSet<>(PROMISED_ULPS.keySet());
    }

    @ParameterizedTest
    @MethodSource("measured")
    void theErrorIsWithinThePromise(String function) {
        List<Reference> references =
                REFERENCES.stream().filter(r -> r.function().equals(function)).toList();
        assertThat(references).hasSizeGreaterThan(20);
        Map<Double, Reference> byError = new TreeMap<>();
        references.forEach(r -> byError.put(r.error(), r));
        Map.Entry<Double, Reference> worst = ((TreeMap<Double, Reference>) byError).lastEntry();
        assertThat(worst.getKey())
                .as(
                        "error in ulp at %s, computed %s",
                        worst.getValue(), worst.getValue().computed())
                .isLessThanOrEqualTo(PROMISED_ULPS.get(function));
    }

    @Test
    void everyFunctionIsMeasuredOrExact() {
        Set<String> all = Arrays.stream(Special.class.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = new TreeSet<>(PROMISED_ULPS.keySet());
        listed.addAll(EXACT);
        assertThat(listed).isEqualTo(all);
    }

    @Test
    void theExactFunctionsAreWhatTheySay() {
        assertThat(Special.reciprocal(4)).isEqualTo(0.25);
        assertThat(Special.square(-3)).isEqualTo(9);
        assertThat(Special.relu(-2)).isEqualTo(0);
        assertThat(Special.relu(2)).isEqualTo(2);
        assertThat(Special.relu6(7)).isEqualTo(6);
        assertThat(Special.relu6(-7)).isEqualTo(0);
        assertThat(Special.scalb(3, 4)).isEqualTo(48);
        assertThat(Special.scaledPower(3, 2, -2)).isEqualTo(0.75);
        assertThat(Special.scaledPower(3, 2, 3)).isEqualTo(24);
        assertThat(Special.scaledPower(0, 0, -1)).isEqualTo(0);
        assertThat(Special.scaledPower(0, Double.NaN, -1)).isNaN();
        assertThat(Special.reciprocalPositive(4)).isEqualTo(0.25);
        assertThat(Special.reciprocalPositive(-0.0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Special.reciprocalPositive(-4)).isNaN();
        assertThat(Special.step(0)).isEqualTo(0);
        assertThat(Special.step(1e-300)).isEqualTo(1);
        assertThat(Special.zeroLike(Double.POSITIVE_INFINITY)).isEqualTo(0);
        assertThat(Special.oneLike(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(Special.exceeds(2, 1)).isEqualTo(1);
        assertThat(Special.exceeds(1, 1)).isEqualTo(0);
        assertThat(Special.maxWeight(1, 1)).isEqualTo(0.5);
        assertThat(Special.maxWeight(1, 2)).isEqualTo(0);
        assertThat(Special.maxWeight(Double.NaN, 2)).isNaN();
        assertThat(Special.inside(1, 0, 2)).isEqualTo(1);
        assertThat(Special.inside(0, 0, 2)).isEqualTo(0);
        assertThat(Special.inside(Double.NaN, 0, 2)).isNaN();
    }

    @Test
    void theEdgesOfTheDomainsAreLimits() {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(Special.erf(infinity)).isEqualTo(1);
        assertThat(Special.erf(-infinity)).isEqualTo(-1);
        assertThat(Special.erfc(infinity)).isEqualTo(0);
        assertThat(Special.erfc(-infinity)).isEqualTo(2);
        assertThat(Special.erfcx(infinity)).isEqualTo(0);
        double far = 1e-200 / Math.sqrt(Math.PI);
        assertThat(Special.erfcx(1e200)).isCloseTo(far, within(3 * Math.ulp(far)));
        assertThat(Special.erfcx(-infinity)).isEqualTo(infinity);
        assertThat(Special.erfinv(1)).isEqualTo(infinity);
        assertThat(Special.erfinv(-1)).isEqualTo(-infinity);
        assertThat(Special.erfinv(1.5)).isNaN();
        assertThat(Special.normalCdf(-infinity)).isEqualTo(0);
        assertThat(Special.normalCdf(infinity)).isEqualTo(1);
        assertThat(Special.logNormalCdf(-infinity)).isEqualTo(-infinity);
        assertThat(Special.logNormalCdf(infinity)).isEqualTo(0);
        assertThat(Special.normalQuantile(0)).isEqualTo(-infinity);
        assertThat(Special.normalQuantile(0.5)).isEqualTo(0);
        assertThat(Special.normalQuantile(1)).isEqualTo(infinity);
        assertThat(Special.normalQuantile(-0.1)).isNaN();
        assertThat(Special.lgamma(0)).isEqualTo(infinity);
        assertThat(Special.lgamma(-2)).isEqualTo(infinity);
        assertThat(Special.lgamma(1)).isEqualTo(0);
        assertThat(Special.lgamma(2)).isEqualTo(0);
        assertThat(Special.lgamma(infinity)).isEqualTo(infinity);
        assertThat(Special.gamma(0.0)).isEqualTo(infinity);
        assertThat(Special.gamma(-0.0)).isEqualTo(-infinity);
        assertThat(Special.gamma(-3)).isNaN();
        assertThat(Special.gamma(172)).isEqualTo(infinity);
        assertThat(Special.digamma(0)).isEqualTo(-infinity);
        assertThat(Special.digamma(-1)).isNaN();
        assertThat(Special.digamma(infinity)).isEqualTo(infinity);
        assertThat(Special.trigamma(0)).isEqualTo(infinity);
        assertThat(Special.trigamma(infinity)).isEqualTo(0);
        assertThat(Special.trigamma(-infinity)).isNaN();
        assertThat(Special.j0(infinity)).isEqualTo(0);
        assertThat(Special.j0(0)).isEqualTo(1);
        assertThat(Special.i0(0)).isEqualTo(1);
        assertThat(Special.i1(infinity)).isEqualTo(infinity);
        assertThat(Special.i1(-infinity)).isEqualTo(-infinity);
        assertThat(Special.sinc(0)).isEqualTo(1);
        assertThat(Special.sinc(infinity)).isEqualTo(0);
        assertThat(Special.sinc(3)).isEqualTo(0);
        assertThat(Special.acosh(0.5)).isNaN();
        assertThat(Special.atanh(1)).isEqualTo(infinity);
        assertThat(Special.atanh(-1)).isEqualTo(-infinity);
        assertThat(Special.atanh(2)).isNaN();
        assertThat(Special.log2(0)).isEqualTo(-infinity);
        assertThat(Special.log2(Double.MIN_VALUE)).isEqualTo(-1074);
        assertThat(Special.log1mexp(0)).isEqualTo(-infinity);
        assertThat(Special.log1mexp(1)).isNaN();
        assertThat(Special.softplus(1000)).isEqualTo(1000);
        assertThat(Special.logSigmoid(-1000)).isEqualTo(-1000);
        assertThat(Special.logAddExp(-infinity, -infinity)).isEqualTo(-infinity);
        assertThat(Special.logAddExp(infinity, infinity)).isEqualTo(infinity);
        assertThat(Special.logAddExp(-infinity, 3)).isEqualTo(3);
        assertThat(Special.softWeight(-infinity, -infinity)).isEqualTo(0.5);
        assertThat(Special.millsDerivative(0, -infinity)).isEqualTo(infinity);
        assertThat(Special.millsDerivative(1, -infinity)).isEqualTo(-1);
        assertThat(Special.millsDerivative(3, 60)).isEqualTo(0);
    }

    @Test
    void factorialsAreExact() {
        double factorial = 1;
        for (int n = 1; n <= 22; n++) {
            assertThat(Special.gamma(n)).isEqualTo(factorial);
            factorial *= n;
        }
    }

    @Test
    void thePowersAtZeroAndInfinityAreLimits() {
        double infinity = Double.POSITIVE_INFINITY;
        List<double[]> cases = new ArrayList<>();
        // order k + 256 m, base, exponent, limit
        cases.add(new double[] {1, 0, 2, 0});
        cases.add(new double[] {1, 0, 1, 1});
        cases.add(new double[] {1, 0, 0.5, infinity});
        cases.add(new double[] {1, 0, 0, 0});
        cases.add(new double[] {1, 0, -1, -infinity});
        cases.add(new double[] {2, 0, 0, 0});
        cases.add(new double[] {2, 0, 1, 0});
        cases.add(new double[] {2, 0, 2, 2});
        cases.add(new double[] {3, 0, 2, 0});
        cases.add(new double[] {256, 0, 2, 0});
        cases.add(new double[] {256, 0, 0, -infinity});
        cases.add(new double[] {256, 0, -1, -infinity});
        cases.add(new double[] {257, 0, 1, -infinity});
        cases.add(new double[] {257, 0, 0, infinity});
        cases.add(new double[] {512, 0, 0, infinity});
        cases.add(new double[] {256, infinity, 1, infinity});
        cases.add(new double[] {256, infinity, -1, 0});
        for (double[] c : cases) {
            assertThat(Special.powDerivative(c[0], c[1], c[2]))
                    .as(Arrays.toString(c))
                    .isEqualTo(c[3]);
        }
        assertThat(Special.powDerivative(256, -1, 2)).isNaN();
        assertThat(Special.powDerivative(1, -3, 2)).isEqualTo(-6);
    }

    @Test
    void anOrderThatIsNotWholeIsRefused() {
        assertThatThrownBy(() -> Special.polygamma(1.5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("polygamma needs a whole number as its order, but it is 1.5.");
        assertThatThrownBy(() -> Special.polygamma(-1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("polygamma needs an order of 0 or more, but it is -1.0.");
    }
}
