package org.wengert.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wengert check}: the gradient, or Jacobian, beside central differences. */
@Command(
        name = "check",
        sortOptions = false,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        description = {
            "Compare the gradient, or the Jacobian of a value that is an array, with central differences.",
            "",
            "Exits with 1 where a component disagrees by more than the differences may be off."
        },
        customSynopsis = "wengert check [OPTIONS] EXPR|TARGET [ARGUMENT...]",
        footer = {"", "Example:", "  wengert check \"x*sin(x)\" x=2"})
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Program program = null;
        try {
            output.validate();
            program = target.program(true, console);
            return output.write(new Derivation(program).report(kind(program), output.mode(), true, false), console);
        } catch (Throwable problem) {
            return Failures.report(problem, program, console);
        }
    }

    private static Report.Kind kind(Program program) {
        Class<?> type = program.method().getReturnType();
        boolean isNumber = type == double.class || type == float.class;
        return isNumber ? Report.Kind.GRADIENT : Report.Kind.JACOBIAN;
    }
}
