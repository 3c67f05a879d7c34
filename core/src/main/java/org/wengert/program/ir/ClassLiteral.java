package org.wengert.program.ir;

/**
 * The constant {@code T.class}.
 *
 * @param descriptor field descriptor of {@code T}
 */
public record ClassLiteral(String descriptor) {}
