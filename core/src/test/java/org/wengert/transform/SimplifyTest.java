package org.wengert.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wengert.backend.Interpreter;
import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Storage;

/** Every pass keeps every bit, and does what it says. */
class SimplifyTest {
    private static final int CASES = 3_000;
    private static final DType F64 = DType.FLOAT64;
    private static final DType F32 = DType.FLOAT32;
    private static final DType I32 = DType.INT32;
    private static final DType BOOL = DType.BOOL;

    private final Steps p = new Steps();

    // ------------------------------------------------------------------ random programs

    @Test
    void randomProgramsKeepTheirBitsThroughEveryPass() {
        Map<Simplify, Integer> changed = new EnumMap<>(Simplify.class);
        int run = 0;
        for (int seed = 0; seed < CASES; seed++) {
            RandomSteps.Case random = RandomSteps.of(new SplittableRandom(seed));
            List<String> values;
            try {
                values = values(random.program(), random.parameters());
            } catch (RuntimeException e) {
                continue; // a division by zero, the greatest of nothing
            }
            run++;
            for (Simplify pass : Simplify.values()) {
                Program after = pass.apply(random.program());
                if (after != random.program()) {
                    changed.merge(pass, 1, Integer::sum);
                    assertThat(values(after, random.parameters()))
                            .as(() -> pass + " of seed " + random + "\n" + random.program() + "\n" + after)
                            .isEqualTo(values);
                }
            }
            assertThat(values(Simplify.all(random.program()), random.parameters()))
                    .as(() -> Simplify.explain(random.program()))
                    .isEqualTo(values);
        }
        assertThat(run).isGreaterThan(CASES / 2);
        for (Simplify pass : Simplify.values()) {
            assertThat(changed.getOrDefault(pass, 0)).as(pass.name()).isGreaterThan(CASES / 100);
        }
    }

    private static List<String> values(Program program, List<Storage> parameters) {
        return new Interpreter()
                .plan(program).run(parameters).stream().map(Bits::of).toList();
    }

