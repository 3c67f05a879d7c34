package org.wengert.program.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shadow memory of one derivative call: for every array and object that carries derivatives another one, made on first
 * request, that holds them. What aliases among the primals aliases among the shadows. Mutable, for one thread.
 *
 * <ul>
 *   <li>The shadow of {@code double[]} and {@code float[]} has the same type and length.
 *   <li>The shadow of an array of those, of any depth, has the same type and the rows' shadows as rows.
 *   <li>The shadow of any other array of references is an {@code Object[]} with the elements' shadows.
 *   <li>The shadow of any other object is a {@link Shadow}.
 *   <li>Null, arrays of other numbers, strings, boxed values, enums and classes have none: null.
 * </ul>
 */
public final class Shadows {
    private final IdentityHashMap<Object, Object> known = new IdentityHashMap<>();

    /** Creates an empty memory. */
    public Shadows() {}

    /**
     * Returns the shadow of something that existed before the call, the same one for the same primal.
     *
     * @param primal an array, an object or null
     * @return its shadow, of zeros when asked for the first time; null if it has none
     */
    public @Nullable Object of(@Nullable Object primal) {
        if (primal == null) {
            return null;
        }
        Object shadow = known.get(primal);
        if (shadow == null) {
            shadow = create(primal);
        }
        return shadow;
    }

    /**
     * Makes something the shadow of a primal.
     *
     * @param primal an array or object
     * @param shadow what holds its derivatives
     */
    public void put(Object primal, Object shadow) {
        known.put(primal, shadow);
    }

    /**
     * Returns the shadow that a reference field's shadow slot holds, filling the slot when it is empty.
     *
     * @param owner the shadow of the object with the field
     * @param slot the field's {@link #slot}
     * @param primal what the field holds
     * @return the shadow of what the field holds
     */
    public @Nullable Object field(Shadow owner, int slot, @Nullable Object primal) {
        Object shadow = owner.a[slot];
        if (shadow == null && primal != null) {
            shadow = of(primal);
            owner.a[slot] = shadow;
        }
        return shadow;
    }

    /**
     * Returns zeros of the same length.
     *
     * @param primal an array or null
     * @return zeros, or null for null
     */
    public static double @Nullable [] like(double @Nullable [] primal) {
        return primal == null ? null : new double[primal.length];
    }

    /**
     * Returns zeros of the same length.
     *
     * @param primal an array or null
     * @return zeros, or null for null
     */
    public static float @Nullable [] like(float @Nullable [] primal) {
        return primal == null ? null : new float[primal.length];
    }

    /**
     * Returns a shadow of zeros; rows that are the same array have the same shadow.
     *
     * @param primal an array, an object or null
     * @return its shadow, or null if it has none
     */
    public static @Nullable Object like(@Nullable Object primal) {
        return primal instanceof double[] x ? new double[x.length] : new Shadows().of(primal);
    }

    private @Nullable Object create(Object primal) {
        if (primal instanceof double[] x) {
            return remember(primal, new double[x.length]);
        }
        if (primal instanceof float[] x) {
            return remember(primal, new float[x.length]);
        }
        Class<?> type = primal.getClass();
        if (primal instanceof Object[] x) {
            Class<?> leaf = type;
            while (leaf.isArray()) {
                leaf = leaf.componentType();
            }
            if (leaf.isPrimitive()) {
                if (leaf != double.class && leaf != float.class) {
                    return null;
                }
                Object[] shadow = (Object[]) java.lang.reflect.Array.newInstance(type.componentType(), x.length);
                return fill(x, shadow);
            }
            return hasNone(leaf) ? null : fill(x, new Object[x.length]);
        }
        if (type.isArray() || hasNone(type)) {
            return null;
        }
        int[] counts = Layout.OF.get(type).counts;
        return remember(primal, new Shadow(counts[0], counts[1]));
    }

    private Object[] fill(@Nullable Object[] primal, @Nullable Object[] shadow) {
        remember(primal, shadow); // first, for an array may hold itself
        for (int k = 0; k < primal.length; k++) {
            shadow[k] = of(primal[k]);
        }
        return shadow;
    }

