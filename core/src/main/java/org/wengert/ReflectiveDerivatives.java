package org.wengert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wengert.program.Programs;

/** A method known by reflection, with its derivatives. */
final class ReflectiveDerivatives implements Differentiable {
    private final Lookup lookup;
    private final Method method;
    /** Parameters, the receiver first, as they come here. */
    private final MethodType boxed;

    private final boolean[] wanted;
    private Programs.@Nullable Derived adjoint;
    private Programs.@Nullable Derived tangent;
    private Programs.@Nullable Derived second;

    ReflectiveDerivatives(Lookup lookup, Method method) {
        this.lookup = lookup;
        this.method = method;
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        boxed = (isStatic() ? type : type.insertParameterTypes(0, method.getDeclaringClass())).wrap();
        wanted = new boolean[boxed.parameterCount()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = Trees.hasLeaves(type(i));
        }
        if (isTensorResult()) {
            tangent();
        } else {
            adjoint();
        }
    }

    private boolean isStatic() {
        return Modifier.isStatic(method.getModifiers());
    }

    private boolean isTensorResult() {
        Class<?> r = method.getReturnType();
        return r != double.class && r != float.class && r != double[].class && r != float[].class;
    }

    private synchronized Programs.Derived adjoint() {
        Programs.Derived d = adjoint;
        if (d == null) {
            d = Programs.adjoint(lookup, method, wanted);
            adjoint = d;
        }
        return d;
    }

    private synchronized Programs.Derived tangent() {
        Programs.Derived d = tangent;
        if (d == null) {
            d = Programs.tangent(lookup, method, wanted);
            tangent = d;
        }
        return d;
    }

    private synchronized Programs.Derived second() {
        Programs.Derived d = second;
        if (d == null) {
            d = Programs.tangentOfAdjoint(lookup, method, wanted);
            second = d;
        }
        return d;
    }

    // ---------------------------------------------------------------- arguments

    /** Returns the arguments as the method's parameters have them: an Integer is a double where one is declared. */
    private @Nullable Object[] checked(@Nullable Object... arguments) {
        if (arguments.length != wanted.length) {
            throw new IllegalArgumentException(method.getName()
                    + " takes "
                    + wanted.length
                    + (wanted.length == 1 ? " argument, but " : " arguments, but ")
                    + arguments.length
                    + (arguments.length == 1 ? " was given." : " were given."));
        }
        @Nullable Object[] checked = arguments.clone();
        for (int i = 0; i < checked.length; i++) {
            checked[i] = converted(i, arguments[i]);
        }
        return checked;
    }

    private @Nullable Object converted(int i, @Nullable Object argument) {
        Class<?> c = type(i);
        if (boxed.parameterType(i).isInstance(argument)) {
            return argument;
        }
        if (!c.isPrimitive() && argument == null) {
            return argument; // which the method may know what to do with
        }
        if (c.isPrimitive() && argument != null) {
            try {
                return MethodHandles.identity(c)
                        .asType(MethodType.methodType(Object.class, Object.class))
                        .invoke(argument);
            } catch (ClassCastException e) {
                // refused below
            } catch (Throwable e) {
                throw new AssertionError("a conversion that throws (please report)", e);
            }
        }
        throw new IllegalArgumentException(place(i) + " is of the type " + c.getSimpleName() + ", but "
                + (argument == null
                        ? "null"
                        : "an object of " + argument.getClass().getName()) + " was given.");
    }

    /** Returns which argument that is, as a subject. */
    private String place(int i) {
        if (isStatic()) {
            return "Parameter " + (i + 1) + " of " + method.getName();
        }
        return i == 0 ? "The receiver of " + method.getName() : "Parameter " + i + " of " + method.getName();
    }

    /** Checks arguments at which derivatives are wanted. */
    private @Nullable Object[] point(@Nullable Object... arguments) {
        @Nullable Object[] a = checked(arguments);
        if (method.getReturnType() == void.class) {
            throw new IllegalArgumentException(
                    "The method " + method.getName()
                            + " returns nothing, so it has no derivative.\n  Let it return what it computes, for example the array it writes to.");
        }
        for (int i = 0; i < a.length; i++) {
            if (!wanted[i] && !type(i).isPrimitive() && Trees.hasNumbers(a[i])) {
                throw new IllegalArgumentException(
                        place(i)
                                + " is of the type "
                                + type(i).getSimpleName()
                                + ", which does not tell of real numbers, but the argument, an object of "
                                + Objects.requireNonNull(a[i]).getClass().getName()
                                + ", has some: they would have no derivatives."
                                + (i == 0 && !isStatic()
                                        ? "\n  Call it in a static method that takes a "
                                                + Objects.requireNonNull(a[i])
                                                        .getClass()
                                                        .getSimpleName() + "."
                                        : "\n  Declare it as a double or with a type of its own: an array, a record, a List or a Map."));
            }
        }
        if (Trees.shareArrays(a)) {
            @Nullable Object[] copies = Trees.copies(a);
            call(copies);
            Trees.requireUnwritten(method.getName(), copies, a);
        }
        return a;
    }

