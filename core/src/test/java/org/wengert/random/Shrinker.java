package org.wengert.random;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes a failing program smaller, piece by piece, as long as what is left still compiles and still fails. */
final class Shrinker {
    private Shrinker() {}

    /** Returns a program none of whose pieces can be taken away; {@code fails} says whether a program that compiles fails. */
    static Program shrink(Program program, Predicate<Program> fails) {
        Program smallest = program;
        while (true) {
            Optional<Program> smaller = first(smallest.smaller(), smallest, fails);
            if (smaller.isEmpty()) {
                smaller = first(smallest.simpler(), smallest, fails);
            }
            if (smaller.isEmpty()) {
                return smallest;
            }
            smallest = smaller.get();
        }
    }

    /** The shortest of the candidates that fails; each is shorter than the program it comes from, so that this ends. */
    private static Optional<Program> first(List<Program> candidates, Program program, Predicate<Program> fails) {
        int length = program.source().length();
        return candidates.stream()
                .filter(candidate -> candidate.source().length() < length)
                .sorted(Comparator.comparingInt(candidate -> candidate.source().length()))
                .filter(fails)
                .findFirst();
    }

    /** Returns the law that a program breaks, or empty if it keeps all or does not compile. */
    static Optional<String> brokenLaw(Program program) {
        Optional<Compilation> compilation = Compilation.of(List.of(program));
        if (compilation.isEmpty()) {
            return Optional.empty();
        }
        try {
            Laws.check(program, compilation.get());
            return Optional.empty();
        } catch (Laws.Broken broken) {
            return Optional.of(broken.law);
        } catch (StackOverflowError e) {
            return Optional.empty(); // a recursion whose end was cut away
        }
    }
}
