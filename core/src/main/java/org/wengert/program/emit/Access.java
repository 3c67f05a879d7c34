package org.wengert.program.emit;

import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Value;

/**
 * What code next to the host class may name. Types it may not name are erased to {@code Object}; members it may not name
 * become method handles in the class data of the emitted class. Mutable: collects that data.
 */
final class Access {
    static final String OBJECT = "Ljava/lang/Object;";
    /** The static type of {@code null}. */
    static final String NULL = "null";

    /** Method handles and classes that the emitted class loads as constants, by index. */
    final List<Object> data = new ArrayList<>();

    private final MethodHandles.Lookup host;
    private final Class<?> hostClass;
    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Map<String, String> erased = new HashMap<>();
    private final Map<String, Integer> handles = new HashMap<>();

    /** Stands for a name that the host's loader does not know. */
    private static final class Unknown {}

    private final List<Function> functions;

    /** For the code of those functions. */
    Access(MethodHandles.Lookup host, List<Function> functions) {
        this.functions = functions;
        this.host = host;
        this.hostClass = host.lookupClass();
        erased.put(OBJECT, OBJECT);
        erased.put("Ljava/lang/String;", "Ljava/lang/String;");
    }

    /** Returns the descriptor under which emitted code handles values of that static type. */
    String erase(String descriptor) {
        if (descriptor.length() == 1) {
            return descriptor;
        }
        String known = erased.get(descriptor);
        if (known == null) {
            int dimensions = dimensions(descriptor);
            String leaf = descriptor.substring(dimensions);
            if (leaf.length() == 1) {
                known = descriptor;
            } else {
                Class<?> c = find(internalName(leaf));
                known = c != Unknown.class && canName(c)
                        ? descriptor
                        : descriptor.substring(0, dimensions).concat(OBJECT);
            }
            erased.put(descriptor, known);
        }
        return known;
    }

    /** Returns whether the verifier takes a value of the erased type {@code from} where {@code to} is needed. */
    boolean isAssignable(String from, String to) {
        if (from.equals(to) || to.equals(OBJECT) || from.equals(NULL)) {
            return true;
        }
        int m = dimensions(from);
        int n = dimensions(to);
        String fromLeaf = from.substring(m);
        String toLeaf = to.substring(n);
        if (n > m) {
            return false;
        }
        if (n == m) {
            return toLeaf.length() != 1 && fromLeaf.length() != 1 && isSubclass(fromLeaf, toLeaf);
        }
        // An array is an Object, a Cloneable and a Serializable, and its rows are if it has dimensions left.
        return toLeaf.equals(OBJECT)
                || toLeaf.equals("Ljava/lang/Cloneable;")
                || toLeaf.equals("Ljava/io/Serializable;")
                || toLeaf.length() != 1 && find(internalName(toLeaf)).isInterface();
    }

    private boolean isSubclass(String from, String to) {
        if (from.equals(to) || to.equals(OBJECT)) {
            return true;
        }
        Class<?> target = find(internalName(to));
        // The verifier takes any reference for an interface; the call itself checks.
        return target.isInterface() || target.isAssignableFrom(find(internalName(from)));
    }

    /** Returns whether the host may name the class itself. */
    boolean canName(Class<?> c) {
        if (c == hostClass) {
            return !c.isHidden();
        }
        if (c.isHidden()) {
            return false;
        }
        if (isSamePackage(c)) {
            return true;
        }
        if (!Modifier.isPublic(c.getModifiers())) {
            return false;
        }
        Module module = c.getModule();
        Module from = hostClass.getModule();
        return (module == from || from.canRead(module) && module.isExported(c.getPackageName(), from))
                && find(c.getName().replace('.', '/')) == c;
    }

    private boolean isSamePackage(Class<?> c) {
        return c.getClassLoader() == hostClass.getClassLoader()
                && c.getPackageName().equals(hostClass.getPackageName());
    }

    private boolean canUse(Class<?> declaring, int modifiers) {
        if (Modifier.isPublic(modifiers)) {
            return true;
        }
        return Modifier.isPrivate(modifiers) ? hostClass.isNestmateOf(declaring) : isSamePackage(declaring);
    }