    /** Runs generated code, in which a null that the method itself would stumble over has no name. */
    private @Nullable Object run(Programs.Derived d, @Nullable Object[] all, @Nullable Object[] a) {
        try {
            return d.kernel.invoke(all);
        } catch (NullPointerException e) {
            for (int i = 0; i < a.length; i++) {
                if (a[i] == null && e.getMessage() == null) {
                    NullPointerException named = new NullPointerException(place(i) + " is null.");
                    named.initCause(e);
                    throw named;
                }
            }
            throw e;
        }
    }

    /** Returns shadows of zeros for the arguments that have any. */
    private @Nullable Object[] shadows(@Nullable Object[] a) {
        @Nullable Object[] shadows = new Object[a.length];
        for (int i = 0; i < a.length; i++) {
            shadows[i] = wanted[i] && !isReal(i) ? Trees.shadow(a[i]) : null;
        }
        return shadows;
    }

    private boolean isReal(int i) {
        Class<?> c = type(i);
        return c == double.class || c == float.class;
    }

    private Class<?> type(int i) {
        return isStatic()
                ? method.getParameterTypes()[i]
                : i == 0 ? method.getDeclaringClass() : method.getParameterTypes()[i - 1];
    }

    @Override
    public Object value(Object... arguments) {
        return call(Trees.copies(checked(arguments)));
    }

