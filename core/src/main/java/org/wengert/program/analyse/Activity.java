package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cfg;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.DynamicRef;
import org.wengert.program.ir.Edge;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Which values depend on the inputs of a derivative, and which memory holds such values.
 *
 * <p>Memory is divided into alias classes by unification (Steensgaard, "Points-to Analysis in Almost Linear Time", 1996): references that
 * may mean the same array or object share a class. A real value is active if it is computed from an active one; a class is active if
 * an active value is stored in it or in something it holds. The analysis follows calls and refuses, with its
 * line, every use of an active value that no rule covers.
 */
public final class Activity {
    /** An alias class. */
    private static final class Node {
        private @Nullable Node parent;
        private final Map<String, Node> held = new HashMap<>(2);
        private boolean active;
        private boolean written;
        private boolean existedBefore;
        /** Existed before and holds active values now: its shadow is found by the identity of the primal. */
        private boolean found;
        /** A container of the JDK that is no list or map, with all that it holds: its elements have their shadows by identity. */
        private boolean container;
        /** Active values are stored in it while it may have existed before. */
        private boolean overwritten;
        /** An allocation or load that says what kind of object is meant: one that has no shadow collection. */
        private @Nullable Value ordinary;
        /** Where something that existed before comes from. */
        private @Nullable Value source;

        Node find() {
            Node n = this;
            while (n.parent != null) {
                n = n.parent;
            }
            Node at = this;
            while (at.parent != null) {
                Node next = at.parent;
                if (next != n) {
                    at.parent = n;
                }
                at = next;
            }
            return n;
        }
    }

    private static final String ELEMENTS = "[]";
    private static final String KEYS = "{keys}";
    private static final String KEY_SET = "{key set}";
    private static final String VALUES = "{values}";
    private static final String ENTRIES = "{entries}";

