package org.wengert.random;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a failing program smaller, piece by piece, as long as what is left still compiles and still fails. */
final class Shrinker {
    /** More rounds than a program has statements. */
    private static final int ROUNDS = 200;

    private Shrinker() {}

    /** Returns a program none of whose pieces can be taken away; {@code fails} says whether a program that compiles fails. */
    static Program shrink(Program program, Predicate<Program> fails) {
        Program smallest = program;
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Program> smaller = step(smallest, fails);
            if (smaller.isEmpty()) {
                break;
            }
            smallest = smaller.get();
        }
        return smallest;
    }

    private static Optional<Program> step(Program program, Predicate<Program> fails) {
        List<Program> candidates = program.smaller().stream()
                .sorted((p, q) -> Integer.compare(p.size(), q.size()))
                .toList();
        for (Program candidate : candidates) {
            if (candidate.size() < program.size() && fails.test(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Returns the law that a program breaks, or empty if it keeps all or does not compile. */
    static Optional<String> brokenLaw(Program program) {
        Optional<Compilation> compilation = Compilation.of(List.of(program));
        if (compilation.isEmpty()) {
            return Optional.empty();
        }
        try {
            Laws.check(program, compilation.get().field(program));
            return Optional.empty();
        } catch (Laws.Broken broken) {
            return Optional.of(broken.law);
        } catch (StackOverflowError e) {
            return Optional.empty(); // a recursion whose end was cut away
        }
    }
}
