package org.wengert.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {
    @Test
    void aSeedIsAProgram() {
        Program program = Generator.program(42);
        assertThat(Generator.program(42).source()).isEqualTo(program.source());
        assertThat(Generator.program(42).x()).isEqualTo(program.x());
        assertThat(Generator.program(43).source()).isNotEqualTo(program.source());
    }

    /** Values of moderate size: no overflow, no NaN, and now and then an exception. */
    @Test
    void programsEndWithModerateValues() {
        List<Program> programs =
                LongStream.range(0, 300).mapToObj(Generator::program).toList();
        Compilation compilation = Compilation.required(programs);
        int thrown = 0;
        for (Program program : programs) {
            try {
                double value =
                        compilation.field(program).applyAsDouble(program.x().clone());
                assertThat(Math.abs(value)).as(program.source()).isLessThan(1e6);
            } catch (IllegalStateException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException
                    | ArithmeticException e) {
                thrown++;
            }
        }
        assertThat(thrown).isBetween(1, programs.size() / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for \\(int",
                "for \\(double",
                "while \\(",
                "do \\{",
                "break;",
                "continue;",
                "break loop",
                "continue loop",
                "else if",
                "switch \\(.*case 0:",
                "switch \\(.*case 0 ->",
                "yield",
                "try \\{",
                "finally",
                "throw new",
                "catch \\(RuntimeException",
                "\\? 9 : 0",
                "k\\d+ \\+= 2;",
                "record Pair",
                "record Box",
                "\\.turned\\(",
                "\\.swapped\\(",
                "double\\.\\.\\. v",
                "n - 2",
                "-> \\{ z",
                "y\\d+ ->",
                "Math::",
                "DoubleUnaryOperator f",
                "float",
                "float\\[\\]",
                "long",
                "boolean",
                "Double ",
                "int\\[\\]",
                "double\\[\\]\\[\\]",
                "\\.clone\\(\\)",
                "System\\.arraycopy",
                "Arrays\\.fill",
                "Arrays\\.copyOf",
                "reals\\d+ = (final )?reals\\d+;",
                "matrix\\d+\\[[^\\[]*\\] = ",
                "\\.append\\(",
                "\"v = \" \\+",
                "x\\[.*\\] = ",
                " \\? ",
                "\\+\\+;",
                "% 1\\.7",
                "\\^",
                "<< 1",
                "Math\\.pow",
                "return m\\d",
                "abstract static class Shape",
                "\\.link = ",
                "\\.area\\(",
                "\\.grown\\(",
                "for \\(Shape ",
                "shape_list\\d+\\.set\\(",
                "\\? shape\\d+ : shape\\d+\\)",
                "interface Curve",
                "new Curve\\(\\) \\{",
                "::area",
                "\\.mean\\(",
                "functions\\d+\\[.*\\]\\.applyAsDouble",
                "function_list\\d+\\.get\\(",
                "List<Pair>",
                "List<Double>",
                "Map<Integer, Double>",
                "\\.merge\\(",
                "IntStream\\.range",
                "Arrays\\.stream",
                "\\.stream\\(\\)",
                "synchronized \\(",
                "static double total",
                "finally \\{ total",
                "\"risky\"",
                "catch \\(IllegalStateException",
                "a\\[a\\.length\\] = "
            })
    void everyConstructTurnsUp(String construct) {
        String all = LongStream.range(0, 1000)
                .mapToObj(seed -> Generator.program(seed).source())
                .collect(Collectors.joining("\n"));
        assertThat(Pattern.compile(construct).matcher(all).find()).as(construct).isTrue();
    }

    /** Of a program that fails as long as it has a loop, the loop is all that is left. */
    @Test
    void theShrinkerLeavesWhatMatters() {
        Program program = LongStream.range(0, 300)
                .mapToObj(Generator::program)
                .filter(p -> hasLoop(p) && p.size() > 15)
                .findFirst()
                .orElseThrow();
        Program smallest = Shrinker.shrink(
                program, p -> hasLoop(p) && Compilation.of(List.of(p)).isPresent());
        assertThat(hasLoop(smallest)).isTrue();
        assertThat(smallest.size()).isLessThan(program.size() / 2);
    }

    private static boolean hasLoop(Program program) {
        Program.Member f = program.members().getLast();
        return f.body().stream()
                .anyMatch(code -> code instanceof Code.Block block
                        && block.heads().getFirst().startsWith("for (int"));
    }
}
