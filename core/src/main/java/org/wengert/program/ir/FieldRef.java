package org.wengert.program.ir;

/**
 * A field.
 *
 * @param owner internal name of the class that declares it
 * @param name its name
 * @param descriptor its field descriptor
 * @param isFinal whether it is final
 * @param declaring the class that declares it
 */
public record FieldRef(String owner, String name, String descriptor, boolean isFinal, Class<?> declaring) {}
