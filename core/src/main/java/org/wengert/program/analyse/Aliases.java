package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Found;

/**
 * The alias classes of a function and all it calls, by unification (Steensgaard, "Points-to Analysis in Almost Linear Time", 1996): references that
 * may mean the same array or object share one. Mutable: analyses unify further.
 */
final class Aliases {
    private final Map<Value, AliasClass> nodes = new IdentityHashMap<>();
    private final Map<String, AliasClass> statics = new HashMap<>();
    private final Map<StackEntry, AliasClass> entryNodes = new IdentityHashMap<>();
    // Exceptions get from one place to another outside of the representation. So they have no shadows: their fields are
    // memory of its own, and what depends on the input is not read from there.
    private final Map<String, AliasClass> ofExceptions = new HashMap<>();
    private final Map<Function, List<Value[]>> returns = new IdentityHashMap<>();
    /** Copies of arrays, which are as active as what they are copies of. */
    final List<Value> clones = new ArrayList<>();
    /** Calls that are the last choice where a receiver is not known. */
    final List<Value> open = new ArrayList<>();
    /** What an inner derivative has found by identity. */
    private final AliasClass shadowsOfFound = new AliasClass();

    /** Finds the classes of functions that call one another and nobody else. */
    Aliases(List<Function> functions) {
        for (Function f : functions) {
            List<Value[]> results = new ArrayList<>(2);
            for (Block b : f.blocks) {
                if (b.terminator().kind == Terminator.Kind.RETURN) {
                    results.add(b.terminator().inputs);
                }
            }
            returns.put(f, results);
        }
        for (Function f : functions) {
            unifyIn(f);
        }
    }

    /** Returns the classes that references belong to, some of them several times. */
    Collection<AliasClass> all() {
        return nodes.values();
    }

    /** Returns whether a reference means what an inner derivative has found by identity. */
    boolean isShadowOfFound(Value v) {
        return node(v) == shadowsOfFound.find();
    }

    static boolean isOfNobody(Value reference) {
        return Mirrors.isPlain(reference.descriptor) || reference.op == Op.CONSTANT && reference.attribute == null;
    }

    AliasClass node(Value v) {
        if (isOfNobody(v)) {
            return new AliasClass(); // of its own at every look: nothing is shared through it
        }
        AliasClass n = nodes.get(v);
        if (n == null) {
            n = new AliasClass();
            nodes.put(v, n);
            return n;
        }
        return n.find();
    }

    AliasClass node(StackEntry s) {
        AliasClass n = entryNodes.get(s);
        if (n == null) {
            n = new AliasClass();
            entryNodes.put(s, n);
        }
        return n.find();
    }

    AliasClass staticNode(FieldRef f) {
        String key = fieldKey(f);
        AliasClass n = statics.get(key);
        if (n == null) {
            n = new AliasClass();
            n.existedBefore = true;
            statics.put(key, n);
        }
        return n.find();
    }

    /** What a field of an object refers to, of a load or store of it. */
    AliasClass fieldNode(Value v) {
        FieldRef f = v.attribute(FieldRef.class);
        return Calls.isOfThrowable(f) ? exceptionNode(f) : node(v.input(0)).held(fieldKey(f));
    }

    AliasClass exceptionNode(FieldRef f) {
        AliasClass n = ofExceptions.get(fieldKey(f));
        if (n == null) {
            n = new AliasClass();
            ofExceptions.put(fieldKey(f), n);
        }
        return n.find();
    }

    static String fieldKey(FieldRef f) {
        return f.owner().concat(".").concat(f.name());
    }

