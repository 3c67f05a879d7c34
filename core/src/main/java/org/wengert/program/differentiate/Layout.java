package org.wengert.program.differentiate;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Type;

/**
 * Where the derivative of an object's field is kept. The shadow of an array is an array of the same shape; the shadow of an object is an
 * {@code Object[]}: at 0 a {@code double[]} for its real fields, from 1 on the shadows of its references.
 */
public final class Layout {
    private Layout() {}

    /** Returns the index of a field's shadow: in the {@code double[]} for a real field, in the {@code Object[]} for a reference. */
    public static int slot(FieldRef f) {
        boolean real = Type.of(f.descriptor()).isReal();
        int n = count(f.declaring().getSuperclass(), real);
        for (Field g : f.declaring().getDeclaredFields()) {
            if (g.getName().equals(f.name())) {
                return real ? n : n + 1;
            }
            if (counts(g, real)) {
                n++;
            }
        }
        throw new AssertionError("a field without a place (please report)");
    }

    /** Returns how many real (or reference) fields an object of that class has. */
    public static int count(Class<?> c, boolean real) {
        int n = 0;
        for (Class<?> k = c; k != null && k != Object.class; k = k.getSuperclass()) {
            for (Field g : k.getDeclaredFields()) {
                if (counts(g, real)) {
                    n++;
                }
            }
        }
        return n;
    }

    private static boolean counts(Field g, boolean real) {
        if (Modifier.isStatic(g.getModifiers())) {
            return false;
        }
        Class<?> t = g.getType();
        return real ? t == double.class || t == float.class : !t.isPrimitive();
    }

    /** Returns the descriptor of the shadow of a reference with that static type. */
    public static String shadow(String descriptor) {
        int dimensions = 0;
        while (descriptor.charAt(dimensions) == '[') {
            dimensions++;
        }
        char element = descriptor.charAt(dimensions);
        if (dimensions > 0 && (element == 'D' || element == 'F')) {
            return descriptor;
        }
        return dimensions > 0 && element == 'L' ? "[Ljava/lang/Object;" : "Ljava/lang/Object;";
    }
}
