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
public record FieldRef(String owner, String name, String descriptor, boolean isFinal, Class<?> declaring) {
    /** Returns whether this stands for what a constructor of the library does with an argument, which is no field of the object. */
    public boolean isOutOfSight() {
        return name.equals("<init>");
    }
}
