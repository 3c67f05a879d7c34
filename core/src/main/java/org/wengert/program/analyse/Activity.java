package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Which values depend on the inputs of a derivative, and which memory holds such values.
 *
 * <p>Memory is divided into {@linkplain Aliases alias classes}. A real value is active if it is computed from an active one; a class is active if
 * an active value is stored in it or in something it holds. The analysis follows calls and refuses, with its
 * line, every use of an active value that no rule covers.
 */
public final class Activity {
    private final List<Function> functions;
    private final Aliases aliases;
    private final Map<Value, Boolean> activeReals = new IdentityHashMap<>();
    private final Map<StackEntry, Boolean> activeEntries = new IdentityHashMap<>();
    private final Map<Function, Boolean> activeFunctions = new IdentityHashMap<>();
    private boolean changed;

    /**
     * Analyses a function and all it calls.
     *
     * @param root the function
     * @param withRespectTo which of its parameters the derivative is taken with respect to; for references: their contents
     */
    public Activity(Function root, boolean[] withRespectTo) {
        functions = new ArrayList<>();
        for (Function f : Cloner.reachable(root)) {
            if (f.partials == null) { // what the user has given a derivative for is not looked into
                functions.add(f);
            }
        }
        aliases = new Aliases(functions);
        for (int i = 0; i < withRespectTo.length; i++) {
            Value p = root.parameters().get(i);
            if (p.type == Type.A) {
                if (withRespectTo[i]) {
                    activateAll(aliases.node(p), new IdentityHashMap<>());
                } else {
                    aliases.node(p).existedBefore = true;
                }
            } else if (withRespectTo[i] && p.type.isReal()) {
                activeReals.put(p, true);
            }
        }
        do {
            changed = false;
            for (Function f : functions) {
                propagateIn(f);
            }
            propagateThroughMemory();
        } while (changed);
        for (Value v : aliases.open) {
            if (!isUnknown(v)) { // executed as it is
                for (Value a : v.inputs) {
                    if (a.type == Type.A) {
                        aliases.node(a).written = true;
                    }
                }
            }
        }
        Uncovered.refuse(functions, this, aliases);
    }

    /** Kinds of places in memory that existed before into which active values are stored: all such places may be the same. */
    private final Map<String, AliasClass> foundPlaces = new HashMap<>();

    private static String placeOf(Value access) {
        if (access.op == Op.GET_FIELD || access.op == Op.PUT_FIELD) {
            return Aliases.fieldKey(access.attribute(FieldRef.class));
        }
        String element = access.attribute(String.class);
        return Type.of(element) == Type.A ? AliasClass.ELEMENTS : element;
    }

    /** A store into something active that may have existed before makes it found memory, and all that may be the same. */
    private void findStored(Value store, Value stored) {
        AliasClass n = aliases.node(store.input(0));
        if (!n.existedBefore || Calls.isAllocated(store.input(0))) {
            return;
        }
        boolean isActive = stored.type == Type.A ? aliases.node(stored).active : activeReals.containsKey(stored);
        if (isActive && !n.overwritten) {
            n.overwritten = true;
            changed = true;
        }
        if (n.active && (stored.type == Type.A || stored.type.isReal())) {
            find(n);
            String place = placeOf(store);
            AliasClass other = foundPlaces.putIfAbsent(place, n);
            if (other == null) {
                changed = true;
            } else if (stored.type == Type.A && isActive && other.find() != n.find()) {
                changed |= AliasClass.unify(n.held(place), other.find().held(place));
            }
        }
    }

    /** A load of what may be found memory, seen another way. */
    private void findLoaded(Value load) {
        AliasClass n = aliases.node(load.input(0));
        if (!n.existedBefore || foundPlaces.isEmpty()) {
            return;
        }
        AliasClass other = foundPlaces.get(placeOf(load));
        if (other != null && other.find() != n.find()) {
            if (load.type == Type.A) {
                if (other.find().held(placeOf(load)).active) {
                    changed |=
                            AliasClass.unify(n.held(placeOf(load)), other.find().held(placeOf(load)));
                }
            } else {
                activate(n);
                find(n);
            }
        }
    }

    private void find(AliasClass n) {
        if (!n.found) {
            n.found = true;
            changed = true;
        }
    }

    /** Returns whether the reference is one to memory that existed before and gets active values: its shadow is found by identity. */
    public boolean isFound(Value v) {
        return v.type == Type.A && aliases.node(v).found && aliases.node(v).active;
    }

