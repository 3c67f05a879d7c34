package org.wengert.cli;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One real number in a tree of arrays, records, lists and maps. Leaves are numbered across all arguments in order, as
 * {@link org.wengert.Differentiable} does.
 *
 * @param name how the user would write it: {@code x[3]}, {@code p.lo}, {@code weights[bias]}
 * @param value the number
 * @param isFloat whether it has only the 24 bits of a {@code float}
 */
record Leaf(String name, double value, boolean isFloat) {
    /** Returns the leaves of a tree. */
    static List<Leaf> of(@Nullable Object tree, String name) {
        List<Leaf> leaves = new ArrayList<>();
        collect(tree, name, leaves);
        return leaves;
    }

    /** Returns the leaves of arguments. */
    static List<Leaf> of(@Nullable Object[] trees, List<String> names) {
        List<Leaf> leaves = new ArrayList<>();
        for (int i = 0; i < trees.length; i++) {
            collect(trees[i], names.get(i), leaves);
        }
        return leaves;
    }

    private static void collect(@Nullable Object tree, String name, List<Leaf> leaves) {
        switch (tree) {
            case Double d -> leaves.add(new Leaf(name, d, false));
            case Float f -> leaves.add(new Leaf(name, f, true));
            case double[] x -> {
                for (int i = 0; i < x.length; i++) {
                    leaves.add(new Leaf(name + "[" + i + "]", x[i], false));
                }
            }
            case float[] x -> {
                for (int i = 0; i < x.length; i++) {
                    leaves.add(new Leaf(name + "[" + i + "]", x[i], true));
                }
            }
            case Object[] x -> {
                for (int i = 0; i < x.length; i++) {
                    collect(x[i], name + "[" + i + "]", leaves);
                }
            }
            case List<?> x -> {
                for (int i = 0; i < x.size(); i++) {
                    collect(x.get(i), name + "[" + i + "]", leaves);
                }
            }
            case Map<?, ?> x -> x.forEach((key, value) -> collect(value, name + "[" + key + "]", leaves));
            case Record r -> components(r).forEach((key, value) -> collect(value, name + "." + key, leaves));
            case null, default -> {
                // A constant.
            }
        }
    }

    /** Returns a record's components by their names. */
    static Map<String, @Nullable Object> components(Record r) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        for (RecordComponent component : r.getClass().getRecordComponents()) {
            components.put(component.getName(), get(r, component));
        }
        return components;
    }

    /** Returns a component, which its accessor must return too: copies of the record are made of what accessors return. */
    private static @Nullable Object get(Record r, RecordComponent component) {
        String name = component.getName();
        String type = r.getClass().getSimpleName();
        try {
            var field = r.getClass().getDeclaredField(name);
            field.setAccessible(true);
            Object value = field.get(r);
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            if (value instanceof Number && !value.equals(accessor.invoke(r))) {
                throw new WrongInput("The accessor " + name + "() of " + type + " does not return the component " + name
                        + ", so the record cannot be copied; give the method that computes another name.");
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new WrongInput("The component " + name + " of " + type + " cannot be read: "
                    + (e.getCause() == null ? e : e.getCause()) + ".");
        }
    }

    /**
     * Returns arguments with one leaf changed.
     *
     * @param trees the arguments, which may change too
     * @param index of the leaf
     * @param value its new value
     */
    static @Nullable Object[] with(@Nullable Object[] trees, int index, double value) {
        Change change = new Change(index, value);
        @Nullable Object[] changed = new @Nullable Object[trees.length];
        for (int i = 0; i < trees.length; i++) {
            changed[i] = change.apply(trees[i]);
        }
        return changed;
    }

    /** Walks trees in the order of {@link #collect}. */
    private static final class Change {
        private int ahead;
        private final double value;

        Change(int index, double value) {
            ahead = index;
            this.value = value;
        }

        /** Returns the tree with the change, where the leaf is in it; in place where that is possible. */
        @Nullable
        Object apply(@Nullable Object tree) {
            if (ahead < 0) {
                return tree;
            }
            switch (tree) {
                case Double d -> {
                    return ahead-- == 0 ? (Object) value : d;
                }
                case Float f -> {
                    return ahead-- == 0 ? (Object) (float) value : f;
                }
                case double[] x -> {
                    if (ahead < x.length) {
                        x[ahead] = value;
                    }
                    ahead -= x.length;
                }
                case float[] x -> {
                    if (ahead < x.length) {
                        x[ahead] = (float) value;
                    }
                    ahead -= x.length;
                }
                case Object[] x -> {
                    for (int i = 0; i < x.length && ahead >= 0; i++) {
                        Array.set(x, i, apply(x[i]));
                    }
                }
                case List<?> x -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    x.forEach(item -> list.add(apply(item)));
                    return list;
                }
                case Map<?, ?> x -> {
                    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                    x.forEach((key, item) -> map.put(key, apply(item)));
                    return map;
                }
                case Record r -> {
                    return record(r);
                }
                case null, default -> {
                    // A constant.
                }
            }
            return tree;
        }

        private Object record(Record r) {
            RecordComponent[] components = r.getClass().getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = apply(get(r, components[i]));
            }
            try {
                Constructor<?> constructor = r.getClass().getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new WrongInput("A changed " + r.getClass().getSimpleName() + " cannot be made: "
                        + (e.getCause() == null ? e : e.getCause()) + ".");
            }
        }
    }
}