    private final List<Function> functions;
    private final Map<Value, Node> nodes = new IdentityHashMap<>();
    private final Map<Value, Boolean> activeReals = new IdentityHashMap<>();
    private final Map<String, Node> statics = new HashMap<>();
    private final Map<StackEntry, Node> entryNodes = new IdentityHashMap<>();
    private final Map<StackEntry, Boolean> activeEntries = new IdentityHashMap<>();
    private final Map<Function, List<Value[]>> returns = new IdentityHashMap<>();
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
        for (int i = 0; i < withRespectTo.length; i++) {
            Value p = root.parameters().get(i);
            if (p.type == Type.A) {
                if (withRespectTo[i]) {
                    activateAll(node(p), new IdentityHashMap<>());
                } else {
                    node(p).existedBefore = true;
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
        for (Value v : open) {
            if (!isUnknown(v)) { // executed as it is
                for (Value a : v.inputs) {
                    if (a.type == Type.A) {
                        node(a).written = true;
                    }
                }
            }
        }
        findText();
        findTelling();
        for (boolean calls : new boolean[] {true, false}) { // what a call does is the reason for what others see
            for (Function f : functions) {
                for (Block b : f.blocks) {
                    for (Value v : b.body) {
                        if (calls == (v.op == Op.CALL || v.op == Op.NEW)) {
                            try {
                                check(v);
                            } catch (UnsupportedOperationException e) {
                                throw reached(e, f);
                            }
                        }
                    }
                }
            }
        }
    }

    /** Kinds of places in memory that existed before into which active values are stored: all such places may be the same. */
    private final Map<String, Node> foundPlaces = new HashMap<>();

    private Node shadowsOfFound = new Node();

    private static String placeOf(Value access) {
        if (access.op == Op.GET_FIELD || access.op == Op.PUT_FIELD) {
            return fieldKey(access.attribute(FieldRef.class));
        }
        String element = access.attribute(String.class);
        return Type.of(element) == Type.A ? ELEMENTS : element;
    }

    /** A store into something active that may have existed before makes it found memory, and all that may be the same. */
    private void findStored(Value store, Value stored) {
        Node n = node(store.input(0));
        if (!n.existedBefore || isAllocated(store.input(0))) {
            return;
        }
        boolean isActive = stored.type == Type.A ? node(stored).active : activeReals.containsKey(stored);
        if (isActive && !n.overwritten) {
            n.overwritten = true;
            changed = true;
        }
        if (n.active && (stored.type == Type.A || stored.type.isReal())) {
            find(n);
            String place = placeOf(store);
            Node other = foundPlaces.putIfAbsent(place, n);
            if (other == null) {
                changed = true;
            } else if (stored.type == Type.A && isActive && other.find() != n.find()) {
                unify(held(n, place), held(other.find(), place));
            }
        }
    }

    /** A load of what may be found memory, seen another way. */
    private void findLoaded(Value load) {
        Node n = node(load.input(0));
        if (!n.existedBefore || foundPlaces.isEmpty()) {
            return;
        }
        Node other = foundPlaces.get(placeOf(load));
        if (other != null && other.find() != n.find()) {
            if (load.type == Type.A) {
                if (held(other.find(), placeOf(load)).active) {
                    unify(held(n, placeOf(load)), held(other.find(), placeOf(load)));
                }
            } else {
                activate(n);
                find(n);
            }
        }
    }

    private void find(Node n) {
        if (!n.found) {
            n.found = true;
            changed = true;
        }
    }

    /** Returns whether the reference is one to memory that existed before and gets active values: its shadow is found by identity. */
    public boolean isFound(Value v) {
        return v.type == Type.A && node(v).found && node(v).active;
    }

    /** Returns whether such memory can be reached from a reference. */
    public boolean leadsToFound(Value v) {
        Map<Node, Boolean> seen = new IdentityHashMap<>();
        List<Node> work = new ArrayList<>();
        work.add(node(v));
        while (!work.isEmpty()) {
            Node n = work.remove(work.size() - 1).find();
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
        return isFound(v) && node(v).overwritten && node(v) != shadowsOfFound.find();
    }

    /** Returns whether there is such memory at all. */
    public boolean hasFound() {
        for (Node n : nodes.values()) {
            if (n.find().found && n.find().active) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a static field of a real number holds an active one. */
    public boolean isActiveStatic(Value access) {
        FieldRef f = access.attribute(FieldRef.class);
        return Type.of(f.descriptor()).isReal() && staticNode(f).active;
    }

    /** Calls that are the last choice where a receiver is not known. */
    private final List<Value> open = new ArrayList<>();

    private static boolean isOpen(Value v) {
        return v.op == Op.CALL && v.attribute instanceof MethodRef m && m.receiver() == MethodRef.Receiver.UNKNOWN;
    }

    /** Names the calls that lead from the root to the function in which something is refused, a shortest chain of them. */
    private UnsupportedOperationException reached(UnsupportedOperationException e, Function in) {
        Map<Function, Value> calls = new IdentityHashMap<>();
        for (Function f : functions) { // breadth first: the first call found is one nearest to the root
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.INVOKE) {
                        calls.putIfAbsent(v.attribute(Function.class), v);
                    }
                }
            }
        }
        UnsupportedOperationException told = e;
        Function f = in;
        while (f != functions.get(0)) {
            Value call = calls.get(f);
            if (call == null) {
                break;
            }
            told = Refusal.through(told, call.position);
            f = call.block().function();
        }
        return told;
    }

    // ---------------------------------------------------------------- questions

    /**
     * Returns whether a call with a receiver of a class that is not known cannot be executed as it is: because it gets or gives what depends on
     * the input, or gives something that could be changed later.
     */
    public boolean isUnknown(Value v) {
        return isOpen(v) && (v.type == Type.A && !isImmutable(v.descriptor) || anyActive(v.inputs));
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
            case ARRAY_STORE, ACCUMULATE, PUT_FIELD -> node(v.input(0)).existedBefore && !isAllocated(v.input(0));
            case CALL -> {
                if (isOpen(v)) {
                    yield false;
                }
                Mirrors.Role role = Mirrors.role(v);
                if (role != null) {
                    yield role.changed >= 0 && node(v.input(role.changed)).existedBefore;
                }
                yield !isHarmless(v)
                        || v.attribute instanceof MethodRef m && m.owner().equals("java/io/PrintStream");
            }
            default -> false;
        };
    }

    /** Returns whether the value carries a derivative: a real one by itself, a reference by a shadow. */
    public boolean isActive(Value v) {
        return v.type == Type.A ? node(v).active && !isOfIntegers(v.descriptor) : activeReals.containsKey(v);
    }

    /** Returns whether a call of the function has to be differentiated. */
    public boolean isActive(Function f) {
        return activeFunctions.containsKey(f);
    }

    /** Returns whether nothing is ever written into what the reference points to. */
    public boolean isReadOnly(Value reference) {
        return !isWritten(node(reference));
    }

    /** Arrays that existed before may be one and the same: a write into any of them counts for all. */
    private boolean isWritten(Node n) {
        if (n.written || !n.existedBefore) {
            return n.written;
        }
        for (Node m : nodes.values()) {
            if (m.find().existedBefore && m.find().written) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeSame(Node a, Node b) {
        return a == b || a.existedBefore && b.existedBefore;
    }

    /**
     * Returns whether something that may run after this load, in the same call of its function, writes into what it loads from.
     *
     * @param load an array load
     * @param cfg control flow of its function
     */
    public boolean isWrittenAfter(Value load, Cfg cfg) {
        Node array = node(load.input(0));
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
        Node array = node(load.input(0));
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
        Node array = node(load.input(0));
        for (Block b : blocks) {
            for (Value v : b.body) {
                if (mayWrite(v, array)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mayWrite(Value v, Node array) {
        switch (v.op) {
            case ARRAY_STORE, ACCUMULATE -> {
                return mayBeSame(node(v.input(0)), array);
            }
            case INVOKE -> {
                // What the function writes is not told apart from what its arguments may mean.
                Function g = v.attribute(Function.class);
                return g.partials == null && isWritten(array);
            }
            case CALL -> {
                for (Value a : v.inputs) {
                    if (a.type == Type.A && mayBeSame(node(a), array)) {
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
        return s.stack.type == Type.A ? node(s).active : activeEntries.containsKey(s);
    }

    /** Returns whether the result of that index is active for any call of the function. */
    public boolean isActiveResult(Function f, int index) {
        for (Value[] r : returns(f)) {
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

    // ---------------------------------------------------------------- alias classes

    private static boolean isOfNobody(Value reference) {
        return Mirrors.isPlain(reference.descriptor) || reference.op == Op.CONSTANT && reference.attribute == null;
    }

    private Node node(Value v) {
        if (isOfNobody(v)) {
            return new Node(); // of its own at every look: nothing is shared through it
        }
        Node n = nodes.get(v);
        if (n == null) {
            n = new Node();
            nodes.put(v, n);
            return n;
        }
        return n.find();
    }

    private Node node(StackEntry s) {
        Node n = entryNodes.get(s);
        if (n == null) {
            n = new Node();
            entryNodes.put(s, n);
        }
        return n.find();
    }

    private Node staticNode(FieldRef f) {
        String key = f.owner().concat(".").concat(f.name());
        Node n = statics.get(key);
        if (n == null) {
            n = new Node();
            n.existedBefore = true;
            statics.put(key, n);
        }
        return n.find();
    }

    /** What a field of an object refers to, of a load or store of it. */
    private Node fieldNode(Value v) {
        FieldRef f = v.attribute(FieldRef.class);
        return isOfThrowable(f) ? exceptionNode(f) : held(node(v.input(0)), fieldKey(f));
    }

    // Exceptions get from one place to another outside of the representation. So they have no shadows: their fields are
    // memory of its
    // own, and what depends on the input is not read from there.

    private final Map<String, Node> ofExceptions = new HashMap<>();
    private final Map<String, Boolean> tellingFields = new HashMap<>();
    /** Exceptions that are made of active values by constructors whose code is not followed. */
    private final List<Value> telling = new ArrayList<>();

    private static boolean isOfThrowable(FieldRef f) {
        return Throwable.class.isAssignableFrom(f.declaring());
    }

    private Node exceptionNode(FieldRef f) {
        Node n = ofExceptions.get(fieldKey(f));
        if (n == null) {
            n = new Node();
            ofExceptions.put(fieldKey(f), n);
        }
        return n.find();
    }

    /** Whether what is read from an exception may be, or hold, a number that depends on the input. */
    private boolean tells(Value load) {
        FieldRef f = load.attribute(FieldRef.class);
        if (isText(f.descriptor())) {
            return false;
        }
        if (load.type == Type.A ? exceptionNode(f).active : tellingFields.containsKey(fieldKey(f))) {
            return true;
        }
        if (load.type != Type.A && !load.type.isReal()) {
            return false;
        }
        for (Value made : telling) {
            Class<?> c = made.attribute(MethodRef.class).resolved().getDeclaringClass();
            if (f.declaring().isAssignableFrom(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isText(String descriptor) {
        return switch (descriptor) {
            case "Ljava/lang/String;", "Lorg/apache/commons/math3/exception/util/ExceptionContext;" -> true;
            default -> Mirrors.isPlain(descriptor);
        };
    }

    private static Node held(Node n, String key) {
        Node h = n.held.get(key);
        if (h == null) {
            h = new Node();
            n.held.put(key, h);
        }
        return h.find();
    }

    private void unify(Node a, Node b) {
        List<Node> work = new ArrayList<>();
        work.add(a);
        work.add(b);
        while (!work.isEmpty()) {
            Node x = work.remove(work.size() - 1).find();
            Node y = work.remove(work.size() - 1).find();
            if (x == y) {
                continue;
            }
            changed = true;
            y.parent = x;
            x.active |= y.active;
            x.written |= y.written;
            x.existedBefore |= y.existedBefore;
            x.found |= y.found;
            x.container |= y.container;
            x.overwritten |= y.overwritten;
            x.ordinary = x.ordinary == null ? y.ordinary : x.ordinary;
            x.source = x.source == null ? y.source : x.source;
            for (Map.Entry<String, Node> e : y.held.entrySet()) {
                Node mine = x.held.get(e.getKey());
                if (mine == null) {
                    x.held.put(e.getKey(), e.getValue());
                } else {
                    work.add(mine);
                    work.add(e.getValue());
                }
            }
        }
    }

    private void activateAll(Node n, Map<Node, Boolean> seen) {
        if (seen.put(n.find(), true) == null) {
            n.find().active = true;
            for (Map.Entry<String, Node> h : new ArrayList<>(n.find().held.entrySet())) {
                if (!h.getKey().equals(KEYS) && !h.getKey().equals(KEY_SET)) { // keys carry no derivative
                    activateAll(h.getValue(), seen);
                }
            }
        }
    }

    private static String fieldKey(FieldRef f) {
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
                        unify(node(e.arguments[i]), node(e.target.parameters.get(i + shift)));
                    }
                }
            }
        }
    }

    private void unifyOf(Value v) {
        switch (v.op) {
            case ARRAY_LOAD -> {
                if (v.type == Type.A) {
                    unify(held(node(v.input(0)), ELEMENTS), node(v));
                }
            }
            case ARRAY_STORE -> {
                node(v.input(0)).written = true;
                if (v.input(2).type == Type.A) {
                    unify(held(node(v.input(0)), ELEMENTS), node(v.input(2)));
                }
            }
            case ACCUMULATE -> node(v.input(0)).written = true;
            case GET_FIELD -> {
                if (v.type == Type.A) {
                    unify(fieldNode(v), node(v));
                }
            }
            case PUT_FIELD, INIT_FIELD -> {
                if (v.op == Op.PUT_FIELD) {
                    node(v.input(0)).written = true;
                }
                if (v.input(1).type == Type.A) {
                    unify(fieldNode(v), node(v.input(1)));
                }
            }
            case GET_STATIC -> {
                if (v.type == Type.A) {
                    unify(staticNode(v.attribute(FieldRef.class)), node(v));
                    existedBefore(node(v), v);
                }
            }
            case PUT_STATIC -> {
                staticNode(v.attribute(FieldRef.class)).written = true;
                if (v.input(0).type == Type.A) {
                    unify(staticNode(v.attribute(FieldRef.class)), node(v.input(0)));
                }
            }
            case CHECK_CAST -> unify(node(v.input(0)), node(v));
            case NEW_MULTI_ARRAY -> {
                // Rows are new arrays too, one class for each dimension.
                Node n = node(v);
                for (int i = 1; i < v.inputs.length; i++) {
                    n = held(n, ELEMENTS);
                }
            }
            case CLONE -> {
                if (isRealArray(v.descriptor)) {
                    if (!v.descriptor.equals(v.input(0).descriptor)) {
                        unify(node(v.input(0)), node(v));
                    }
                    cloneKeepsActivity(v);
                } else {
                    unify(held(node(v.input(0)), ELEMENTS), held(node(v), ELEMENTS));
                    unify(node(v.input(0)), node(v));
                }
            }
            case CALL -> {
                Mirrors.Role role = Mirrors.role(v);
                if (role != null && !Mirrors.isConstant(v)) {
                    unifyMirrored(v, role);
                    return;
                }
                if (isOpen(v)) {
                    open.add(v);
                    return;
                }
                if (v.attribute instanceof MethodRef m && m.owner().equals("org/wengert/program/runtime/Found")) {
                    if (m.name().equals("put")) {
                        unify(shadowsOfFound, node(v.input(2)));
                        existedBefore(node(v.input(2)), v);
                    } else if (m.name().equals("shadow")) { // of an inner derivative: all such shadows may be the same
                        unify(shadowsOfFound, node(v));
                        existedBefore(node(v), v);
                    }
                    return;
                }
                // Whatever the call does with its arguments: it may write them, keep them, return them.
                Node all = null;
                for (Value a : v.inputs) {
                    if (a.type == Type.A && !isImmutable(a.descriptor)) {
                        node(a).written |= !isHarmless(v);
                        if (all == null) {
                            all = node(a);
                        } else if (!isHarmless(v)) {
                            unify(all, node(a));
                            all = all.find();
                        }
                    }
                }
                if (v.type == Type.A && !isImmutable(v.descriptor)) {
                    if (all != null && !isHarmless(v)) {
                        unify(all, node(v));
                    }
                    if (!isFresh(v)) {
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
                        unify(node(a), held(node(v), "library"));
                    }
                }
            }
            case CLOSURE -> {
                node(v).ordinary = v;
                for (Value in : v.inputs) {
                    if (in.type == Type.A) {
                        unify(held(node(v), "captured"), node(in));
                    }
                }
            }
            case INVOKE -> {
                Function g = v.attribute(Function.class);
                for (int i = 0; i < v.inputs.length && g.partials == null; i++) {
                    if (v.inputs[i].type == Type.A) {
                        unify(node(v.inputs[i]), node(g.parameters().get(i)));
                    }
                }
                if (v.type == Type.A) {
                    for (Value[] r : returns(g)) {
                        unify(node(v), node(r[0]));
                    }
                }
            }
            case RESULT -> {
                if (v.type == Type.A) {
                    for (Value[] r : returns(v.input(0).attribute(Function.class))) {
                        unify(node(v), node(r[v.attribute(Integer.class)]));
                    }
                }
            }
            case PUSH -> {
                if (v.input(0).type == Type.A) {
                    unify(node(v.attribute(StackEntry.class)), node(v.input(0)));
                }
            }
            case POP -> {
                if (v.type == Type.A) {
                    unify(node(v.attribute(StackEntry.class)), node(v));
                }
            }
            default -> {}
        }
    }

    /** A container and its elements are one: the calls that put and get them are executed as they are, and may do anything with them. */
    private void unifyContainer(Value made) {
        node(made).container = true;
        unify(node(made), held(node(made), ELEMENTS));
        for (Value a : made.inputs) {
            if (a.type != Type.A || a.descriptor.equals("Ljava/util/Comparator;")) {
                continue;
            }
            if (a.descriptor.startsWith("Ljava/util/")) {
                unify(held(node(a), ELEMENTS), node(made));
            } else {
                unify(node(a), node(made));
            }
        }
    }

    /** Returns whether a call only moves references in and out of a container. */
    private boolean isOfContainer(Value call) {
        if (!(call.attribute instanceof MethodRef m)
                || m.kind() == MethodRef.Kind.STATIC
                || !node(call.input(0)).container
                || m.descriptor().contains("Ljava/util/function/")
                || call.type.isReal()) {
            return false;
        }
        for (Value in : call.inputs) {
            if (activeReals.containsKey(in)) {
                return false;
            }
        }
        return m.resolved().getDeclaringClass().getName().startsWith("java.util.");
    }

    private static void existedBefore(Node n, Value source) {
        n.existedBefore = true;
        n.source = n.source == null ? source : n.source;
    }

    private void unifyHeld(Value a, Value b, String key) {
        unify(held(node(a), key), held(node(b), key));
    }

    private void unifyMirrored(Value v, Mirrors.Role role) {
        boolean makes = v.op == Op.NEW || role.result == Mirrors.Result.MADE;
        Value collection = makes ? v : v.input(0);
        if (role.element >= 0) {
            Value element = v.input(role.element);
            if (role.takesAll) {
                unifyHeld(collection, element, ELEMENTS);
                if (element.descriptor.endsWith("Map;") || collection.descriptor.endsWith("Map;")) {
                    unifyHeld(collection, element, KEYS);
                }
            } else if (element.type == Type.A) {
                unify(held(node(collection), ELEMENTS), node(element));
            }
        }
        if (role.key >= 0 && v.input(role.key).type == Type.A) {
            unify(held(node(collection), KEYS), node(v.input(role.key)));
        }
        if (role.changed >= 0) {
            node(v.input(role.changed)).written = true;
        }
        if (v.type != Type.A || v.op == Op.NEW) {
            return;
        }
        switch (role.result) {
            case ELEMENT -> unify(held(node(collection), ELEMENTS), node(v));
            case SAME -> unify(node(collection), node(v));
            case COPY -> {
                unifyHeld(collection, v, ELEMENTS);
                if (v.descriptor.endsWith("Map;") || collection.descriptor.endsWith("Map;")) {
                    unifyHeld(collection, v, KEYS);
                }
            }
            case KEY -> unify(held(node(collection), KEYS), node(v));
            case KEYS -> {
                // A set whose elements are the keys; what removes one removes it from the map.
                unify(held(node(collection), KEY_SET), node(v));
                unify(held(node(v), ELEMENTS), held(node(collection), KEYS));
                unify(held(node(v), "{map}"), node(collection));
            }
            case VALUES -> {
                unify(held(node(collection), VALUES), node(v));
                unifyHeld(collection, v, ELEMENTS);
            }
            case ENTRIES -> {
                unify(held(node(collection), ENTRIES), node(v));
                entry(held(node(v), ELEMENTS), node(collection));
            }
            case ENTRY -> {
                Node entries = held(node(collection), ENTRIES);
                unify(held(entries, ELEMENTS), node(v));
                entry(held(held(node(collection), ENTRIES), ELEMENTS), node(collection));
            }
            case NONE, MADE -> {}
        }
    }

    /** An entry holds a key and, as its only element, a value. */
    private void entry(Node entry, Node map) {
        unify(held(entry, ELEMENTS), held(map, ELEMENTS));
        unify(held(entry.find(), KEYS), held(map.find(), KEYS));
    }

    private final List<Value> clones = new ArrayList<>();

    private void cloneKeepsActivity(Value v) {
        clones.add(v);
    }

    private List<Value[]> returns(Function f) {
        List<Value[]> r = returns.get(f);
        return r == null ? List.of() : r;
    }

    static boolean isRealArray(String descriptor) {
        return descriptor.equals("[D") || descriptor.equals("[F");
    }

    /** An array of integers or truths has no shadow, whatever it is kept beside. */
    private static boolean isOfIntegers(String descriptor) {
        char element = descriptor.charAt(descriptor.length() - 1);
        return descriptor.charAt(0) == '[' && element != ';' && element != 'D' && element != 'F';
    }

    private static boolean isImmutable(String descriptor) {
        return descriptor.equals("Ljava/lang/String;");
    }

    // ---------------------------------------------------------------- activity

    private void activate(Value v) {
        if (v.type.isReal()) {
            if (activeReals.put(v, true) == null) {
                changed = true;
            }
        }
    }

    private void activateAt(Value reference) {
        if (!isOfNobody(reference)) { // a store there throws
            activate(node(reference));
        }
    }

    private void activate(Node n) {
        if (!n.active) {
            n.active = true;
            changed = true;
        }
    }

    private boolean anyActive(Value[] values) {
        for (Value v : values) {
            if (v.type.isReal() ? activeReals.containsKey(v) : v.type == Type.A && node(v).active) {
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
        for (Value c : clones) {
            if (node(c.input(0)).active) {
                activate(node(c));
            }
        }
        Map<Node, Boolean> seen = new IdentityHashMap<>();
        for (Node n : nodes.values()) {
            Node r = n.find();
            if (seen.put(r, true) != null) {
                continue;
            }
            for (Node held : r.held.values()) {
                Node h = held.find();
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
        if (one.type == Type.A && other.type == Type.A && node(one).active != node(other).active) {
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
                    Node n = node(v.input(role.changed));
                    if (n.active && n.existedBefore && !isAllocated(v.input(role.changed))) {
                        find(n);
                    }
                }
                if (isOpen(v) && anyActive(v.inputs)) {
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
                if (v.type.isReal() && node(v.input(0)).active) {
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
                    if (isOfThrowable(f)) {
                        tellingFields.put(fieldKey(f), true);
                    } else {
                        activateAt(v.input(0));
                    }
                }
                if (v.op == Op.PUT_FIELD && !isOfThrowable(v.attribute(FieldRef.class))) {
                    findStored(v, v.input(1));
                }
            }
            case GET_STATIC -> {
                if (v.type.isReal() && staticNode(v.attribute(FieldRef.class)).active) {
                    activate(v);
                }
            }
            case PUT_STATIC -> {
                if (activeReals.containsKey(v.input(0))) {
                    activate(staticNode(v.attribute(FieldRef.class)));
                } else if (v.input(0).type == Type.A && node(v.input(0)).active) {
                    find(node(v.input(0)));
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

    // ---------------------------------------------------------------- refusals

    /** Whether a number that depends on the input is written as text somewhere: then no text may be read as a number. */
    private boolean textHoldsActive;

    /** Whether a value may be a number that is read from text. Where no active number is written as text, it is never one to worry about. */
    private static boolean isParsing(Value v) {
        if (v.attribute instanceof FieldRef f) {
            return f.owner().equals("java/io/StreamTokenizer") && v.type.isReal();
        }
        if (!(v.attribute instanceof MethodRef m)) {
            return false;
        }
        String owner = m.owner();
        if (owner.equals("java/math/BigDecimal")
                || (owner.equals("java/lang/Double") || owner.equals("java/lang/Float"))
                        && m.descriptor().startsWith("(Ljava/lang/String;)")) {
            return true;
        }
        if (m.resolved().getDeclaringClass().getClassLoader() != null || Mirrors.role(v) != null) {
            return false;
        }
        if (owner.startsWith("java/util/stream/")) {
            // Their lambdas are out of sight.
            return m.name().startsWith("map")
                    || m.name().startsWith("flatMap")
                    || m.name().equals("reduce")
                    || m.name().equals("collect");
        }
        // A number out of an object of the library, as of a Scanner or a NumberFormat.
        return v.op == Op.CALL
                && (v.type.isReal() || v.descriptor.equals("Ljava/lang/Number;"))
                && v.inputs.length > 0
                && v.input(0).type == Type.A
                && !owner.startsWith("java/lang/")
                && !owner.contains("Random");
    }

    private static boolean isWriting(String descriptor) {
        return descriptor.equals("Ljava/lang/String;")
                || descriptor.equals("Ljava/lang/StringBuilder;")
                || descriptor.equals("Ljava/lang/StringBuffer;");
    }

    private void findText() {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    textHoldsActive |= v.op == Op.CALL
                            && isWriting(v.descriptor)
                            && anyActive(v.inputs)
                            && isHarmless(v)
                            && !(v.attribute instanceof MethodRef m
                                    && m.owner().equals("org/wengert/program/runtime/Substitutes"));
                }
            }
        }
    }

    private void findTelling() {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (int i = 0; i < b.body.size(); i++) {
                    Value v = b.body.get(i);
                    if (v.op == Op.NEW && anyActive(v.inputs) && isException(v) && !isSummarized(b, i)) {
                        telling.add(v);
                    }
                }
            }
        }
    }

    private static boolean isException(Value made) {
        return Throwable.class.isAssignableFrom(
                made.attribute(MethodRef.class).resolved().getDeclaringClass());
    }

    /** Whether what the constructor has stored is stated. */
    private static boolean isSummarized(Block b, int at) {
        Value made = b.body.get(at);
        for (Value v : b.body.subList(at + 1, b.body.size())) {
            if (v.op == Op.INVOKE
                    && v.inputs.length > 0
                    && v.input(0) == made
                    && v.attribute(Function.class).isSummary) {
                return true;
            }
        }
        return false;
    }

    private void check(Value v) {
        switch (v.op) {
            case CALL -> {
                if (isOpen(v)) {
                    return;
                }
                if (v.attribute instanceof MethodRef m && m.owner().equals("org/wengert/program/runtime/Found")) {
                    return;
                }
                if (textHoldsActive && isParsing(v)) {
                    refuseCall(v);
                }
                Mirrors.Role role = Mirrors.role(v);
                if (role != null && !Mirrors.isConstant(v)) {
                    checkMirrored(v, role);
                    return;
                }
                MethodRef m = v.attribute instanceof MethodRef ? v.attribute(MethodRef.class) : null;
                if (m != null && m.kind() == MethodRef.Kind.SPECIAL) {
                    throw Refusal.at(
                            v.position,
                            "The call super." + m.name() + "(…) of "
                                    + m.owner().replace('/', '.')
                                    + " cannot be repeated outside its class.",
                            m.resolved().getDeclaringClass().isInterface()
                                    ? "Write out in your class what that method of the library does."
                                    : "Keep a collection or object of the library in a field of your class instead of extending it.");
                }
                boolean active = anyActive(v.inputs);
                boolean harmless = isHarmless(v) || active && Bits.isSource(v) && areOnlyCompared(v);
                if (role == null
                        && active
                        && !isOfContainer(v)
                        && (!harmless || v.type == Type.A && node(v).active && !isFreshNumbers(v))) {
                    refuseCall(v);
                }
            }
            case NEW -> {
                Mirrors.Role role = Mirrors.role(v);
                if (textHoldsActive && isParsing(v)) {
                    refuseCall(v);
                }
                if (role != null) {
                    checkMirrored(v, role);
                } else if (anyActive(v.inputs) && isOfTheLibrary(v) && !Mirrors.isContainer(v)) {
                    refuseCall(v);
                }
            }
            case INIT_FIELD -> {
                if (v.attribute(FieldRef.class).name().equals("<init>") && isActive(v.input(1))) {
                    throw Refusal.at(
                            v.position,
                            "The constructor of "
                                    + v.attribute(FieldRef.class).owner().replace('/', '.')
                                    + " gets a value that depends on the input, and what it does with it is not known.",
                            "Keep the value in a field of your own class.");
                }
            }
            case GET_FIELD -> {
                if (textHoldsActive && isParsing(v)) {
                    throw Refusal.at(
                            v.position,
                            "The field " + v.attribute(FieldRef.class).name()
                                    + " may hold a number read from text that depends on the input, which has no derivative.",
                            "Pass the number itself instead of its text.");
                }
                if (isOfThrowable(v.attribute(FieldRef.class)) && tells(v)) {
                    throw Refusal.at(
                            v.position,
                            "The field " + v.attribute(FieldRef.class).name()
                                    + " of an exception holds a value that depends on the input, which is not supported: an exception carries no derivative.",
                            "Return the value, or keep it in an object that both places know.");
                }
            }
            default -> {}
        }
    }

    private @Nullable Bits bits;

    private boolean areOnlyCompared(Value bitsOf) {
        Bits all = bits;
        if (all == null) {
            all = new Bits(functions, this::isActive);
            bits = all;
        }
        return all.areOnlyCompared(bitsOf);
    }

    private static boolean isOfTheLibrary(Value made) {
        Class<?> c = made.attribute(MethodRef.class).resolved().getDeclaringClass();
        return c.getClassLoader() == null && !Throwable.class.isAssignableFrom(c);
    }

    /** What has just been made did not exist before, whatever it is stored beside. */
    private static boolean isAllocated(Value reference) {
        return switch (reference.op) {
            case NEW, NEW_ARRAY, NEW_MULTI_ARRAY, CLONE -> true;
            default -> false;
        };
    }

    /** A box or an array of numbers, whose shadow can be made from it alone. */
    private static boolean isFreshNumbers(Value v) {
        return isRealArray(v.descriptor) || v.descriptor.equals("Ljava/lang/Double;");
    }

    private void checkMirrored(Value v, Mirrors.Role role) {
        if (v.op == Op.CALL && isOfContainer(v)) {
            return;
        }
        if (v.op == Op.CALL) {
            checkCollection(v, v.input(0));
        }
        if (role.takesAll) {
            checkCollection(v, v.input(role.element));
        }
        if (role.changed >= 0) {
            Node n = node(v.input(role.changed));
            boolean isArray = v.input(role.changed).descriptor.charAt(0) == '[';
            if (n.active && n.existedBefore && !isArray && !isAllocated(v.input(role.changed))) {
                refuseBefore(v.position, n);
            }
        }
        boolean readsKeys = role.result == Mirrors.Result.KEY || role.result == Mirrors.Result.KEYS;
        if (readsKeys && held(node(v.input(0)), KEYS).active) {
            throw Refusal.at(
                    v.position,
                    "The keys of this map depend on the input, which is not supported: a key carries no derivative.",
                    "Keep the number in the value as well, and read it there.");
        }
    }

    /** Refuses what would be repeated on the shadow of an object that is no collection of a known kind. */
    private void checkCollection(Value call, Value collection) {
        if (collection.type != Type.A || collection.descriptor.charAt(0) == '[') {
            return;
        }
        Node n = node(collection);
        Value ordinary = n.container ? null : n.ordinary;
        if (!n.active || ordinary == null) {
            return;
        }
        MethodRef m = call.attribute(MethodRef.class);
        if (m.kind() == MethodRef.Kind.STATIC && m.owner().equals("java/util/Optional")) {
            return; // whatever it is, it is held
        }
        if (m.receiver() == MethodRef.Receiver.OF_THE_PLATFORM && collection == call.input(0)) {
            return; // what is not has gone another way
        }
        boolean isLibrary = ordinary.op == Op.NEW && isOfTheLibrary(ordinary);
        boolean isExtended = ordinary.op == Op.NEW && !isLibrary && extendsLibrary(ordinary);
        String what = ordinary.descriptor
                .substring(1, ordinary.descriptor.length() - 1)
                .replace('/', '.');
        throw Refusal.at(
                call.position,
                "The call of " + m.owner().replace('/', '.') + "." + m.name() + " on "
                        + (ordinary.op == Op.CLOSURE
                                ? "what a lambda returns"
                                : "a ".concat(what).concat(isLibrary ? "" : ", a class of your own,"))
                        + " gets a value that depends on the input, and its code cannot be followed from here.",
                isLibrary
                        ? COLLECTIONS
                        : isExtended
                                ? "Keep a collection in a field of your class instead of extending one."
                                : "Declare the variable with that class, so that its methods are known, or use an ArrayList or an array.");
    }

    private static boolean extendsLibrary(Value made) {
        Class<?> parent =
                made.attribute(MethodRef.class).resolved().getDeclaringClass().getSuperclass();
        return parent != null && parent != Object.class && parent != Record.class && parent.getClassLoader() == null;
    }

    private static final String COLLECTIONS =
            "Use an array, an ArrayList, LinkedList, ArrayDeque, HashMap, LinkedHashMap or TreeMap, and their methods that move"
                    + " elements: get, set, add, remove, put, loops over them.";

    private static void refuseBefore(Position position, Node n) {
        Value source = n.source;
        String where = "an array or object that existed before the call";
        String remedy = "Allocate the array or object inside the function.";
        if (source != null && source.op == Op.GET_STATIC) {
            where = "what the static field "
                    .concat(source.attribute(FieldRef.class).name())
                    .concat(" holds, which existed before the call");
        } else if (source != null
                && source.attribute instanceof MethodRef m
                && !m.owner().equals("org/wengert/program/runtime/Twins")) {
            where = "what "
                    .concat(m.owner().replace('/', '.'))
                    .concat(".")
                    .concat(m.name())
                    .concat(" has returned, an array or object that may have existed before the call");
            remedy = "Copy it into an array or a collection that is allocated inside the function.";
        }
        throw Refusal.at(
                position,
                "A value that depends on the input is kept in ".concat(where).concat(", which is not supported."),
                remedy);
    }

    private static void refuseCall(Value v) {
        if (v.attribute instanceof MethodRef m) {
            UnsupportedOperationException why = m.refusal();
            if (why != null) {
                throw why;
            }
            String owner = m.owner().replace('/', '.');
            throw Refusal.at(
                    v.position,
                    "The call of " + owner + "." + m.name()
                            + " gets a value that depends on the input, and its derivative is not known.",
                    isOfCollections(m)
                            ? COLLECTIONS
                            : "Give its derivative with Rules.define(…), write it in Java that can be followed, or pass stopGradient(x) if it is a"
                                    + " constant.");
        }
        throw Refusal.at(
                v.position,
                "This dynamic call gets a value that depends on the input, and its derivative is not known.",
                "Write it as an ordinary method call.");
    }

    private static boolean isOfCollections(MethodRef m) {
        Class<?> c = m.resolved().getDeclaringClass();
        return java.util.Collection.class.isAssignableFrom(c)
                || Map.class.isAssignableFrom(c)
                || java.util.Iterator.class.isAssignableFrom(c)
                || c == Iterable.class
                || c == Map.Entry.class;
    }

    /** Calls that look at a number without giving it on: formatting, comparing, printing. */
    private static boolean isHarmless(Value v) {
        if (v.attribute instanceof DynamicRef d) {
            String bootstrap = ((java.lang.constant.DirectMethodHandleDesc)
                            d.site().bootstrapMethod())
                    .owner()
                    .descriptorString();
            return switch (bootstrap) {
                case "Ljava/lang/invoke/StringConcatFactory;" -> true;
                case "Ljava/lang/runtime/SwitchBootstraps;" -> true; // which case it is, an int
                case "Ljava/lang/runtime/ObjectMethods;" -> true; // equals, hashCode and toString of a record
                default -> false;
            };
        }
        if (!(v.attribute instanceof MethodRef m)) {
            return false;
        }
        if (Mirrors.isHarmless(m)) {
            return true;
        }
        String owner = m.owner();
        return switch (owner) {
            case "java/lang/Double", "java/lang/Float", "java/lang/String" ->
                switch (m.name()) {
                    case "doubleToLongBits", "doubleToRawLongBits", "floatToIntBits", "floatToRawIntBits" -> false;
                    case "valueOf" -> !owner.equals("java/lang/Float");
                    default -> !v.type.isReal(); // a number out of a box depends on what is in it
                };
            case "java/io/PrintStream", "org/apache/commons/math3/exception/util/ExceptionContext" -> true;
            case "java/lang/StringBuilder", "java/lang/StringBuffer" -> true;
            case "java/lang/Math", "java/lang/StrictMath" ->
                m.descriptor().endsWith("I") || m.descriptor().endsWith("J");
            case "java/util/Objects", "java/util/Arrays" ->
                switch (m.name()) {
                    case "toString",
                            "equals",
                            "hashCode",
                            "hash",
                            "isNull",
                            "nonNull",
                            "compare",
                            "mismatch",
                            "binarySearch",
                            "deepEquals",
                            "deepHashCode",
                            "deepToString" -> true;
                    default -> false;
                };
            case "org/wengert/program/runtime/Substitutes",
                    "org/wengert/program/runtime/Twins",
                    "org/wengert/program/runtime/Found",
                    "org/wengert/program/runtime/UnknownReceiver" -> true;
            case "java/lang/Object" ->
                switch (m.name()) {
                    case "getClass", "hashCode", "equals", "toString" -> true;
                    default -> false;
                };
            case "java/lang/System" -> m.name().equals("identityHashCode");
            case "java/lang/Enum", "kotlin/jvm/internal/Intrinsics" -> true;
            default -> false;
        };
    }

    private static boolean isFresh(Value v) {
        if (v.attribute instanceof DynamicRef) {
            return true;
        }
        MethodRef m = v.attribute(MethodRef.class);
        String owner = m.owner();
        return owner.equals("org/wengert/program/runtime/Twins") && m.name().equals("zeros")
                || owner.equals("java/lang/Double")
                || owner.equals("java/lang/String")
                || owner.equals("java/lang/Object") && m.name().equals("getClass")
                || owner.equals("org/wengert/program/runtime/Substitutes")
                || owner.equals("org/wengert/program/runtime/UnknownReceiver")
                || owner.equals("java/lang/StringBuilder");
    }
}