    private void unifyIn(Function f) {
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                unifyOf(v);
            }
            Edge handler = b.handler();
            for (Edge e : b.successors()) {
                int shift = e == handler ? 1 : 0;
                for (int i = 0; i < e.arguments.length; i++) {
                    if (e.arguments[i].type == Type.A) {
                        AliasClass.unify(node(e.arguments[i]), node(e.target.parameters.get(i + shift)));
                    }
                }
            }
        }
    }

    private void unifyOf(Value v) {
        switch (v.op) {
            case ARRAY_LOAD -> {
                if (v.type == Type.A) {
                    AliasClass.unify(node(v.input(0)).held(AliasClass.ELEMENTS), node(v));
                }
            }
            case ARRAY_STORE -> {
                node(v.input(0)).written = true;
                if (v.input(2).type == Type.A) {
                    AliasClass.unify(node(v.input(0)).held(AliasClass.ELEMENTS), node(v.input(2)));
                }
            }
            case ACCUMULATE -> node(v.input(0)).written = true;
            case GET_FIELD -> {
                if (v.type == Type.A) {
                    AliasClass.unify(fieldNode(v), node(v));
                }
            }
            case PUT_FIELD, INIT_FIELD -> {
                if (v.op == Op.PUT_FIELD) {
                    node(v.input(0)).written = true;
                }
                if (v.input(1).type == Type.A) {
                    AliasClass.unify(fieldNode(v), node(v.input(1)));
                }
            }
            case GET_STATIC -> {
                if (v.type == Type.A) {
                    AliasClass.unify(staticNode(v.attribute(FieldRef.class)), node(v));
                    existedBefore(node(v), v);
                }
            }
            case PUT_STATIC -> {
                staticNode(v.attribute(FieldRef.class)).written = true;
                if (v.input(0).type == Type.A) {
                    AliasClass.unify(staticNode(v.attribute(FieldRef.class)), node(v.input(0)));
                }
            }
            case CHECK_CAST -> AliasClass.unify(node(v.input(0)), node(v));
            case NEW_MULTI_ARRAY -> {
                // Rows are new arrays too, one class for each dimension.
                AliasClass n = node(v);
                for (int i = 1; i < v.inputs.length; i++) {
                    n = n.held(AliasClass.ELEMENTS);
                }
            }
            case CLONE -> {
                if (Calls.isRealArray(v.descriptor)) {
                    if (!v.descriptor.equals(v.input(0).descriptor)) {
                        AliasClass.unify(node(v.input(0)), node(v));
                    }
                    clones.add(v);
                } else {
                    AliasClass.unify(node(v.input(0)).held(AliasClass.ELEMENTS), node(v).held(AliasClass.ELEMENTS));
                    AliasClass.unify(node(v.input(0)), node(v));
                }
            }
            case CALL -> {
                Mirrors.Role role = Mirrors.role(v);
                if (role != null && !Mirrors.isConstant(v)) {
                    unifyMirrored(v, role);
                    return;
                }
                if (Calls.isOpen(v)) {
                    open.add(v);
                    return;
                }
                if (v.attribute instanceof MethodRef m && m.isOf(Found.class)) {
                    if (m.name().equals("put")) {
                        AliasClass.unify(shadowsOfFound, node(v.input(2)));
                        existedBefore(node(v.input(2)), v);
                    } else if (m.name().equals("shadow")) { // of an inner derivative: all such shadows may be the same
                        AliasClass.unify(shadowsOfFound, node(v));
                        existedBefore(node(v), v);
                    }
                    return;
                }
                // Whatever the call does with its arguments: it may write them, keep them, return them.
                AliasClass all = null;
                for (Value a : v.inputs) {
                    if (a.type == Type.A && !Calls.isImmutable(a.descriptor)) {
                        node(a).written |= !Calls.isHarmless(v);
                        if (all == null) {
                            all = node(a);
                        } else if (!Calls.isHarmless(v)) {
                            AliasClass.unify(all, node(a));
                            all = all.find();
                        }
                    }
                }
                if (v.type == Type.A && !Calls.isImmutable(v.descriptor)) {
                    if (all != null && !Calls.isHarmless(v)) {
                        AliasClass.unify(all, node(v));
                    }
                    if (!Calls.isFresh(v)) {
                        existedBefore(node(v), v);
                    }
                }
            }
            case NEW -> {
                Mirrors.Role role = Mirrors.role(v);
                if (role != null) {
                    unifyMirrored(v, role);
                    return;
                }
                if (Mirrors.isContainer(v)) {
                    unifyContainer(v);
                    return;
                }
                node(v).ordinary = v;
                for (Value a : v.inputs) {
                    if (a.type == Type.A
                            && v.attribute(MethodRef.class)
                                            .resolved()
                                            .getDeclaringClass()
                                            .getClassLoader()
                                    == null) {
                        AliasClass.unify(node(a), node(v).held("library"));
                    }
                }
            }
            case CLOSURE -> {
                node(v).ordinary = v;
                for (Value in : v.inputs) {
                    if (in.type == Type.A) {
                        AliasClass.unify(node(v).held("captured"), node(in));
                    }
                }
            }
            case INVOKE -> {
                Function g = v.attribute(Function.class);
                for (int i = 0; i < v.inputs.length && g.partials == null; i++) {
                    if (v.inputs[i].type == Type.A) {
                        AliasClass.unify(node(v.inputs[i]), node(g.parameters().get(i)));
                    }
                }
                if (v.type == Type.A) {
                    for (Value[] r : returns(g)) {
                        AliasClass.unify(node(v), node(r[0]));
                    }
                }
            }
            case RESULT -> {
                if (v.type == Type.A) {
                    for (Value[] r : returns(v.input(0).attribute(Function.class))) {
                        AliasClass.unify(node(v), node(r[v.attribute(Integer.class)]));
                    }
                }
            }
            case PUSH -> {
                if (v.input(0).type == Type.A) {
                    AliasClass.unify(node(v.attribute(StackEntry.class)), node(v.input(0)));
                }
            }
            case POP -> {
                if (v.type == Type.A) {
                    AliasClass.unify(node(v.attribute(StackEntry.class)), node(v));
                }
            }
            default -> {}
        }
    }

    /** A container and its elements are one: the calls that put and get them are executed as they are, and may do anything with them. */
    private void unifyContainer(Value made) {
        node(made).container = true;
        AliasClass.unify(node(made), node(made).held(AliasClass.ELEMENTS));
        for (Value a : made.inputs) {
            if (a.type != Type.A || a.descriptor.equals("Ljava/util/Comparator;")) {
                continue;
            }
            if (a.descriptor.startsWith("Ljava/util/")) {
                AliasClass.unify(node(a).held(AliasClass.ELEMENTS), node(made));
            } else {
                AliasClass.unify(node(a), node(made));
            }
        }
    }

    private static void existedBefore(AliasClass n, Value source) {
        n.existedBefore = true;
        n.source = n.source == null ? source : n.source;
    }

    private void unifyHeld(Value a, Value b, String key) {
        AliasClass.unify(node(a).held(key), node(b).held(key));
    }

    private void unifyMirrored(Value v, Mirrors.Role role) {
        boolean makes = v.op == Op.NEW || role.result == Mirrors.Result.MADE;
        Value collection = makes ? v : v.input(0);
        if (role.element >= 0) {
            Value element = v.input(role.element);
            if (role.takesAll) {
                unifyHeld(collection, element, AliasClass.ELEMENTS);
                if (element.descriptor.endsWith("Map;") || collection.descriptor.endsWith("Map;")) {
                    unifyHeld(collection, element, AliasClass.KEYS);
                }
            } else if (element.type == Type.A) {
                AliasClass.unify(node(collection).held(AliasClass.ELEMENTS), node(element));
            }
        }
        if (role.key >= 0 && v.input(role.key).type == Type.A) {
            AliasClass.unify(node(collection).held(AliasClass.KEYS), node(v.input(role.key)));
        }
        if (role.changed >= 0) {
            node(v.input(role.changed)).written = true;
        }
        if (v.type != Type.A || v.op == Op.NEW) {
            return;
        }
        switch (role.result) {
            case ELEMENT -> AliasClass.unify(node(collection).held(AliasClass.ELEMENTS), node(v));
            case SAME -> AliasClass.unify(node(collection), node(v));
            case COPY -> {
                unifyHeld(collection, v, AliasClass.ELEMENTS);
                if (v.descriptor.endsWith("Map;") || collection.descriptor.endsWith("Map;")) {
                    unifyHeld(collection, v, AliasClass.KEYS);
                }
            }
            case KEY -> AliasClass.unify(node(collection).held(AliasClass.KEYS), node(v));
            case KEYS -> {
                // A set whose elements are the keys; what removes one removes it from the map.
                AliasClass.unify(node(collection).held(AliasClass.KEY_SET), node(v));
                AliasClass.unify(
                        node(v).held(AliasClass.ELEMENTS), node(collection).held(AliasClass.KEYS));
                AliasClass.unify(node(v).held("{map}"), node(collection));
            }
            case VALUES -> {
                AliasClass.unify(node(collection).held(AliasClass.VALUES), node(v));
                unifyHeld(collection, v, AliasClass.ELEMENTS);
            }
            case ENTRIES -> {
                AliasClass.unify(node(collection).held(AliasClass.ENTRIES), node(v));
                entry(node(v).held(AliasClass.ELEMENTS), node(collection));
            }
            case ENTRY -> {
                AliasClass entries = node(collection).held(AliasClass.ENTRIES);
                AliasClass.unify(entries.held(AliasClass.ELEMENTS), node(v));
                entry(node(collection).held(AliasClass.ENTRIES).held(AliasClass.ELEMENTS), node(collection));
            }
            case NONE, MADE -> {}
        }
    }

    /** An entry holds a key and, as its only element, a value. */
    private void entry(AliasClass entry, AliasClass map) {
        AliasClass.unify(entry.held(AliasClass.ELEMENTS), map.held(AliasClass.ELEMENTS));
        AliasClass.unify(entry.find().held(AliasClass.KEYS), map.find().held(AliasClass.KEYS));
    }

    List<Value[]> returns(Function f) {
        List<Value[]> r = returns.get(f);
        return r == null ? List.of() : r;
    }
}
