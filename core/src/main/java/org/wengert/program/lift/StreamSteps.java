package org.wengert.program.lift;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.DoubleSteps;
import org.wengert.program.runtime.Gathers;
import org.wengert.program.runtime.IntSteps;
import org.wengert.program.runtime.LongSteps;
import org.wengert.program.runtime.ObjectSteps;
import org.wengert.program.runtime.OptionalSteps;
import org.wengert.program.runtime.Pipes;
import org.wengert.program.runtime.StreamSources;

/** Which methods of streams have a body of ours that can be followed. */
final class StreamSteps {
    private StreamSteps() {}

    /** A body of ours. */
    static final class Step {
        final Class<?> owner;
        final String name;
        final String descriptor;
        /** Of each parameter: whether it has to be known as a stream that is followed. */
        private final boolean[] isPipeline;

        Step(Method m) {
            owner = m.getDeclaringClass();
            name = m.getName();
            Class<?>[] types = m.getParameterTypes();
            descriptor = MethodType.methodType(m.getReturnType(), types).toMethodDescriptorString();
            isPipeline = new boolean[types.length];
            for (int i = 0; i < types.length; i++) {
                isPipeline[i] = types[i].getDeclaringClass() == Pipes.class;
            }
        }

        boolean fits(Cursor c, Value[] arguments) {
            for (int i = 0; i < isPipeline.length; i++) {
                if (isPipeline[i] && !Pipelines.isPipeline(c.shape(arguments[i]))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Returns our body of a method, or null if there is none or the streams here are not followed. */
    static @Nullable Step find(Cursor c, String owner, String name, String descriptor, Value[] arguments) {
        if (c.escape != null || !mayBeStep(owner, name)) {
            return null;
        }
        String key = owner.concat(".").concat(name).concat(descriptor.substring(0, descriptor.indexOf(')')));
        Step step = Tables.STEPS.get(key);
        return step != null && step.fits(c, arguments) ? step : null;
    }

    private static boolean mayBeStep(String owner, String name) {
        return owner.startsWith("java/util/stream/")
                || owner.equals("java/util/OptionalDouble")
                || owner.startsWith("java/util/") && (name.equals("stream") || name.equals("parallelStream"));
    }

    private static final class Tables {
        static final Map<String, Step> STEPS = new HashMap<>();
        private static final String[] COLLECTIONS = {
            "java/util/Collection",
            "java/util/SequencedCollection",
            "java/util/List",
            "java/util/ArrayList",
            "java/util/LinkedList",
            "java/util/Vector",
            "java/util/Stack",
            "java/util/Deque",
            "java/util/Queue",
            "java/util/ArrayDeque",
            "java/util/Set",
            "java/util/SequencedSet",
            "java/util/SortedSet",
            "java/util/NavigableSet"
        };

        static {
            methods(DoubleSteps.class, "java/util/stream/DoubleStream");
            methods(IntSteps.class, "java/util/stream/IntStream");
            methods(LongSteps.class, "java/util/stream/LongStream");
            methods(ObjectSteps.class, "java/util/stream/Stream");
            methods(OptionalSteps.class, "java/util/OptionalDouble");
            methods(Gathers.class, "java/util/stream/Collectors");
            methods(StreamSources.class, "java/util/Arrays");
        }

        private static void methods(Class<?> ours, String owner) {
            for (Method m : ours.getDeclaredMethods()) {
                if (Modifier.isPrivate(m.getModifiers()) || m.isSynthetic()) {
                    continue;
                }
                Step step = new Step(m);
                Class<?>[] types = m.getParameterTypes();
                boolean ofCollection = types.length == 1 && types[0] == java.util.Collection.class;
                // What a stream begins with is static in the JDK; everything else has the stream as its receiver.
                boolean isStatic = ours == StreamSources.class && !ofCollection
                        || ours == Gathers.class
                        || m.getName().equals("concat")
                        || types.length == 0
                        || types[0].getDeclaringClass() != Pipes.class && !ofCollection;
                StringBuilder parameters =
                        new StringBuilder(".").append(m.getName()).append('(');
                for (int i = isStatic ? 0 : 1; i < types.length; i++) {
                    parameters.append(descriptor(types[i], owner));
                }
                if (ofCollection) {
                    for (String c : COLLECTIONS) {
                        STEPS.put(c.concat(parameters.toString()), step);
                    }
                } else {
                    STEPS.put(owner.concat(parameters.toString()), step);
                }
            }
        }

        private static String descriptor(Class<?> type, String owner) {
            if (type == Pipes.Gather.class) {
                return "Ljava/util/stream/Collector;";
            }
            return type.getDeclaringClass() == Pipes.class ? "L".concat(owner).concat(";") : type.descriptorString();
        }
    }
}
