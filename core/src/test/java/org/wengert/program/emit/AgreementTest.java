package org.wengert.program.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wengert.program.interpret.Interpreter;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Outline;
import org.wengert.program.ir.Printer;
import org.wengert.program.ir.RandomProgram;
import org.wengert.program.ir.Verifier;
import org.wengert.program.runtime.Kernel;

/** Random programs: what is emitted, whole or split, computes what the interpreter computes, to the bit. */
class AgreementTest {
    private static Object[] arguments(int which) {
        double[] array = {1, -0.5, 0.25, 3, -2, 0.125, 1.5, -0.0};
        return new Object[] {array, which * 0.3 - 0.5, which - 1};
    }

    private static void agree(Function expected, Function emitted, String about) {
        Kernel kernel = Emitter.emit(emitted, 0, MethodHandles.lookup());
        for (int which = 0; which < 4; which++) {
            Object[] there = arguments(which);
            Object[] here = arguments(which);
            Object[] results = (Object[]) Interpreter.evaluate(expected, there);
            for (int repeat = 0; repeat < 2; repeat++) {
                here = arguments(which);
                assertThat((Object[]) kernel.invoke(here)).as(about).containsExactly(results);
            }
            assertThat((double[]) here[0]).as(about).containsExactly((double[]) there[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12, 40})
    void emittedProgramsAgreeWithTheInterpreter(int statements) {
        for (long seed = 0; seed < 80; seed++) {
            Function f = RandomProgram.of(seed, statements, true);
            agree(f, f, "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 400, 1500})
    void splitProgramsAgreeWithTheInterpreter(int limit) {
        for (long seed = 0; seed < 60; seed++) {
            boolean usesTape = seed % 3 != 0;
            Function f = RandomProgram.of(seed, 30, usesTape);
            Function split = Cloner.copyAll(f).get(f);
            for (Function g : Cloner.reachable(split)) {
                if (usesTape) {
                    Outline.splitFinally(g, limit);
                } else {
                    Outline.split(g, limit);
                }
            }
            Verifier.checkAll(split, "split");
            if (!usesTape) {
                assertThat(Printer.printAll(split)).doesNotContain("push ").doesNotContain("pop ");
            }
            agree(f, split, "seed " + seed + " limit " + limit);
        }
    }
}