    private Object remember(Object primal, Object shadow) {
        known.put(primal, shadow);
        return shadow;
    }

    private static boolean hasNone(Class<?> type) {
        return type == String.class
                || type == Class.class
                || type.isEnum()
                || Enum.class.isAssignableFrom(type)
                || Number.class.isAssignableFrom(type) && type.getName().startsWith("java.")
                || type == Boolean.class
                || type == Character.class;
    }

    /**
     * Returns a deep copy of an array, in which arrays that were the same one are so again. Elements that are no arrays
     * are not copied.
     *
     * @param primal an array, or anything else, which is returned as it is
     * @return the copy
     */
    public static @Nullable Object copyOf(@Nullable Object primal) {
        if (primal instanceof double[] x) {
            return x.clone();
        }
        if (primal == null || !primal.getClass().isArray()) {
            return primal;
        }
        return copy(primal, new IdentityHashMap<>());
    }

    private static Object copy(Object primal, IdentityHashMap<Object, Object> copies) {
        Object done = copies.get(primal);
        if (done != null) {
            return done;
        }
        Object copy;
        if (primal instanceof Object[] x) {
            @Nullable Object[] rows = x.clone();
            copies.put(primal, rows);
            for (int k = 0; k < rows.length; k++) {
                Object row = rows[k];
                if (row != null && row.getClass().isArray()) {
                    rows[k] = copy(row, copies);
                }
            }
            return rows;
        } else if (primal instanceof double[] x) {
            copy = x.clone();
        } else if (primal instanceof float[] x) {
            copy = x.clone();
        } else if (primal instanceof int[] x) {
            copy = x.clone();
        } else if (primal instanceof long[] x) {
            copy = x.clone();
        } else if (primal instanceof boolean[] x) {
            copy = x.clone();
        } else if (primal instanceof byte[] x) {
            copy = x.clone();
        } else if (primal instanceof short[] x) {
            copy = x.clone();
        } else {
            copy = ((char[]) primal).clone();
        }
        copies.put(primal, copy);
        return copy;
    }

    /**
     * Returns the place of a field in the shadow of every object that has it: an index into {@link Shadow#d} if it is
     * real, into {@link Shadow#a} if it is a reference.
     *
     * @param declaring the class that declares the field
     * @param name the field's name
     * @return its slot, or -1 if a shadow keeps nothing for it
     */
    public static int slot(Class<?> declaring, String name) {
        Layout layout = Layout.OF.get(declaring);
        for (int k = 0; k < layout.names.length; k++) {
            if (layout.names[k].equals(name)) {
                return layout.slots[k];
            }
        }
        return -1;
    }

    /**
     * Returns a shadow of zeros for an object of exactly that class.
     *
     * @param type the class
     * @return a new shadow
     */
    public static Shadow shadowOf(Class<?> type) {
        int[] counts = Layout.OF.get(type).counts;
        return new Shadow(counts[0], counts[1]);
    }

    /** Where the fields of a class are in its objects' shadows: those of its superclass first. */
    private static final class Layout {
        static final ClassValue<Layout> OF = new ClassValue<>() {
            @Override
            protected Layout computeValue(Class<?> type) {
                return new Layout(type);
            }
        };

        /** Real fields, reference fields, inherited ones included. */
        final int[] counts;
        /** The fields that the class itself declares. */
        final String[] names;

        final int[] slots;

        Layout(Class<?> type) {
            Class<?> parent = type.getSuperclass();
            counts = parent == null ? new int[2] : OF.get(parent).counts.clone();
            Field[] fields = type.getDeclaredFields();
            names = new String[fields.length];
            slots = new int[fields.length];
            for (int k = 0; k < fields.length; k++) {
                Class<?> t = fields[k].getType();
                names[k] = fields[k].getName();
                if (Modifier.isStatic(fields[k].getModifiers())) {
                    slots[k] = -1;
                } else if (t == double.class || t == float.class) {
                    slots[k] = counts[0]++;
                } else {
                    slots[k] = t.isPrimitive() ? -1 : counts[1]++;
                }
            }
        }
    }
}
