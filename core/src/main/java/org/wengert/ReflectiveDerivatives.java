package org.wengert;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wengert.program.Programs;

/** A method known by reflection, with its derivatives. */
final class ReflectiveDerivatives implements Differentiable {
    private final Lookup lookup;
    private final Method method;
    private final boolean[] wanted;
    private Programs.@Nullable Derived adjoint;
    private Programs.@Nullable Derived tangent;
    private Programs.@Nullable Derived second;

    ReflectiveDerivatives(Lookup lookup, Method method) {
        this.lookup = lookup;
        this.method = method;
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        int n = method.getParameterCount() + (isStatic ? 0 : 1);
        wanted = new boolean[n];
        for (int i = 0; i < n; i++) {
            Class<?> c = isStatic
                    ? method.getParameterTypes()[i]
                    : i == 0 ? method.getDeclaringClass() : method.getParameterTypes()[i - 1];
            wanted[i] = Trees.hasLeaves(c);
        }
        if (isTensorResult()) {
            tangent();
        } else {
            adjoint();
        }
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

    private Object[] checked(Object... arguments) {
        if (arguments.length != wanted.length) {
            throw new IllegalArgumentException(method.getName()
                    + " takes "
                    + wanted.length
                    + (wanted.length == 1 ? " argument, but " : " arguments, but ")
                    + arguments.length
                    + (arguments.length == 1 ? " was given." : " were given."));
        }
        return arguments;
    }

    private boolean isReal(int i) {
        Class<?> c = type(i);
        return c == double.class || c == float.class;
    }

    private Class<?> type(int i) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        return isStatic
                ? method.getParameterTypes()[i]
                : i == 0 ? method.getDeclaringClass() : method.getParameterTypes()[i - 1];
    }

    @Override
    public Object value(Object... arguments) {
        Object[] a = checked(arguments);
        try {
            method.setAccessible(true);
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            @Nullable Object[] copies = Trees.copies(a);
            return isStatic
                    ? method.invoke(null, copies)
                    : method.invoke(a[0], Arrays.copyOfRange(copies, 1, copies.length));
        } catch (InvocationTargetException e) {
            throw sneak(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("The method " + method + " cannot be called: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneak(@Nullable Throwable e) throws T {
        throw (T) java.util.Objects.requireNonNull(e);
    }

    // ---------------------------------------------------------------- first derivatives

    @Override
    public Object[] gradient(Mode mode, Object... arguments) {
        Object[] a = checked(arguments);
        Class<?> r = method.getReturnType();
        if (r != double.class && r != float.class) {
            throw new IllegalArgumentException("The gradient needs a value that is one number, but " + method.getName()
                    + " returns " + r.getSimpleName() + ".\n  Ask for its Jacobian.");
        }
        @Nullable Object[] gradients = new Object[a.length];
        if (mode == Mode.REVERSE) {
            @Nullable Object[] shadows = Trees.shadows(a);
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

    /** Runs the adjoint, which adds to the shadows; returns all results. */
    private Object[] backward(Object[] a, @Nullable Object[] shadows, Object seed) {
        Programs.Derived d = adjoint();
        int n = a.length;
        int references = 0;
        for (int i = 0; i < n; i++) {
            references += wanted[i] && !isReal(i) ? 1 : 0;
        }
        boolean hasSeed = d.activeResults[0];
        @Nullable Object[] all = new Object[n + references + (hasSeed ? 1 : 0)];
        System.arraycopy(Trees.copies(a), 0, all, 0, n);
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
        Object r = d.kernel.invoke(all);
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
    private @Nullable Object forward(Object[] a, int leaf) {
        Programs.Derived d = tangent();
        @Nullable Object[] all = new Object[a.length + wantedCount()];
        @Nullable Object[] copies = Trees.copies(a);
        @Nullable Object[] dots = Trees.shadows(a);
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
        Object r = d.kernel.invoke(all);
        return d.activeResults[0] ? ((Object[]) java.util.Objects.requireNonNull(r))[1] : null;
    }

    @Override
    public double[][] jacobian(Mode mode, Object... arguments) {
        Object[] a = checked(arguments);
        Object value = value(a);
        int m = Trees.flatten(value).length;
        int n = leaves(a);
        double[][] jacobian = new double[m][n];
        if (mode == Mode.FORWARD) {
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
                seed = java.util.Objects.requireNonNull(Trees.shadow(value));
                Trees.set(value, seed, i, 1.0);
            }
            @Nullable Object[] shadows = Trees.shadows(a);
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

    private int leaves(Object[] a) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            n += wanted[i] ? Trees.flatten(a[i]).length : 0;
        }
        return n;
    }

    // ---------------------------------------------------------------- second derivatives

    @Override
    public double[][] hessian(Object... arguments) {
        Object[] a = checked(arguments);
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
    private double[] hessianColumn(Object[] a, int leaf, int n) {
        Programs.Derived d = second();
        java.util.List<@Nullable Object> all = new java.util.ArrayList<>();
        @Nullable Object[] copies = Trees.copies(a);
        @Nullable Object[] dots = Trees.shadows(a);
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
        @Nullable Object[] bars = Trees.shadows(a);
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
        Object r = d.kernel.invoke(all.toArray());
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
