/**
 * Derivatives of ordinary compiled Java, of any order: correct, or refused with the method, the line and a remedy.
 *
 * <p>{@link org.wengert} is the door, {@link org.wengert.rule} the calculus table, {@link org.wengert.tensor} n-dimensional arrays. {@link org.wengert.program.runtime} is
 * exported because generated classes in the user's packages call it; it is not for use by hand. What shows how a
 * derivative comes about (the intermediate representation, its lifter and its interpreter) is open to the project's own
 * modules only.
 */
@SuppressWarnings("module") // the modules named in the qualified exports are compiled after this one
module org.wengert {
    requires static org.jspecify;
    requires static jdk.incubator.vector; // without it tensors are computed by scalar loops

    exports org.wengert;
    exports org.wengert.rule;
    exports org.wengert.tensor;
    exports org.wengert.program.runtime;
    exports org.wengert.program to
            org.wengert.learn,
            org.wengert.cli;
    exports org.wengert.program.ir to
            org.wengert.learn,
            org.wengert.cli;
    exports org.wengert.program.lift to
            org.wengert.learn,
            org.wengert.cli;
    exports org.wengert.program.interpret to
            org.wengert.learn,
            org.wengert.cli;
    exports org.wengert.transform to
            org.wengert.learn,
            org.wengert.cli;
    exports org.wengert.backend to
            org.wengert.learn,
            org.wengert.cli;

    uses org.wengert.tensor.Evaluator;
    uses org.wengert.tensor.Backpropagator;
    uses org.wengert.backend.Backend;

    provides org.wengert.tensor.Evaluator with
            org.wengert.backend.Execution;
    provides org.wengert.tensor.Backpropagator with
            org.wengert.transform.Backpropagation;
    provides org.wengert.backend.Backend with
            org.wengert.backend.Interpreter,
            org.wengert.backend.cpu.CpuBackend;
}