    private Object call(@Nullable Object[] a) {
        try {
            method.setAccessible(true);
            return isStatic() ? method.invoke(null, a) : method.invoke(a[0], Arrays.copyOfRange(a, 1, a.length));
        } catch (InvocationTargetException e) {
            throw sneak(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("The method " + method + " cannot be called: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneak(@Nullable Throwable e) throws T {
        throw (T) Objects.requireNonNull(e);
    }

    // ---------------------------------------------------------------- first derivatives

    @Override
    public Object[] gradient(Mode mode, Object... arguments) {
        @Nullable Object[] a = point(arguments);
        requireNumber("gradient");
        @Nullable Object[] gradients = new Object[a.length];
        if (mode == Mode.REVERSE && hasCotangent()) {
            @Nullable Object[] shadows = shadows(a);
            Object[] results = backward(a, shadows, 1.0);
            int next = 1;
            for (int i = 0; i < a.length; i++) {
                if (wanted[i] && isReal(i)) {
                    Object bar = results[next++];
                    gradients[i] = bar;
                } else if (wanted[i]) {
                    gradients[i] = Trees.derivative(a[i], shadows[i]);
                }
            }
            return gradients;
        }
        double[] row = jacobian(Mode.FORWARD, a)[0];
        int at = 0;
        for (int i = 0; i < a.length; i++) {
            if (!wanted[i]) {
                continue;
            }
            if (isReal(i)) {
                gradients[i] = row[at++];
                continue;
            }
            Object shadow = Trees.shadow(a[i]);
            int n = Trees.flatten(a[i]).length;
            for (int k = 0; k < n; k++) {
                Trees.set(a[i], shadow, k, row[at++]);
            }
            gradients[i] = Trees.derivative(a[i], shadow);
        }
        return gradients;
    }

    private void requireNumber(String derivative) {
        Class<?> r = method.getReturnType();
        if (r != double.class && r != float.class && r != Double.class) {
            throw new IllegalArgumentException(
                    "The " + derivative + " needs a value that is one number, but " + method.getName() + " returns "
                            + r.getSimpleName() + ".\n  Ask for its Jacobian, or reduce the value to a double.");
        }
    }

    /** Returns whether reverse mode has where to begin; a Double has no place for its adjoint. */
    private boolean hasCotangent() {
        return method.getReturnType() != Double.class;
    }

    /** Runs the adjoint, which adds to the shadows; returns all results. */
    private Object[] backward(@Nullable Object[] a, @Nullable Object[] shadows, Object seed) {
        Programs.Derived d = adjoint();
        int n = a.length;
        int references = 0;
        for (int i = 0; i < n; i++) {
            references += wanted[i] && !isReal(i) ? 1 : 0;
        }
        boolean hasSeed = d.activeResults[0];
        @Nullable Object[] all = new Object[n + references + (hasSeed ? 1 : 0)];
        System.arraycopy(Trees.separateCopies(a), 0, all, 0, n);
        @Nullable Object[] moving = Trees.sharingNumbers(shadows);
        int at = n;
        for (int i = 0; i < n; i++) {
            if (wanted[i] && !isReal(i)) {
                all[at++] = moving[i];
            }
        }
        if (hasSeed) {
            all[at] = seed;
        }
        Object r = run(d, all, a);
        return r instanceof Object[] rs && !(method.getReturnType().isInstance(r) && references == wantedCount())
                ? rs
                : new Object[] {r};
    }

    private int wantedCount() {
        int n = 0;
        for (boolean w : wanted) {
            n += w ? 1 : 0;
        }
        return n;
    }

    /** Runs the tangent along one leaf; returns the tangent of the value. */
    private @Nullable Object forward(@Nullable Object[] a, int leaf) {
        Programs.Derived d = tangent();
        @Nullable Object[] all = new Object[a.length + wantedCount()];
        @Nullable Object[] copies = Trees.separateCopies(a);
        @Nullable Object[] dots = shadows(a);
        int at = 0;
        int passed = 0;
        for (int i = 0; i < a.length; i++) {
            all[at++] = copies[i];
            if (!wanted[i]) {
                continue;
            }
            if (isReal(i)) {
                all[at++] = passed++ == leaf ? 1.0 : 0.0;
            } else {
                passed += Trees.set(a[i], dots[i], leaf - passed, 1.0);
                all[at++] = dots[i];
            }
        }
        Object r = run(d, all, a);
        return d.activeResults[0] ? ((Object[]) Objects.requireNonNull(r))[1] : null;
    }

    @Override
    public double[][] jacobian(Mode mode, Object... arguments) {
        @Nullable Object[] a = point(arguments);
        Object value = call(Trees.copies(a));
        if (!method.getReturnType().isPrimitive()) {
            Trees.shadow(value); // refuses numbers that have no derivatives
        }
        int m = Trees.flatten(value).length;
        int n = leaves(a);
        double[][] jacobian = new double[m][n];
        if (mode == Mode.FORWARD || !hasCotangent()) {
            for (int j = 0; j < n; j++) {
                Object dot = forward(a, j);
                double[] column = dot instanceof Double x ? new double[] {x} : Trees.flattenShadow(value, dot);
                for (int i = 0; i < column.length; i++) {
                    jacobian[i][j] = column[i];
                }
            }
            return jacobian;
        }
        for (int i = 0; i < m; i++) {
            Object seed = 1.0;
            if (value instanceof double[] || value instanceof float[]) {
                seed = Objects.requireNonNull(Trees.shadow(value));
                Trees.set(value, seed, i, 1.0);
            }
            @Nullable Object[] shadows = shadows(a);
            Object[] results = backward(a, shadows, seed);
            int at = 0;
            int next = 1;
            for (int k = 0; k < a.length; k++) {
                if (!wanted[k]) {
                    continue;
                }
                if (isReal(k)) {
                    jacobian[i][at++] = (Double) results[next++];
                } else {
                    for (double x : Trees.flattenShadow(a[k], shadows[k])) {
                        jacobian[i][at++] = x;
                    }
                }
            }
        }
        return jacobian;
    }

    private int leaves(@Nullable Object[] a) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            n += wanted[i] ? Trees.flatten(a[i]).length : 0;
        }
        return n;
    }

    // ---------------------------------------------------------------- second derivatives

    @Override
    public double[][] hessian(Object... arguments) {
        @Nullable Object[] a = point(arguments);
        requireNumber("Hessian");
        int n = leaves(a);
        double[][] hessian = new double[n][n];
        for (int j = 0; j < n; j++) {
            double[] column = hessianColumn(a, j, n);
            for (int i = j; i < n; i++) {
                hessian[i][j] = column[i];
                hessian[j][i] = column[i];
            }
        }
        return hessian;
    }

    /** One run of the tangent of the adjoint. */
    private double[] hessianColumn(@Nullable Object[] a, int leaf, int n) {
        Programs.Derived d = second();
        java.util.List<@Nullable Object> all = new java.util.ArrayList<>();
        @Nullable Object[] copies = Trees.separateCopies(a);
        @Nullable Object[] dots = shadows(a);
        int passed = 0;
        for (int i = 0; i < a.length; i++) {
            all.add(copies[i]);
            if (!wanted[i]) {
                continue;
            }
            if (isReal(i)) {
                all.add(passed++ == leaf ? 1.0 : 0.0);
            } else {
                passed += Trees.set(a[i], dots[i], leaf - passed, 1.0);
                all.add(dots[i]);
            }
        }
        @Nullable Object[] bars = shadows(a);
        @Nullable Object[] barDots = Trees.shadows(bars);
        @Nullable Object[] moving = Trees.sharingNumbers(barDots);
        for (int i = 0; i < a.length; i++) {
            if (wanted[i] && !isReal(i)) {
                all.add(bars[i]);
                all.add(moving[i]);
            }
        }
        if (hasInnerSeed()) {
            all.add(1.0);
        }
        Object r = run(d, all.toArray(), a);
        Object[] results = r instanceof Object[] rs ? rs : new Object[] {r};
        double[] column = new double[n];
        int at = 0;
        int next = d.activeResults[0] ? 2 : 1;
        int result = 1;
        for (int i = 0; i < a.length; i++) {
            if (!wanted[i]) {
                continue;
            }
            if (isReal(i)) {
                boolean active = d.activeResults[result++];
                column[at++] = active ? (Double) results[next + 1] : 0;
                next += active ? 2 : 1;
            } else {
                for (double x : Trees.flattenShadow(a[i], barDots[i])) {
                    column[at++] = x;
                }
            }
        }
        return column;
    }

    private boolean hasInnerSeed() {
        return adjoint().activeResults[0];
    }

    @Override
    public String show(Form form, Mode mode) {
        Programs.Derived d = mode == Mode.REVERSE ? adjoint() : tangent();
        return d.show(form.ordinal());
    }
}
