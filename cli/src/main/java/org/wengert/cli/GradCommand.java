package org.wengert.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wengert.Differentiable;
import org.wengert.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wengert grad}: value and gradient at a point. */
@Command(
        name = "grad",
        sortOptions = false,
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        description = {
            "Value and gradient of an expression or a method at a point.",
            "",
            "In an expression the functions of Math and of org.wengert.rule.Special need no prefix:"
                    + " sin(x), sigmoid(x). A method may be private, take arrays and records, and call"
                    + " what it likes."
        },
        customSynopsis = "wengert grad [OPTIONS] EXPR|TARGET [ARGUMENT...]",
        footer = {
            "",
            "Examples:",
            "  wengert grad \"log(x1) + x1*x2 - sin(x2)\" x1=2 x2=5",
            "  wengert grad Rosenbrock.java::value \"[-1.2, 1]\" --hessian",
            "  wengert grad model.jar#com.acme.Model::loss w=weights.npy data=data.csv -o gradient.npy"
        })
final class GradCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(names = "--jacobian", description = "The Jacobian of a value that is an array, a record or a list.")
    private boolean jacobian;

    @Option(names = "--hessian", description = "The matrix of second derivatives.")
    private boolean hessian;

    @Option(names = "--check", description = "Compare with central differences; exit with 1 where they disagree.")
    private boolean check;

    @Option(names = "--time", description = "Measure the function and its derivative after warm-up.")
    private boolean time;

    @Option(
            names = "--show",
            paramLabel = "FORM",
            description = "Print the generated derivative instead: java, bytecode or ir.")
    private Differentiable.@Nullable Form show;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    GradCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Program program = null;
        try {
            if (jacobian && hessian) {
                throw new WrongInput("Ask for --jacobian or --hessian, one at a time.");
            }
            if (hessian && check) {
                throw new WrongInput("--check compares first derivatives; leave out --hessian.");
            }
            if (hessian && output.mode() != null) {
                throw new WrongInput("A Hessian is computed forward over reverse; leave out --mode.");
            }
            if (show != null && (jacobian || hessian || check || time)) {
                throw new WrongInput("--show prints the generated gradient and computes nothing; leave out "
                        + (jacobian ? "--jacobian." : hessian ? "--hessian." : check ? "--check." : "--time."));
            }
            if (show == null) {
                output.validate();
            }
            program = target.program(show == null, console);
            Derivation derivation = new Derivation(program);
            if (show != null) {
                console.write(
                        output.file(),
                        derivation
                                        .show(show, output.mode() == null ? Mode.REVERSE : output.mode())
                                        .stripTrailing() + "\n");
                return Failures.OK;
            }
            Report.Kind kind = jacobian ? Report.Kind.JACOBIAN : hessian ? Report.Kind.HESSIAN : Report.Kind.GRADIENT;
            return output.write(derivation.report(kind, output.mode(), check, time), console);
        } catch (Throwable problem) {
            return Failures.report(problem, program, console);
        }
    }
}
