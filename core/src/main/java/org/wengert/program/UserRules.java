package org.wengert.program;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.access.LambdaReader;
import org.wengert.program.access.Target;
import org.wengert.program.lift.RuleBook;

/** The derivatives that users have defined. Thread-safe; a compilation works on a snapshot. */
public final class UserRules {
    private static volatile Book book = new Book(new HashMap<>(), 0);

    private UserRules() {}

    private record Book(Map<String, RuleBook.Rule> rules, int version) implements RuleBook {
        @Override
        public RuleBook.@Nullable Rule find(Class<?> owner, String name, String descriptor) {
            return rules.isEmpty() ? null : rules.get(key(owner, name, descriptor));
        }
    }

    private static String key(Class<?> owner, String name, String descriptor) {
        return owner.getName()
                .concat("@")
                .concat(Integer.toString(System.identityHashCode(owner)))
                .concat(".")
                .concat(name)
                .concat(descriptor);
    }

    static RuleBook snapshot() {
        return book;
    }

    static int version() {
        return book.version;
    }

    /**
     * Defines the derivative of a static method.
     *
     * @param method a reference to the method
     * @param partials the function objects that compute its partial derivatives
     * @throws IllegalArgumentException if it is not a reference to a static method
     */
    public static void define(Object method, Object... partials) {
        Target t = LambdaReader.read(method);
        if (t == null
                || t.referenceKind != java.lang.invoke.MethodHandleInfo.REF_invokeStatic
                || t.captured.length > 0) {
            throw new IllegalArgumentException(
                    "A derivative can be defined for a static method only.\n  Pass a method reference, for example MyMath::smoothStep.");
        }
        if (t.name.startsWith("lambda$")) {
            throw new IllegalArgumentException(
                    "A derivative can be defined for a method that has a name; this is a lambda expression.\n"
                            + "  Move its body to a static method and pass MyMath::method.");
        }
        synchronized (UserRules.class) {
            Map<String, RuleBook.Rule> more = new HashMap<>(book.rules);
            more.put(key(t.owner, t.name, t.descriptor), new RuleBook.Rule(partials));
            book = new Book(more, book.version + 1);
        }
    }
}
