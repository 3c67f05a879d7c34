package org.wengert.program.analyse;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Found;
import org.wengert.program.runtime.Substitutes;
import org.wengert.program.runtime.Twins;

/** Finds the uses of active values that no rule covers, and refuses them: what and why, where, what to do instead. */
final class Uncovered {
    private final List<Function> functions;
    private final Activity activity;
    private final Aliases aliases;
    /** Exceptions that are made of active values by constructors whose code is not followed. */
    private final List<Value> telling = new ArrayList<>();
    /** Whether a number that depends on the input is written as text somewhere: then no text may be read as a number. */
    private boolean textHoldsActive;

    private @Nullable Bits bits;

    private Uncovered(List<Function> functions, Activity activity, Aliases aliases) {
        this.functions = functions;
        this.activity = activity;
        this.aliases = aliases;
    }

    /** Throws what tells of the first such use. */
    static void refuse(List<Function> functions, Activity activity, Aliases aliases) {
        new Uncovered(functions, activity, aliases).refuse();
    }

    private void refuse() {
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

    private void findText() {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    textHoldsActive |= v.op == Op.CALL
                            && Calls.isWriting(v.descriptor)
                            && activity.anyActive(v.inputs)
                            && Calls.isHarmless(v)
                            && !(v.attribute instanceof MethodRef m && m.isOf(Substitutes.class));
                }
            }
        }
    }

    private void findTelling() {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (int i = 0; i < b.body.size(); i++) {
                    Value v = b.body.get(i);
                    if (v.op == Op.NEW && activity.anyActive(v.inputs) && Calls.isException(v) && !isSummarized(b, i)) {
                        telling.add(v);
                    }
                }
            }
        }
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

    /** Whether what is read from an exception may be, or hold, a number that depends on the input. */
    private boolean tells(Value load) {
        FieldRef f = load.attribute(FieldRef.class);
        if (Calls.isText(f.descriptor())) {
            return false;
        }
        if (load.type == Type.A ? aliases.exceptionNode(f).active : activity.tells(f)) {
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

    private void check(Value v) {
        switch (v.op) {
            case CALL -> {
                if (Calls.isOpen(v)) {
                    return;
                }
                if (v.attribute instanceof MethodRef m && m.isOf(Found.class)) {
                    return;
                }
                if (textHoldsActive && Calls.isParsing(v)) {
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
                boolean active = activity.anyActive(v.inputs);
                boolean harmless = Calls.isHarmless(v) || active && Bits.isSource(v) && areOnlyCompared(v);
                if (role == null
                        && active
                        && !isOfContainer(v)
                        && (!harmless || v.type == Type.A && aliases.node(v).active && !Calls.isFreshNumbers(v))) {
                    refuseCall(v);
                }
            }
            case NEW -> {
                Mirrors.Role role = Mirrors.role(v);
                if (textHoldsActive && Calls.isParsing(v)) {
                    refuseCall(v);
                }
                if (role != null) {
                    checkMirrored(v, role);
                } else if (activity.anyActive(v.inputs) && Calls.isOfTheLibrary(v) && !Mirrors.isContainer(v)) {
                    refuseCall(v);
                }
            }
            case INIT_FIELD -> {
                if (v.attribute(FieldRef.class).name().equals("<init>") && activity.isActive(v.input(1))) {
                    throw Refusal.at(
                            v.position,
                            "The constructor of "
                                    + v.attribute(FieldRef.class).owner().replace('/', '.')
                                    + " gets a value that depends on the input, and what it does with it is not known.",
                            "Keep the value in a field of your own class.");
                }
            }
            case GET_FIELD -> {
                if (textHoldsActive && Calls.isParsing(v)) {
                    throw Refusal.at(
                            v.position,
                            "The field " + v.attribute(FieldRef.class).name()
                                    + " may hold a number read from text that depends on the input, which has no derivative.",
                            "Pass the number itself instead of its text.");
                }
                if (Calls.isOfThrowable(v.attribute(FieldRef.class)) && tells(v)) {
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

    private boolean areOnlyCompared(Value bitsOf) {
        Bits all = bits;
        if (all == null) {
            all = new Bits(functions, activity::isActive);
            bits = all;
        }
        return all.areOnlyCompared(bitsOf);
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
            AliasClass n = aliases.node(v.input(role.changed));
            boolean isArray = v.input(role.changed).descriptor.charAt(0) == '[';
            if (n.active && n.existedBefore && !isArray && !Calls.isAllocated(v.input(role.changed))) {
                refuseBefore(v.position, n);
            }
        }
        boolean readsKeys = role.result == Mirrors.Result.KEY || role.result == Mirrors.Result.KEYS;
        if (readsKeys && aliases.node(v.input(0)).held(AliasClass.KEYS).active) {
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
        AliasClass n = aliases.node(collection);
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
        boolean isLibrary = ordinary.op == Op.NEW && Calls.isOfTheLibrary(ordinary);
        boolean isExtended = ordinary.op == Op.NEW && !isLibrary && Calls.extendsLibrary(ordinary);
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

    private static void refuseBefore(Position position, AliasClass n) {
        Value source = n.source;
        String where = "an array or object that existed before the call";
        String remedy = "Allocate the array or object inside the function.";
        if (source != null && source.op == Op.GET_STATIC) {
            where = "what the static field "
                    .concat(source.attribute(FieldRef.class).name())
                    .concat(" holds, which existed before the call");
        } else if (source != null && source.attribute instanceof MethodRef m && !m.isOf(Twins.class)) {
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
                    Calls.isOfCollections(m)
                            ? COLLECTIONS
                            : "Give its derivative with Rules.define(…), write it in Java that can be followed, or pass stopGradient(x) if it is a"
                                    + " constant.");
        }
        throw Refusal.at(
                v.position,
                "This dynamic call gets a value that depends on the input, and its derivative is not known.",
                "Write it as an ordinary method call.");
    }

    /** Returns whether a call only moves references in and out of a container. */
    private boolean isOfContainer(Value call) {
        if (!(call.attribute instanceof MethodRef m)
                || m.kind() == MethodRef.Kind.STATIC
                || !aliases.node(call.input(0)).container
                || m.descriptor().contains("Ljava/util/function/")
                || call.type.isReal()) {
            return false;
        }
        for (Value in : call.inputs) {
            if (in.type.isReal() && activity.isActive(in)) {
                return false;
            }
        }
        return m.resolved().getDeclaringClass().getName().startsWith("java.util.");
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

    private static final String COLLECTIONS =
            "Use an array, an ArrayList, LinkedList, ArrayDeque, HashMap, LinkedHashMap or TreeMap, and their methods that move"
                    + " elements: get, set, add, remove, put, loops over them.";
}
