package org.wengert.backend;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Op;
import org.wengert.tensor.Program;
import org.wengert.tensor.Shape;
import org.wengert.transform.Simplify;

/**
 * The plans that a back end has made, the least recently used of which are forgotten when all programs together have too many steps. Mutable; for several
 * threads.
 *
 * <p>A program holds no tensors, unless it calls Java code that does; a plan for such a program is not kept.
 */
final class Plans {
    /** Roughly 50 MB of steps, if all are different. */
    private static final int STEPS = 1 << 18;

    /** Whether objects of a class refer to others, as a lambda does that captures something. */
    private static final ClassValue<Boolean> HOLDS_OBJECTS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Field f : c.getDeclaredFields()) {
                    if (!Modifier.isStatic(f.getModifiers()) && !isValue(f.getType())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean isValue(Class<?> type) {
            return type.isPrimitive()
                    || type.isEnum()
                    || type == String.class
                    || type == Shape.class
                    || type == Indices.class;
        }
    };

    private final Backend backend;
    private final int capacity;
    private final Map<Program, Plan> plans = new LinkedHashMap<>(64, 0.75f, true);
    private int steps;

    Plans(Backend backend) {
        this(backend, STEPS);
    }

    /**
     * Makes an empty cache.
     *
     * @param backend what makes plans
     * @param capacity how many steps there may be in all programs together
     */
    Plans(Backend backend, int capacity) {
        this.backend = backend;
        this.capacity = capacity;
    }

    /** Returns a plan for a program. */
    Plan of(Program program) {
        synchronized (plans) {
            Plan known = plans.get(program);
            if (known != null) {
                return known;
            }
        }
        Plan plan = backend.plan(Simplify.all(program)); // two threads may make the same plan; either is right
        if (program.size() <= capacity && !holdsObjects(program)) {
            keep(program, plan);
        }
        return plan;
    }

    private void keep(Program program, Plan plan) {
        synchronized (plans) {
            if (plans.put(program, plan) == null) {
                steps += program.size();
            }
            Iterator<Program> oldest = plans.keySet().iterator();
            while (steps > capacity) {
                steps -= oldest.next().size();
                oldest.remove();
            }
        }
    }

    /** Forgets all plans. */
    void clear() {
        synchronized (plans) {
            plans.clear();
            steps = 0;
        }
    }

    /** Returns how many plans are kept. */
    int size() {
        synchronized (plans) {
            return plans.size();
        }
    }

    private static boolean holdsObjects(Program program) {
        for (int i = 0; i < program.size(); i++) {
            if (program.step(i).op() instanceof Op.Call call
                    && HOLDS_OBJECTS.get(call.function().getClass())) {
                return true;
            }
        }
        return false;
    }
}
