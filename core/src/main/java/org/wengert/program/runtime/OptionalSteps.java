package org.wengert.program.runtime;

import java.util.NoSuchElementException;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.wengert.program.runtime.Pipes.DoubleSink;
import org.wengert.program.runtime.Pipes.Maybe;
import org.wengert.program.runtime.Pipes.Pipe;

/** The methods of {@link java.util.OptionalDouble}, written with {@link Pipes}. */
public final class OptionalSteps {
    private OptionalSteps() {}

    static Maybe of(double x) {
        return Pipes.maybe(true, x);
    }

    static Maybe empty() {
        return Pipes.maybe(false, 0);
    }

    static boolean isPresent(Maybe m) {
        return m.ask(0) != 0;
    }

    static boolean isEmpty(Maybe m) {
        return m.ask(0) == 0;
    }

    static double getAsDouble(Maybe m) {
        if (m.ask(0) == 0) {
            throw new NoSuchElementException("No value present");
        }
        return m.ask(1);
    }

    static double orElseThrow(Maybe m) {
        return getAsDouble(m);
    }

    static double orElseThrow(Maybe m, Supplier<Throwable> exception) {
        if (m.ask(0) == 0) {
            Substitutes.raise(exception.get());
        }
        return m.ask(1);
    }

    static double orElse(Maybe m, double other) {
        return m.ask(0) != 0 ? m.ask(1) : other;
    }

    static double orElseGet(Maybe m, DoubleSupplier other) {
        return m.ask(0) != 0 ? m.ask(1) : other.getAsDouble();
    }

    static void ifPresent(Maybe m, DoubleConsumer action) {
        if (m.ask(0) != 0) {
            action.accept(m.ask(1));
        }
    }

    static void ifPresentOrElse(Maybe m, DoubleConsumer action, Runnable otherwise) {
        if (m.ask(0) != 0) {
            action.accept(m.ask(1));
        } else {
            otherwise.run();
        }
    }

    static Pipe<DoubleSink> stream(Maybe m) {
        return StreamSources.stream(m.ask(0) != 0 ? new double[] {m.ask(1)} : new double[0]);
    }
}
