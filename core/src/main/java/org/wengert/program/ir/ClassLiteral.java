package org.wengert.program.ir;

import org.jspecify.annotations.Nullable;

/**
 * The constant {@code T.class}.
 *
 * @param descriptor field descriptor of {@code T}
 * @param resolved the class, where its descriptor alone might not find it; otherwise null
 */
public record ClassLiteral(String descriptor, @Nullable Class<?> resolved) {
    /** Creates the constant of a class that its descriptor finds. */
    public ClassLiteral(String descriptor) {
        this(descriptor, null);
    }
}