    @Test
    void allPassesLeaveNothingToDo() {
        for (int seed = 0; seed < CASES; seed++) {
            Program simple =
                    Simplify.all(RandomSteps.of(new SplittableRandom(seed)).program());
            for (Simplify pass : Simplify.values()) {
                assertThat(pass.apply(simple)).as(pass + " of seed " + seed).isSameAs(simple);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPassWithNothingToDoReturnsTheSameProgram(Simplify pass) {
        int x = p.parameter(F64, 2, 3);
        Program program = p.returns(p.map(Binary.ADD, p.map(Unary.SIN, x), x));
        assertThat(pass.apply(program)).isSameAs(program);
        assertThat(Simplify.all(program)).isSameAs(program);
    }

    @ParameterizedTest
    @EnumSource
    void everyPassSaysInOneSentenceWhatItDoes(Simplify pass) {
        assertThat(pass.doc()).endsWith(".").doesNotContain("..");
    }

    // ------------------------------------------------------------------ each pass

    @Test
    void deadCode() {
        int x = p.parameter(F64, 2);
        p.parameter(F64, 3);
        p.map(Unary.EXP, x);
        assertPass(Simplify.DEAD_CODE, p.returns(p.map(Unary.SIN, x)), """
                %0 = argument 0() : float64[2]
                %1 = SIN(%0) : float64[2]
                return %1
                """);
    }

    @Test
    void common() {
        int x = p.parameter(F64, 2);
        int y = p.parameter(F64, 2);
        int sum = p.map(Binary.ADD, p.map(Unary.SIN, x), y);
        int other = p.map(Binary.ADD, y, p.map(Unary.SIN, x));
        int less = p.put(new Op.Compare(Op.Comparison.LT), x, y);
        int greater = p.put(new Op.Compare(Op.Comparison.GT), y, x);
        int differences = p.map(Binary.MUL, p.map(Binary.SUB, x, y), p.map(Binary.SUB, y, x));
        assertPass(Simplify.COMMON, p.returns(sum, other, less, greater, differences), """
                %0 = argument 0() : float64[2]
                %1 = argument 1() : float64[2]
                %2 = SIN(%0) : float64[2]
                %3 = ADD(%2, %1) : float64[2]
                %4 = LT(%0, %1) : bool[2]
                %5 = SUB(%0, %1) : float64[2]
                %6 = SUB(%1, %0) : float64[2]
                %7 = MUL(%5, %6) : float64[2]
                return %3 %3 %4 %4 %7
                """);
    }

    @Test
    void equalWorkOnBothSidesOfABarrierStaysTwice() {
        int x = p.parameter(F64, 2);
        int after = p.map(Unary.SIN, x);
        int again = p.map(Unary.SIN, p.put(new Op.Barrier(), x, after));
        Program program = p.returns(p.map(Binary.MUL, after, again));
        assertThat(Simplify.all(program)).isSameAs(program);
    }

    @Test
    void constants() {
        int two = p.fill(2, F32, 1, 3);
        int third = p.map(Unary.RECIPROCAL, p.map(Binary.ADD, two, p.fill(1, F32, 1, 3)));
        int repeated = p.expand(third, 2, 3);
        int count = p.reduce(Op.Reduction.SUM, p.fill(0.5, F64, 2, 3), 0, 1);
        int inexact = p.reduce(Op.Reduction.SUM, p.fill(0.1, F64, 2, 3), 0, 1);
        int wrapped =
                p.put(new Op.Cast(I32), p.map(Binary.MUL, p.fill(3e9, DType.INT64, 2), p.fill(-1, DType.INT64, 2)));
        int refused = p.map(Binary.DIV, p.fill(1, I32, 2), p.fill(0, I32, 2));
        assertPass(Simplify.CONSTANTS, p.returns(repeated, count, inexact, wrapped, refused), """
                %0 = fill 0.3333333432674408() : float32[2, 3]
                %1 = fill 3.0() : float64[1, 1]
                %2 = fill 0.1() : float64[2, 3]
                %3 = SUM [0, 1](%2) : float64[1, 1]
                %4 = fill 1.294967296E9() : int32[2]
                %5 = fill 1.0() : int32[2]
                %6 = fill 0.0() : int32[2]
                %7 = DIV(%5, %6) : int32[2]
                return %0 %1 %3 %4 %7
                """);
    }

    @Test
    void identities() {
        int x = p.parameter(F64, 2);
        int y = p.parameter(F64, 2);
        int one = p.fill(1, F64, 2);
        int same = p.map(Binary.SUB, p.map(Binary.DIV, p.map(Binary.MUL, one, x), one), p.fill(0, F64, 2));
        int nothing = p.map(Binary.ADD, p.fill(-0.0, F64, 2), p.map(Unary.NEG, p.map(Unary.NEG, x)));
        int difference = p.map(Binary.ADD, x, p.map(Unary.NEG, y));
        int quarter = p.map(Binary.DIV, x, p.fill(-4, F64, 2));
        int third = p.map(Binary.DIV, x, p.fill(3, F64, 2));
        int choice = p.put(new Op.Where(), p.put(new Op.Compare(Op.Comparison.LT), x, y), x, x);
        assertPass(Simplify.IDENTITIES, p.returns(same, nothing, difference, quarter, third, choice), """
                %0 = argument 0() : float64[2]
                %1 = argument 1() : float64[2]
                %2 = SUB(%0, %1) : float64[2]
                %3 = fill -0.25() : float64[2]
                %4 = MUL(%0, %3) : float64[2]
                %5 = fill 3.0() : float64[2]
                %6 = DIV(%0, %5) : float64[2]
                return %0 %0 %2 %4 %6 %0
                """);
    }

    @Test
    void identitiesThatWouldChangeABitAreNotUsed() {
        int x = p.parameter(F64, 2);
        int zero = p.fill(0, F64, 2);
        int sum = p.map(Binary.ADD, x, zero); // 0 at −0
        int product = p.map(Binary.MUL, x, zero); // NaN at ∞
        int difference = p.map(Binary.SUB, x, x); // NaN at ∞
        int negated = p.map(Unary.NEG, p.map(Binary.SUB, x, product)); // −0 where the other is 0
        int tenth = p.map(Binary.DIV, x, p.fill(10, F64, 2));
        int equal = p.put(new Op.Compare(Op.Comparison.EQ), x, x); // false at NaN
        int notLess =
                p.put(new Op.Bits(Op.Bitwise.XOR), p.put(new Op.Compare(Op.Comparison.LT), x, sum), p.fill(1, BOOL, 2));
        Program program = p.returns(sum, product, difference, negated, tenth, equal, notLess);
        assertThat(Simplify.IDENTITIES.apply(program)).isSameAs(program);
    }

    @Test
    void identitiesOfTruthValuesAndWholeNumbers() {
        int a = p.parameter(I32, 2);
        int b = p.parameter(I32, 2);
        int yes = p.fill(1, BOOL, 2);
        int less = p.put(new Op.Compare(Op.Comparison.LT), a, b);
        int choice = p.put(new Op.Where(), p.put(new Op.Bits(Op.Bitwise.XOR), less, yes), a, b);
        int nothing = p.map(Binary.MUL, p.fill(0, I32, 2), p.map(Binary.SUB, a, b));
        int back = p.put(new Op.Cast(I32), p.put(new Op.Cast(F64), a));
        int lossy = p.put(new Op.Cast(I32), p.put(new Op.Cast(F32), a));
        int and = p.put(new Op.Bits(Op.Bitwise.AND), yes, less);
        assertPass(Simplify.IDENTITIES, p.returns(choice, nothing, back, lossy, and), """
                %0 = argument 0() : int32[2]
                %1 = argument 1() : int32[2]
                %2 = LT(%0, %1) : bool[2]
                %3 = GE(%0, %1) : bool[2]
                %4 = where(%3, %0, %1) : int32[2]
                %5 = fill 0.0() : int32[2]
                %6 = cast float32(%0) : float32[2]
                %7 = cast int32(%6) : int32[2]
                return %4 %5 %0 %7 %2
                """);
    }

    @Test
    void views() {
        int x = p.parameter(F64, 2, 3);
        int twice = p.permute(p.reshape(p.reshape(x, 6), 3, 2), 1, 0);
        int back = p.permute(p.permute(x, 1, 0), 1, 0);
        int inserted = p.reshape(p.permute(x, 1, 0), 3, 1, 2);
        int repeated = p.expand(p.reshape(p.expand(p.reshape(x, 2, 1, 3), 2, 4, 3), 2, 4, 1, 3), 2, 4, 5, 3);
        int moved = p.permute(p.reshape(x, 1, 2, 3), 1, 0, 2);
        int part = p.slice(p.slice(x, 1, 1, 3), 1, 1, 2);
        Op flip = new Op.Flip(Indices.of(0, 1));
        int turned = p.put(new Op.Flip(Indices.of(1)), p.put(flip, x));
        assertPass(Simplify.VIEWS, p.returns(twice, back, inserted, repeated, moved, part, turned), """
                %0 = argument 0() : float64[2, 3]
                %1 = reshape(%0) : float64[3, 2]
                %2 = permute [1, 0](%1) : float64[2, 3]
                %3 = reshape(%0) : float64[2, 1, 3]
                %4 = permute [2, 1, 0](%3) : float64[3, 1, 2]
                %5 = reshape(%0) : float64[2, 1, 1, 3]
                %6 = expand(%5) : float64[2, 4, 5, 3]
                %7 = reshape(%0) : float64[2, 1, 3]
                %8 = slice start=[0, 2] step=[1, 1](%0) : float64[2, 1]
                %9 = flip [0](%0) : float64[2, 3]
                return %2 %0 %4 %6 %7 %8 %9
                """);
    }

    @Test
    void pieces() {
        int x = p.parameter(F64, 4, 3);
        int whole = p.put(new Op.Concat(0), p.slice(x, 0, 0, 1), p.slice(x, 0, 1, 3), p.slice(x, 0, 3, 4));
        int parts = p.put(new Op.Concat(0), p.put(new Op.Concat(0), x, p.slice(x, 0, 1, 2)), p.slice(x, 0, 2, 2));
        Indices none = Indices.of(0, 0);
        Op.Pad between = new Op.Pad(Indices.of(1, 0), none, Indices.of(2, 0), 0);
        Op.Pad around = new Op.Pad(Indices.of(0, 1), Indices.of(3, 0), none, 0);
        int padded = p.put(around, p.put(between, x));
        int unpadded = p.put(new Op.Slice(Indices.of(1, 1), Indices.of(3, 1), Shape.of(4, 3)), padded);
        int second = p.slice(parts, 0, 4, 5);
        assertPass(Simplify.PIECES, p.returns(whole, parts, padded, unpadded, second), """
                %0 = argument 0() : float64[4, 3]
                %1 = slice start=[1, 0] step=[1, 1](%0) : float64[1, 3]
                %2 = concat axis=0(%0, %1) : float64[5, 3]
                %3 = pad low=[1, 1] high=[3, 0] interior=[2, 0] value=0.0(%0) : float64[14, 4]
                return %0 %2 %3 %0 %1
                """);
    }

    @Test
    void repeated() {
        int x = p.parameter(F64, 1, 3);
        int y = p.parameter(F64, 2, 1);
        int all = p.expand(x, 2, 3);
        int scaled = p.map(Binary.MUL, p.map(Unary.EXP, all), p.fill(2, F64, 2, 3));
        int sum = p.map(Binary.ADD, scaled, p.expand(y, 2, 3));
        assertPass(Simplify.REPEATED, p.returns(sum), """
                %0 = argument 0() : float64[1, 3]
                %1 = argument 1() : float64[2, 1]
                %2 = EXP(%0) : float64[1, 3]
                %3 = fill 2.0() : float64[1, 3]
                %4 = MUL(%2, %3) : float64[1, 3]
                %5 = expand(%4) : float64[2, 3]
                %6 = expand(%1) : float64[2, 3]
                %7 = ADD(%5, %6) : float64[2, 3]
                return %7
                """);
    }

    @Test
    void reductions() {
        int x = p.parameter(F64, 2, 3);
        int max = p.reduce(Op.Reduction.MAX, p.reduce(Op.Reduction.MAX, x, 1), 0);
        int sum = p.reduce(Op.Reduction.SUM, p.reduce(Op.Reduction.SUM, x, 1), 0);
        int turned = p.reduce(Op.Reduction.SUM, p.permute(x, 1, 0), 1);
        int reordered = p.reduce(Op.Reduction.SUM, p.permute(x, 1, 0), 0, 1);
        int reshaped = p.reduce(Op.Reduction.PROD, p.reshape(x, 2, 1, 3), 1, 2);
        int equal = p.reduce(Op.Reduction.SUM, p.expand(p.parameter(F32, 1, 3), 5, 3), 0);
        int rounded = p.reduce(Op.Reduction.SUM, p.expand(p.slice(x, 0, 0, 1), 5, 3), 0);
        assertPass(Simplify.REDUCTIONS, p.returns(max, sum, turned, reordered, reshaped, equal, rounded), """
                %0 = argument 0() : float64[2, 3]
                %1 = MAX [0, 1](%0) : float64[1, 1]
                %2 = SUM [1](%0) : float64[2, 1]
                %3 = SUM [0](%2) : float64[1, 1]
                %4 = SUM [0](%0) : float64[1, 3]
                %5 = permute [1, 0](%4) : float64[3, 1]
                %6 = permute [1, 0](%0) : float64[3, 2]
                %7 = SUM [0, 1](%6) : float64[1, 1]
                %8 = PROD [1](%0) : float64[2, 1]
                %9 = reshape(%8) : float64[2, 1, 1]
                %10 = argument 1() : float32[1, 3]
                %11 = fill 5.0() : float32[1, 3]
                %12 = MUL(%10, %11) : float32[1, 3]
                %13 = fill 0.0() : float32[1, 3]
                %14 = ADD(%12, %13) : float32[1, 3]
                %15 = slice start=[0, 0] step=[1, 1](%0) : float64[1, 3]
                %16 = expand(%15) : float64[5, 3]
                %17 = SUM [0](%16) : float64[1, 3]
                return %1 %3 %5 %7 %9 %14 %17
                """);
    }

    @Test
    void products() {
        int x = p.parameter(F64, 2, 3);
        int y = p.parameter(F64, 3, 4);
        int once = p.permute(p.put(new Op.MatMul(), x, y), 1, 0);
        int product = p.put(new Op.MatMul(), p.map(Unary.SIN, x), y);
        assertPass(Simplify.PRODUCTS, p.returns(once, product, p.permute(product, 1, 0)), """
                %0 = argument 0() : float64[2, 3]
                %1 = argument 1() : float64[3, 4]
                %2 = permute [1, 0](%1) : float64[4, 3]
                %3 = permute [1, 0](%0) : float64[3, 2]
                %4 = matmul(%2, %3) : float64[4, 2]
                %5 = SIN(%0) : float64[2, 3]
                %6 = matmul(%5, %1) : float64[2, 4]
                %7 = permute [1, 0](%6) : float64[4, 2]
                return %4 %6 %7
                """);
    }

    private static void assertPass(Simplify pass, Program before, String after) {
        assertThat(pass.apply(before)).hasToString(after);
    }

    // ------------------------------------------------------------------ all passes

    @Test
    void thePassesTellWhatTheyDo() {
        int x = p.parameter(F64, 3, 2);
        int one = p.fill(1, F64);
        int ones = p.expand(p.reshape(one, 1, 1), 2, 3);
        int turned = p.permute(p.map(Binary.MUL, p.permute(x, 1, 0), ones), 1, 0);
        assertThat(Simplify.explain(p.returns(p.map(Unary.SIN, turned)))).isEqualTo("""
                %0 = argument 0() : float64[3, 2]
                %1 = fill 1.0() : float64[]
                %2 = reshape(%1) : float64[1, 1]
                %3 = expand(%2) : float64[2, 3]
                %4 = permute [1, 0](%0) : float64[2, 3]
                %5 = MUL(%4, %3) : float64[2, 3]
                %6 = permute [1, 0](%5) : float64[3, 2]
                %7 = SIN(%6) : float64[3, 2]
                return %7

                CONSTANTS: A function of known numbers is a number.
                  replaces %2 = reshape(%1) : float64[1, 1]
                  replaces %3 = expand(%2) : float64[2, 3]
                %0 = argument 0() : float64[3, 2]
                %1 = fill 1.0() : float64[2, 3]
                %2 = permute [1, 0](%0) : float64[2, 3]
                %3 = MUL(%2, %1) : float64[2, 3]
                %4 = permute [1, 0](%3) : float64[3, 2]
                %5 = SIN(%4) : float64[3, 2]
                return %5

                IDENTITIES: Identities that hold to the bit: x·1 = x, x + (−0) = x, −(−x) = x, x + (−y) = x − y, \
                where(c, x, x) = x.
                  replaces %3 = MUL(%2, %1) : float64[2, 3]
                %0 = argument 0() : float64[3, 2]
                %1 = permute [1, 0](%0) : float64[2, 3]
                %2 = permute [1, 0](%1) : float64[3, 2]
                %3 = SIN(%2) : float64[3, 2]
                return %3

                VIEWS: A view of a view is one view; first axes of extent 1 come and go, then axes change places, \
                then they are repeated.
                  replaces %2 = permute [1, 0](%1) : float64[3, 2]
                %0 = argument 0() : float64[3, 2]
                %1 = SIN(%0) : float64[3, 2]
                return %1
                """);
    }

    @Test
    void aLongChainOfViewsIsOneViewAtOnce() {
        int x = p.parameter(F64, 2, 3, 4);
        List<Integer> roots = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            x = p.permute(x, 1, 2, 0);
            x = p.reshape(x, p.shape(x).insert(1, 1).toArray());
            x = p.reshape(x, p.shape(x).without(1).toArray());
        }
        roots.add(x);
        assertThat(Simplify.all(p.returns(roots.getFirst()))).hasToString("""
                %0 = argument 0() : float64[2, 3, 4]
                return %0
                """);
    }
}
