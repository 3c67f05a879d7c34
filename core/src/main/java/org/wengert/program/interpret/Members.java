package org.wengert.program.interpret;

import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Blank;

/** The methods, fields and classes that a program names, found with the access of its own classes. */
final class Members {
    /** A member that takes and gives boxes, {@code Integer} for everything that the JVM computes as int. */
    @FunctionalInterface
    interface Member {
        @Nullable
        Object invoke(@Nullable Object... arguments) throws Throwable;
    }

    private final Lookup host;
    private final IdentityHashMap<Object, Member> known = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Member> setters = new IdentityHashMap<>();
    private final Map<String, Member> strict = new HashMap<>();
    private final Map<String, Class<?>> classes = new HashMap<>();

    Members(Lookup host) {
        this.host = host;
    }

    /** Returns what a CALL calls. */
    Member target(Value call) throws ReflectiveOperationException {
        Object attribute = call.attribute;
        if (attribute instanceof MethodRef method) {
            Member found = known.get(method);
            if (found == null) {
                found = member(handle(method, call.position));
                known.put(method, found);
            }
            return found;
        }
        return site(call, call.attribute(DynamicRef.class).site());
    }

    /** Returns a call site, linked once for each place in the program. */
    Member site(Value place, DynamicCallSiteDesc site) throws ReflectiveOperationException {
        Member found = known.get(place);
        if (found == null) {
            found = member(link(site, caller(place.position)));
            known.put(place, found);
        }
        return found;
    }

    private MethodHandle link(DynamicCallSiteDesc site, Class<?> caller) throws ReflectiveOperationException {
        try {
            return link(site, within(caller));
        } catch (IllegalAccessException e) { // made where a function of the library has been given the lambda
            for (ConstantDesc argument : site.bootstrapArgs()) {
                if (argument instanceof DirectMethodHandleDesc code) {
                    String owner = code.owner().descriptorString();
                    return link(site, within(reference(owner.substring(1, owner.length() - 1))));
                }
            }
            throw e;
        }
    }

    /** Links as the JVM does; {@link DynamicCallSiteDesc#resolveCallSiteDesc} hands descriptions to the bootstrap method. */
    private static MethodHandle link(DynamicCallSiteDesc site, Lookup lookup) throws ReflectiveOperationException {
        List<Object> arguments = new ArrayList<>();
        arguments.add(lookup);
        arguments.add(site.invocationName());
        arguments.add(site.invocationType().resolveConstantDesc(lookup));
        for (ConstantDesc argument : site.bootstrapArgs()) {
            arguments.add(argument.resolveConstantDesc(lookup));
        }
        MethodHandle bootstrap = site.bootstrapMethod().resolveConstantDesc(lookup);
        try {
            return ((CallSite) bootstrap.invokeWithArguments(arguments)).dynamicInvoker();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new BootstrapMethodError(e);
        }
    }

    Member constructor(MethodRef constructor) throws ReflectiveOperationException {
        Member found = known.get(constructor);
        if (found == null) {
            Constructor<?> c = (Constructor<?>) constructor.resolved();
            if (constructor.isBlank()) {
                return nothing -> Blank.of(c.getDeclaringClass());
            }
            found = member(within(c.getDeclaringClass(), c).unreflectConstructor(c));
            known.put(constructor, found);
        }
        return found;
    }

    Member getter(FieldRef field) throws ReflectiveOperationException {
        Member found = known.get(field);
        if (found == null) {
            if (field.declaring() == Double.class
                    && field.name().equals("value")) { // its field is private to java.base; the number of a box is not
                return arguments -> ((Double) there(arguments[0])).doubleValue();
            }
            Field f = field.declaring().getDeclaredField(field.name());
            found = member(within(f.getDeclaringClass(), f).unreflectGetter(f));
            known.put(field, found);
        }
        return found;
    }

    private static Object there(@Nullable Object x) {
        if (x == null) {
            throw new NullPointerException();
        }
        return x;
    }

    Member setter(FieldRef field) throws ReflectiveOperationException {
        Member found = setters.get(field);
        if (found == null) {
            Field f = field.declaring().getDeclaredField(field.name());
            MethodHandles.Lookup within = within(f.getDeclaringClass(), f);
            if (Modifier.isFinal(f.getModifiers())) {
                f.setAccessible(true); // a constructor that is executed as a method
            }
            found = member(within.unreflectSetter(f));
            setters.put(field, found);
        }
        return found;
    }