    private boolean isNameable(String internalName) {
        return erase(
                        internalName.charAt(0) == '['
                                ? internalName
                                : "L".concat(internalName).concat(";"))
                .endsWith(internalName.charAt(0) == '[' ? internalName : internalName.concat(";"));
    }

    /** Returns whether emitted code can call the method by its name. */
    boolean isDirect(MethodRef m) {
        if (m.owner().charAt(0) == '[') {
            return true;
        }
        int modifiers = m.resolved().getModifiers();
        return isNameable(m.owner())
                && canUse(m.resolved().getDeclaringClass(), modifiers)
                && (m.kind() != MethodRef.Kind.SPECIAL || m.name().equals("<init>") || Modifier.isPrivate(modifiers))
                && areNameable(m.descriptor());
    }

    /** A method whose signature names a type that another loader defines cannot be called by name: the types would differ. */
    private boolean areNameable(String methodDescriptor) {
        int k = 1;
        while (k < methodDescriptor.length()) {
            char ch = methodDescriptor.charAt(k);
            if (ch == 'L') {
                int end = methodDescriptor.indexOf(';', k);
                if (find(methodDescriptor.substring(k + 1, end)) == Unknown.class) {
                    return false;
                }
                k = end;
            }
            k++;
        }
        return true;
    }

    /** Returns whether emitted code can name the field. */
    boolean isDirect(FieldRef f, boolean write) {
        if (!isNameable(f.owner()) || write && f.isFinal()) {
            return false;
        }
        Class<?> c = f.declaring();
        if (hostClass.isNestmateOf(c)) {
            return true;
        }
        try {
            return canUse(c, c.getDeclaredField(f.name()).getModifiers());
        } catch (NoSuchFieldException e) {
            throw new AssertionError("no field ".concat(f.name()).concat(" (please report)"), e);
        }
    }

    /** Returns the index of a handle that calls the method, its types erased. */
    int handle(MethodRef m, Position position) {
        Class<?> owner = m.resolved().getDeclaringClass();
        String key = m.kind()
                .name()
                .concat(owner.descriptorString())
                .concat(m.name())
                .concat(m.descriptor());
        Integer known = handles.get(key);
        if (known == null) {
            try {
                MethodHandles.Lookup l = lookupIn(owner, m.name(), position);
                MethodHandle h;
                if (m.resolved() instanceof Constructor<?> c) {
                    h = l.unreflectConstructor(c);
                } else if (m.kind() == MethodRef.Kind.SPECIAL) {
                    h = l.unreflectSpecial((Method) m.resolved(), owner);
                } else {
                    h = l.unreflect((Method) m.resolved());
                }
                known = add(key, h.asFixedArity());
            } catch (IllegalAccessException e) {
                throw unreachable(owner, m.name(), position, e);
            }
        }
        return known;
    }

    /** Returns the index of a handle that reads or writes the field, its types erased. */
    int handle(FieldRef f, boolean write, boolean isStatic, Position position) {
        Class<?> owner = f.declaring();
        String key = (write ? "put" : "get").concat(owner.descriptorString()).concat(f.name());
        Integer known = handles.get(key);
        if (known == null) {
            try {
                MethodHandles.Lookup l = lookupIn(owner, f.name(), position);
                Field field = owner.getDeclaredField(f.name());
                if (write && f.isFinal() && !isStatic) {
                    field.setAccessible(true);
                }
                known = add(key, write ? l.unreflectSetter(field) : l.unreflectGetter(field));
            } catch (IllegalAccessException | NoSuchFieldException e) {
                throw unreachable(owner, f.name(), position, e);
            }
        }
        return known;
    }

    /** Returns whether the call site can be linked from the emitted class itself. */
    boolean isDirect(DynamicCallSiteDesc site) {
        return implementation(site) == null;
    }

