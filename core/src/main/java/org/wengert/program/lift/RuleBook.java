package org.wengert.program.lift;

import org.jspecify.annotations.Nullable;

/** The derivatives that users have given for methods of their own; a snapshot. */
public interface RuleBook {
    /** No rules. */
    RuleBook EMPTY = (owner, name, descriptor) -> null;

    /**
     * Returns the rule for a method, or null if it is to be followed into its code.
     *
     * @param owner the class that declares the method
     * @param name its name
     * @param descriptor its method descriptor
     */
    @Nullable
    Rule find(Class<?> owner, String name, String descriptor);

    /** The derivative of a static method: the function objects that compute its partial derivatives. */
    final class Rule {
        /** For scalar arguments: one function of all arguments for each argument; for an array argument: one function of it that returns the gradient. */
        public final Object[] partials;

        /** Creates a rule. */
        public Rule(Object... partials) {
            this.partials = partials;
        }
    }
}
