package org.wengert.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wengert.Wengert.grad;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wengert.Rules;
import org.wengert.TreeFunction;
import org.wengert.TreeFunction2;

/** Gradients of trees: code is compiled once, and still belongs to each function object alone. */
class ProgramsTest {
    record Pair(double a, double b) {}

    interface Power {
        double of(double x);
    }

    record Square() implements Power {
        @Override
        public double of(double x) {
            return x * x;
        }
    }

    record Cube() implements Power {
        @Override
        public double of(double x) {
            return x * x * x;
        }
    }

    static final class Box {
        Power power;

        Box(Power power) {
            this.power = power;
        }
    }

    static double ruled(double x) {
        return 3 * x;
    }

    private static TreeFunction<Pair> scaled(double k) {
        return p -> k * p.a() * p.b();
    }

    private static TreeFunction<Pair> raised(Power power) {
        return p -> power.of(p.a()) * p.b();
    }

    private static TreeFunction<Pair> boxed(Box box) {
        return p -> box.power.of(p.a()) * p.b();
    }

    private static Programs.DerivedFunction adjoint(TreeFunction<Pair> f) {
        return Programs.adjoint(f, "applyAsDouble", "(Ljava/lang/Object;)D");
    }

    @Test
    void oneLambdaIsCompiledOnceAndKeepsWhatItCaptures() {
        assertThat(adjoint(scaled(2)).kernel).isSameAs(adjoint(scaled(3)).kernel);
        List<Pair> gradients = new ArrayList<>();
        for (int k = 1; k <= 3; k++) {
            gradients.add(grad(scaled(k)).apply(new Pair(5, 7)));
        }
        assertThat(gradients).containsExactly(new Pair(7, 5), new Pair(14, 10), new Pair(21, 15));
    }

    @Test
    void whatIsCapturedMayBeOfAnotherClass() {
        assertThat(grad(raised(new Square())).apply(new Pair(2, 1))).isEqualTo(new Pair(4, 4));
        assertThat(grad(raised(new Cube())).apply(new Pair(2, 1))).isEqualTo(new Pair(12, 8));
        assertThat(grad(raised(new Square())).apply(new Pair(2, 1))).isEqualTo(new Pair(4, 4));
    }

    /** Classes that a run meets are learnt by all, objects by nobody. */
    @Test
    void whatIsMetMayBeOfAnotherClass() {
        Box first = new Box(new Square());
        var one = grad(boxed(first));
        assertThat(one.apply(new Pair(2, 1))).isEqualTo(new Pair(4, 4));
        var other = grad(boxed(new Box(new Cube())));
        assertThat(other.apply(new Pair(2, 1))).isEqualTo(new Pair(12, 8));
        assertThat(one.apply(new Pair(2, 1))).isEqualTo(new Pair(4, 4));
        first.power = new Cube();
        assertThat(one.apply(new Pair(2, 1))).isEqualTo(new Pair(12, 8));
    }

    @Test
    void oneTreeAndTwoAreDifferentCode() {
        TreeFunction2<Pair, Pair> two = (p, q) -> p.a() * q.b();
        var gradient = grad(two);
        assertThat(gradient.first(new Pair(1, 2), new Pair(3, 4))).isEqualTo(new Pair(4, 0));
        assertThat(gradient.second(new Pair(1, 2), new Pair(3, 4))).isEqualTo(new Pair(0, 1));
    }

    @Test
    void aRuleHoldsForGradientsMadeAfterIt() {
        TreeFunction<Pair> f = p -> ruled(p.a()) * p.b();
        assertThat(grad(f).apply(new Pair(1, 1)).a()).isEqualTo(3);
        Rules.define(ProgramsTest::ruled, x -> 100);
        assertThat(grad(f).apply(new Pair(1, 1)).a()).isEqualTo(100);
    }
}
