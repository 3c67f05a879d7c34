package org.wengert;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** How to read the components of a record class and to make a record of others: found once for each class. */
final class RecordAccess {
    private static final ClassValue<RecordAccess> KNOWN = new ClassValue<>() {
        @Override
        protected RecordAccess computeValue(Class<?> record) {
            return new RecordAccess(record);
        }
    };

    private final Class<?> record;
    private final String[] names;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    private RecordAccess(Class<?> record) {
        this.record = record;
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        names = new String[components.length];
        getters = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            names[i] = components[i].getName();
        }
        MethodType signature = MethodType.methodType(void.class, types);
        try {
            MethodHandles.Lookup inside = inside(record);
            for (int i = 0; i < components.length; i++) {
                MethodHandle getter = inside == null
                        ? MethodHandles.publicLookup().unreflect(components[i].getAccessor())
                        : inside.findGetter(record, names[i], types[i]);
                getters[i] = getter.asType(MethodType.methodType(Object.class, Object.class));
            }
            MethodHandle c =
                    (inside == null ? MethodHandles.publicLookup() : inside).findConstructor(record, signature);
            constructor = c.asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "The tensors of a "
                            + record.getName()
                            + " cannot be reached, because its module does not let Wengert in: "
                            + e.getMessage()
                            + "\n  Add to its module-info: opens "
                            + record.getPackageName()
                            + " to org.wengert;",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record without its constructor or a component", e);
        }
    }

    /** Returns a lookup in the class, or null where the module keeps it to itself; it may be public all the same. */
    private static MethodHandles.@Nullable Lookup inside(Class<?> record) {
        RecordAccess.class.getModule().addReads(record.getModule());
        try {
            return MethodHandles.privateLookupIn(record, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** Returns the access to a record class. */
    static RecordAccess of(Class<?> record) {
        return KNOWN.get(record);
    }

    int size() {
        return names.length;
    }

    String name(int component) {
        return names[component];
    }

    @Nullable
    Object get(Object of, int component) {
        try {
            return getters[component].invokeExact(of);
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /**
     * Makes a record.
     *
     * @throws IllegalArgumentException if the constructor rejects the components
     */
    Object make(@Nullable Object[] components) {
        try {
            return constructor.invokeExact(components);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(
                    "A "
                            + record.getName()
                            + " cannot be made of other tensors, because its constructor rejects them: "
                            + e
                            + "\n  Derivatives, vmap and compile make records of tensors with other values and other shapes."
                            + " Keep checks out of the constructor, or pass the tensors themselves.",
                    e);
        }
    }

    private static RuntimeException thrown(Throwable e) {
        return switch (e) {
            case Error error -> throw error;
            case RuntimeException ours -> ours;
            default -> new IllegalStateException(e);
        };
    }

    @Override
    public String toString() {
        return record.getSimpleName();
    }
}