    /** Returns the index of a handle that is the call site, linked as from the class whose private method it names. */
    int handle(DynamicCallSiteDesc site, Position position) {
        Class<?> owner = implementation(site);
        try {
            MethodHandles.Lookup l = lookupIn(owner == null ? hostClass : owner, "lambda", position);
            // DynamicCallSiteDesc.resolveCallSiteDesc hands its arguments to the bootstrap method unresolved.
            ConstantDesc[] constants = site.bootstrapArgs();
            Object[] arguments = new Object[constants.length + 3];
            arguments[0] = l;
            arguments[1] = site.invocationName();
            arguments[2] = site.invocationType().resolveConstantDesc(l);
            for (int k = 0; k < constants.length; k++) {
                arguments[k + 3] = constants[k].resolveConstantDesc(l);
            }
            MethodHandle bootstrap = ((DirectMethodHandleDesc) site.bootstrapMethod()).resolveConstantDesc(l);
            CallSite linked = (CallSite) bootstrap.invokeWithArguments(arguments);
            data.add(eraseTypes(linked.dynamicInvoker()));
            return data.size() - 1;
        } catch (Throwable e) {
            throw unreachable(owner == null ? hostClass : owner, site.invocationName(), position, e);
        }
    }

    /** The class with a method that the site's arguments name and the host may not; null if there is none. */
    private @Nullable Class<?> implementation(DynamicCallSiteDesc site) {
        for (ConstantDesc argument : site.bootstrapArgs()) {
            if (argument instanceof DirectMethodHandleDesc h) {
                Class<?> owner = find(internalName(h.owner().descriptorString()));
                if (owner == Unknown.class || owner == hostClass || hostClass.isNestmateOf(owner)) {
                    continue;
                }
                if (!canName(owner) || !isPublicMember(owner, h)) {
                    return owner;
                }
            }
        }
        return null;
    }