    /** Returns a static method that computes an elementary function. */
    Member elementary(MethodRef method, Position position) throws ReflectiveOperationException {
        Member found = known.get(method);
        if (found == null) {
            Class<?>[] types = method.resolved().getParameterTypes();
            MethodHandle handle = handle(method, position);
            // Its arguments come as doubles.
            for (int i = 0; i < types.length; i++) {
                handle = MethodHandles.filterArguments(
                        handle,
                        i,
                        MethodHandles.explicitCastArguments(
                                MethodHandles.identity(types[i]), MethodType.methodType(types[i], double.class)));
            }
            found = member(handle.asType(handle.type().changeReturnType(double.class)));
            known.put(method, found);
        }
        return found;
    }

    /** Returns the function of {@link StrictMath} with that name and as many {@code double}s. */
    Member strict(@Nullable String name, int arguments) throws ReflectiveOperationException {
        String key = name + "/" + arguments;
        Member found = strict.get(key);
        if (found == null) {
            MethodType type = MethodType.genericMethodType(arguments).wrap();
            for (int i = 0; i < arguments; i++) {
                type = type.changeParameterType(i, double.class);
            }
            found = member(MethodHandles.publicLookup()
                    .findStatic(StrictMath.class, name, type.changeReturnType(double.class)));
            strict.put(key, found);
        }
        return found;
    }

    /** Returns the class of a field descriptor. */
    Class<?> type(String descriptor) {
        Class<?> found = classes.get(descriptor);
        if (found == null) {
            found = MethodType.fromMethodDescriptorString(
                            "()" + descriptor, host.lookupClass().getClassLoader())
                    .returnType();
            classes.put(descriptor, found);
        }
        return found;
    }

    /** Returns the class of an internal name or array descriptor. */
    Class<?> reference(String name) {
        return type(name.startsWith("[") ? name : "L" + name + ";");
    }

    private MethodHandle handle(MethodRef ref, Position position) throws ReflectiveOperationException {
        if (!(ref.resolved() instanceof Method m)) {
            throw new AssertionError("a constructor is called as a method (please report)");
        }
        if (ref.kind() == MethodRef.Kind.SPECIAL && !Modifier.isPrivate(m.getModifiers())) {
            Class<?> caller = caller(position); // super.m(): bound to the method of the class above
            return within(caller).unreflectSpecial(m, caller);
        }
        if (!Modifier.isPublic(m.getDeclaringClass().getModifiers())
                && Modifier.isPublic(m.getModifiers())
                && ref.kind() != MethodRef.Kind.STATIC) {
            // A public method that a package-private class declares is called through the public class named in the
            // call.
            Class<?> owner = reference(ref.owner());
            MethodType type = MethodType.methodType(m.getReturnType(), m.getParameterTypes());
            try {
                return within(owner).findVirtual(owner, ref.name(), type);
            } catch (IllegalAccessException e) {
                return within(m.getDeclaringClass(), m).unreflect(m);
            }
        }
        return within(m.getDeclaringClass(), m).unreflect(m);
    }

    private Class<?> caller(Position position) {
        if (position.className().isEmpty()) {
            return host.lookupClass();
        }
        try {
            return Class.forName(position.className(), false, host.lookupClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return host.lookupClass();
        }
    }

    /** Returns a lookup inside the class if the host may have one, else the host's own. */
    private Lookup within(Class<?> c) {
        try {
            return MethodHandles.privateLookupIn(c, host);
        } catch (IllegalAccessException e) {
            return host;
        }
    }

    /** Returns a lookup for a member: inside its class, or any after the member has been made accessible. */
    private Lookup within(Class<?> c, AccessibleObject member) {
        Lookup inside = within(c);
        if (inside == host && !isPublic(c, member)) {
            try {
                member.setAccessible(true);
            } catch (InaccessibleObjectException e) {
                return host; // which then says itself what it may not do
            }
        }
        return inside;
    }

    private static boolean isPublic(Class<?> c, AccessibleObject member) {
        int modifiers = member instanceof Executable e ? e.getModifiers() : ((Field) member).getModifiers();
        return Modifier.isPublic(c.getModifiers())
                && Modifier.isPublic(modifiers)
                && c.getModule().isExported(c.getPackageName());
    }

    /** Makes a handle take and give boxes; boolean, byte, short and char as the JVM computes them. */
    private static Member member(MethodHandle handle) {
        MethodHandle fixed = handle.asFixedArity();
        MethodType computational = fixed.type();
        for (int i = 0; i < computational.parameterCount(); i++) {
            computational = computational.changeParameterType(i, computational(computational.parameterType(i)));
        }
        computational = computational.changeReturnType(computational(computational.returnType()));
        MethodHandle spread = MethodHandles.explicitCastArguments(fixed, computational)
                .asType(computational.generic())
                .asSpreader(Object[].class, computational.parameterCount());
        return arguments -> (Object) spread.invokeExact(arguments);
    }

    private static Class<?> computational(Class<?> c) {
        return c == boolean.class || c == byte.class || c == short.class || c == char.class ? int.class : c;
    }
}