    /** Returns whether such memory can be reached from a reference. */
    public boolean leadsToFound(Value v) {
        Map<AliasClass, Boolean> seen = new IdentityHashMap<>();
        List<AliasClass> work = new ArrayList<>();
        work.add(aliases.node(v));
        while (!work.isEmpty()) {
            AliasClass n = work.remove(work.size() - 1).find();
            if (seen.put(n, true) == null) {
                if (n.found && n.active) {
                    return true;
                }
                work.addAll(n.held.values());
            }
        }
        return false;
    }

    /** Returns whether active values are stored where the reference leads, in memory that may have existed before. */
    public boolean isOverwritten(Value v) {
        return isFound(v) && aliases.node(v).overwritten && !aliases.isShadowOfFound(v);
    }

    /** Returns whether there is such memory at all. */
    public boolean hasFound() {
        for (AliasClass n : aliases.all()) {
            if (n.find().found && n.find().active) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a static field of a real number holds an active one. */
    public boolean isActiveStatic(Value access) {
        FieldRef f = access.attribute(FieldRef.class);
        return Type.of(f.descriptor()).isReal() && aliases.staticNode(f).active;
    }

    // ---------------------------------------------------------------- questions

    /**
     * Returns whether a call with a receiver of a class that is not known cannot be executed as it is: because it gets or gives what depends on
     * the input, or gives something that could be changed later.
     */
    public boolean isUnknown(Value v) {
        return Calls.isOpen(v) && (v.type == Type.A && !Calls.isImmutable(v.descriptor) || anyActive(v.inputs));
    }

    /** Returns whether running the function may change something outside: then it must not be run twice. */
    public boolean hasEffects() {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (hasEffect(v)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean hasEffect(Value v) {
        return switch (v.op) {
            case PUT_STATIC -> true;
            case ARRAY_STORE, ACCUMULATE, PUT_FIELD ->
                aliases.node(v.input(0)).existedBefore && !Calls.isAllocated(v.input(0));
            case CALL -> {
                if (Calls.isOpen(v)) {
                    yield false;
                }
                Mirrors.Role role = Mirrors.role(v);
                if (role != null) {
                    yield role.changed >= 0 && aliases.node(v.input(role.changed)).existedBefore;
                }
                yield !Calls.isHarmless(v)
                        || v.attribute instanceof MethodRef m && m.owner().equals("java/io/PrintStream");
            }
            default -> false;
        };
    }

    /** Returns whether the value carries a derivative: a real one by itself, a reference by a shadow. */
    public boolean isActive(Value v) {
        return v.type == Type.A
                ? aliases.node(v).active && !Calls.isOfIntegers(v.descriptor)
                : activeReals.containsKey(v);
    }

    /** Returns whether a call of the function has to be differentiated. */
    public boolean isActive(Function f) {
        return activeFunctions.containsKey(f);
    }

    /** Returns whether nothing is ever written into what the reference points to. */
    public boolean isReadOnly(Value reference) {
        return !isWritten(aliases.node(reference));
    }

    /** Arrays that existed before may be one and the same: a write into any of them counts for all. */
    private boolean isWritten(AliasClass n) {
        if (n.written || !n.existedBefore) {
            return n.written;
        }
        for (AliasClass m : aliases.all()) {
            if (m.find().existedBefore && m.find().written) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeSame(AliasClass a, AliasClass b) {
        return a == b || a.existedBefore && b.existedBefore;
    }

    /**
     * Returns whether something that may run after this load, in the same call of its function, writes into what it loads from.
     *
     * @param load an array load
     * @param cfg control flow of its function
     */
    public boolean isWrittenAfter(Value load, Cfg cfg) {
        AliasClass array = aliases.node(load.input(0));
        boolean[] seen = new boolean[load.block().function().blockCount()];
        List<Block> work = new ArrayList<>();
        work.add(load.block());
        boolean first = true;
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            int from = first ? b.body.indexOf(load) + 1 : 0;
            first = false;
            for (int i = from; i < b.body.size(); i++) {
                if (mayWrite(b.body.get(i), array)) {
                    return true;
                }
            }
            for (Edge e : b.successors()) {
                if (!seen[e.target.id]) {
                    seen[e.target.id] = true;
                    work.add(e.target);
                }
            }
        }
        return false;
    }

    /** Returns whether something between a load and a later store of the same block may write into what the load loads from. */
    public boolean isWrittenBetween(Value load, Value store) {
        AliasClass array = aliases.node(load.input(0));
        List<Value> body = load.block().body;
        for (int i = body.indexOf(load) + 1; i < body.indexOf(store); i++) {
            if (mayWrite(body.get(i), array)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether something in these blocks may write into what the load loads from. */
    public boolean isWrittenIn(Value load, List<Block> blocks) {
        AliasClass array = aliases.node(load.input(0));
        for (Block b : blocks) {
            for (Value v : b.body) {
                if (mayWrite(v, array)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayWrite(Value v, AliasClass array) {
        switch (v.op) {
            case ARRAY_STORE, ACCUMULATE -> {
                return mayBeSame(aliases.node(v.input(0)), array);
            }
            case INVOKE -> {
                // What the function writes is not told apart from what its arguments may mean.
                Function g = v.attribute(Function.class);
                return g.partials == null && isWritten(array);
            }
            case CALL -> {
                for (Value a : v.inputs) {
                    if (a.type == Type.A && mayBeSame(aliases.node(a), array)) {
                        return true;
                    }
                }
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    /** Returns whether that value on a stack of an inner tape is active. */
    public boolean isActive(StackEntry s) {
        return s.stack.type == Type.A ? aliases.node(s).active : activeEntries.containsKey(s);
    }

    /** Returns whether the result of that index is active for any call of the function. */
    public boolean isActiveResult(Function f, int index) {
        for (Value[] r : aliases.returns(f)) {
            if (isActive(r[index])) {
                return true;
            }
        }
        return false;
    }

    /** Returns all functions that calls lead to, the root first. */
    public List<Function> functions() {
        return functions;
    }

    // ---------------------------------------------------------------- activity

    /** Fields of exceptions in which an active number has been stored. */
    private final Map<String, Boolean> tellingFields = new HashMap<>();

    /** Returns whether a field of an exception holds an active number. */
    boolean tells(FieldRef f) {
        return tellingFields.containsKey(Aliases.fieldKey(f));
    }

    private void activateAll(AliasClass n, Map<AliasClass, Boolean> seen) {
        if (seen.put(n.find(), true) == null) {
            n.find().active = true;
            for (Map.Entry<String, AliasClass> h : new ArrayList<>(n.find().held.entrySet())) {
                if (!h.getKey().equals(AliasClass.KEYS)
                        && !h.getKey().equals(AliasClass.KEY_SET)) { // keys carry no derivative
                    activateAll(h.getValue(), seen);
                }
            }
        }
    }

    private void activate(Value v) {
        if (v.type.isReal()) {
            if (activeReals.put(v, true) == null) {
                changed = true;
            }
        }
    }

    private void activateAt(Value reference) {
        if (!Aliases.isOfNobody(reference)) { // a store there throws
            activate(aliases.node(reference));
        }
    }

    private void activate(AliasClass n) {
        if (!n.active) {
            n.active = true;
            changed = true;
        }
    }

    boolean anyActive(Value[] values) {
        for (Value v : values) {
            if (v.type.isReal() ? activeReals.containsKey(v) : v.type == Type.A && aliases.node(v).active) {
                return true;
            }
        }
        return false;
    }

    private void propagateIn(Function f) {
        boolean active = activeFunctions.containsKey(f);
        for (Value p : f.parameters()) {
            active |= isActive(p);
        }
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                propagate(v);
                active |= isActive(v);
                if (v.op == Op.PUSH
                        && v.input(0).type.isReal()
                        && activeEntries.containsKey(v.attribute(StackEntry.class))) {
                    active = true; // a constant among active values: its pop takes part in the reversal
                }
                if (v.op == Op.INVOKE && activeFunctions.containsKey(v.attribute(Function.class))) {
                    active = true;
                }
            }
            Edge handler = b.handler();
            for (Edge e : b.successors()) {
                int shift = e == handler ? 1 : 0;
                for (int i = 0; i < e.arguments.length; i++) {
                    if (activeReals.containsKey(e.arguments[i])) {
                        activate(e.target.parameters.get(i + shift));
                    }
                }
            }
        }
        if (active && activeFunctions.put(f, true) == null) {
            changed = true;
        }
    }

    /** What holds something active needs a shadow to find the shadow of what it holds. */
    private void propagateThroughMemory() {
        for (Value c : aliases.clones) {
            if (aliases.node(c.input(0)).active) {
                activate(aliases.node(c));
            }
        }
        Map<AliasClass, Boolean> seen = new IdentityHashMap<>();
        for (AliasClass n : aliases.all()) {
            AliasClass r = n.find();
            if (seen.put(r, true) != null) {
                continue;
            }
            for (AliasClass held : r.held.values()) {
                AliasClass h = held.find();
                if (h.active) {
                    activate(r);
                }
                if (r.existedBefore && !h.existedBefore) {
                    h.existedBefore = true;
                    changed = true;
                }
                if (r.found && h.active) {
                    find(h);
                }
            }
            if (r.container && r.active) {
                find(r);
            }
        }
    }

    /** The shadow of a copy is made of the shadow of what is copied: either both have one or neither. */
    private void copyKeepsActivity(Value v, Mirrors.Role role) {
        if (role.result != Mirrors.Result.COPY && !role.takesAll) {
            return;
        }
        Value one = role.result == Mirrors.Result.NONE && v.op == Op.CALL ? v.input(0) : v;
        Value other = v.input(Math.max(role.element, 0));
        if (one.type == Type.A && other.type == Type.A && aliases.node(one).active != aliases.node(other).active) {
            activateAt(one);
            activateAt(other);
        }
    }

    private void propagate(Value v) {
        switch (v.op) {
            case NEW -> {
                Mirrors.Role role = Mirrors.role(v);
                if (role != null) {
                    copyKeepsActivity(v, role);
                }
            }
            case CALL -> {
                Mirrors.Role role = Mirrors.role(v);
                if (role != null) {
                    copyKeepsActivity(v, role);
                }
                if (role != null
                        && role.changed >= 0
                        && v.input(role.changed).descriptor.charAt(0) == '[') {
                    AliasClass n = aliases.node(v.input(role.changed));
                    if (n.active && n.existedBefore && !Calls.isAllocated(v.input(role.changed))) {
                        find(n);
                    }
                }
                if (Calls.isOpen(v) && anyActive(v.inputs)) {
                    if (v.type == Type.A) {
                        activateAt(v);
                    } else {
                        activate(v);
                    }
                }
            }
            case UNARY, BINARY, TERNARY -> {
                if (anyActive(v.inputs)) {
                    activate(v);
                }
            }
            case CONVERT -> {
                if (v.type.isReal() && activeReals.containsKey(v.input(0))) {
                    activate(v);
                }
            }
            case ARRAY_LOAD, GET_FIELD -> {
                findLoaded(v);
                if (v.type.isReal() && aliases.node(v.input(0)).active) {
                    activate(v);
                }
            }
            case ARRAY_STORE, ACCUMULATE -> {
                if (activeReals.containsKey(v.input(2))) {
                    activateAt(v.input(0));
                }
                findStored(v, v.input(2));
            }
            case PUT_FIELD, INIT_FIELD -> {
                if (activeReals.containsKey(v.input(1))) {
                    FieldRef f = v.attribute(FieldRef.class);
                    if (Calls.isOfThrowable(f)) {
                        tellingFields.put(Aliases.fieldKey(f), true);
                    } else {
                        activateAt(v.input(0));
                    }
                }
                if (v.op == Op.PUT_FIELD && !Calls.isOfThrowable(v.attribute(FieldRef.class))) {
                    findStored(v, v.input(1));
                }
            }
            case GET_STATIC -> {
                if (v.type.isReal() && aliases.staticNode(v.attribute(FieldRef.class)).active) {
                    activate(v);
                }
            }
            case PUT_STATIC -> {
                if (activeReals.containsKey(v.input(0))) {
                    activate(aliases.staticNode(v.attribute(FieldRef.class)));
                } else if (v.input(0).type == Type.A && aliases.node(v.input(0)).active) {
                    find(aliases.node(v.input(0)));
                }
            }
            case INVOKE -> {
                Function g = v.attribute(Function.class);
                if (g.partials != null) {
                    if (anyActive(v.inputs)) {
                        activate(v);
                        activeFunctions.put(g, true);
                    }
                    return;
                }
                for (int i = 0; i < v.inputs.length; i++) {
                    if (activeReals.containsKey(v.inputs[i])) {
                        activate(g.parameters().get(i));
                    }
                }
                if (v.type.isReal() && isActiveResult(g, 0)) {
                    activate(v);
                }
            }
            case CLOSURE -> {
                for (Value in : v.inputs) {
                    if (activeReals.containsKey(in)) {
                        activateAt(v);
                    }
                }
            }
            case RESULT -> {
                if (v.type.isReal()
                        && isActiveResult(v.input(0).attribute(Function.class), v.attribute(Integer.class))) {
                    activate(v);
                }
            }
            case PUSH -> {
                if (activeReals.containsKey(v.input(0))
                        && activeEntries.put(v.attribute(StackEntry.class), true) == null) {
                    changed = true;
                }
            }
            case POP -> {
                if (v.type.isReal() && activeEntries.containsKey(v.attribute(StackEntry.class))) {
                    activate(v);
                }
            }
            default -> {}
        }
    }
}