    private boolean isPublicMember(Class<?> owner, DirectMethodHandleDesc h) {
        if (h.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
            for (Constructor<?> c : owner.getDeclaredConstructors()) {
                MethodType t = MethodType.methodType(void.class, c.getParameterTypes());
                if (t.toMethodDescriptorString().equals(h.lookupDescriptor())) {
                    return canUse(owner, c.getModifiers());
                }
            }
            return true;
        }
        switch (h.kind()) {
            case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> {
                for (Field f : owner.getDeclaredFields()) {
                    if (f.getName().equals(h.methodName())) {
                        return canUse(owner, f.getModifiers());
                    }
                }
            }
            default -> {}
        }
        for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
            for (Method m : c.getDeclaredMethods()) {
                if (m.getName().equals(h.methodName())
                        && MethodType.methodType(m.getReturnType(), m.getParameterTypes())
                                .toMethodDescriptorString()
                                .equals(h.lookupDescriptor())) {
                    return canUse(c, m.getModifiers());
                }
            }
        }
        return true;
    }

    /** Returns the index of a class that emitted code may not name. */
    int classIndex(Class<?> c) {
        String key =
                "class@".concat(Integer.toString(System.identityHashCode(c))).concat(c.getName());
        Integer known = handles.get(key);
        if (known == null) {
            data.add(c);
            known = data.size() - 1;
            handles.put(key, known);
        }
        return known;
    }

    /** Returns the index of the class of a descriptor that emitted code may not name. */
    int classIndex(String descriptor, Position position) {
        String key = "class".concat(descriptor);
        Integer known = handles.get(key);
        if (known == null) {
            data.add(resolved(descriptor, position));
            known = data.size() - 1;
            handles.put(key, known);
        }
        return known;
    }

    private Class<?> resolved(String descriptor, Position position) {
        try {
            return MethodType.fromMethodDescriptorString("()".concat(descriptor), hostClass.getClassLoader())
                    .returnType();
        } catch (TypeNotPresentException e) {
            int dimensions = dimensions(descriptor);
            Class<?> c = ofAnotherLoader(internalName(descriptor.substring(dimensions)));
            if (c == null) {
                throw new UnsupportedOperationException(
                        "The class "
                                .concat(descriptor)
                                .concat(" cannot be reached from ")
                                .concat(hostClass.getName())
                                .concat(".\n  at ")
                                .concat(position.describe())
                                .concat("\n  Make it visible to that class's loader."),
                        e);
            }
            for (int k = 0; k < dimensions; k++) {
                c = c.arrayType();
            }
            return c;
        }
    }

    /** Returns a class that the code's own members lead to although the host's loader does not know it: that of an object it was handed. */
    private @Nullable Class<?> ofAnotherLoader(String internalName) {
        String name = internalName.replace('/', '.');
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    Class<?> c = v.attribute instanceof MethodRef m
                            ? m.resolved().getDeclaringClass()
                            : v.attribute instanceof FieldRef r ? r.declaring() : null;
                    if (c != null && c.getName().equals(name)) {
                        return c;
                    }
                    Class<?> known = c == null ? null : findIn(c.getClassLoader(), name);
                    if (known != null) {
                        return known;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable Class<?> findIn(@Nullable ClassLoader loader, String name) {
        if (loader == null || loader == hostClass.getClassLoader()) {
            return null;
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Returns the erased descriptor of the handle at an index. */
    String handleDescriptor(int index) {
        return ((MethodHandle) data.get(index)).type().toMethodDescriptorString();
    }

    private Integer add(String key, MethodHandle h) {
        data.add(eraseTypes(h));
        Integer index = data.size() - 1;
        handles.put(key, index);
        return index;
    }

    private MethodHandle eraseTypes(MethodHandle h) {
        MethodType type = h.type();
        MethodType erasedType = type.changeReturnType(eraseClass(type.returnType()));
        for (int k = 0; k < type.parameterCount(); k++) {
            erasedType = erasedType.changeParameterType(k, eraseClass(type.parameterType(k)));
        }
        return h.asType(erasedType);
    }

    private Class<?> eraseClass(Class<?> c) {
        if (c.isPrimitive()) {
            return c;
        }
        Class<?> leaf = c;
        int dimensions = 0;
        while (leaf.isArray()) {
            leaf = leaf.componentType();
            dimensions++;
        }
        if (leaf.isPrimitive() || canName(leaf)) {
            return c;
        }
        Class<?> result = Object.class;
        for (int k = 0; k < dimensions; k++) {
            result = result.arrayType();
        }
        return result;
    }

    private MethodHandles.Lookup lookupIn(Class<?> owner, String member, Position position) {
        try {
            if (owner.getModule() == Access.class.getModule()
                    && owner.getClassLoader() == Access.class.getClassLoader()) {
                return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
            }
            return owner == hostClass ? host : MethodHandles.privateLookupIn(owner, host);
        } catch (IllegalAccessException e) {
            if (Modifier.isPublic(owner.getModifiers())
                    && owner.getModule().isExported(owner.getPackageName(), hostClass.getModule())) {
                return host; // a public method of a public class, called on a class that is not
            }
            throw unreachable(owner, member, position, e);
        }
    }

    private UnsupportedOperationException unreachable(
            Class<?> owner, String member, Position position, Throwable cause) {
        String packageName = owner.getPackageName();
        Module module = owner.getModule();
        StringBuilder s = new StringBuilder();
        s.append("The derivative needs ").append(owner.getName()).append('.').append(member);
        s.append(", which ").append(hostClass.getName()).append(" may not access.");
        s.append("\n  at ").append(position.describe());
        if (module.isNamed()) {
            s.append("\n  Open its package: --add-opens ")
                    .append(module.getName())
                    .append('/')
                    .append(packageName);
            s.append('=');
            s.append(hostClass.getModule().isNamed() ? hostClass.getModule().getName() : "ALL-UNNAMED");
        } else {
            s.append("\n  Make it public, or give the method that uses it a derivative rule of its own.");
        }
        return new UnsupportedOperationException(s.toString(), cause);
    }

    private Class<?> find(String internalName) {
        Class<?> c = classes.get(internalName);
        if (c == null) {
            try {
                c = Class.forName(internalName.replace('/', '.'), false, hostClass.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                c = Unknown.class;
            }
            classes.put(internalName, c);
        }
        return c;
    }

    static String internalName(String classDescriptor) {
        return classDescriptor.substring(1, classDescriptor.length() - 1);
    }

    private static int dimensions(String descriptor) {
        int n = 0;
        while (descriptor.charAt(n) == '[') {
            n++;
        }
        return n;
    }
}
