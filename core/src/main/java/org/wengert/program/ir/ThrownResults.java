package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Functions that give back what they throw. A call inside {@code try} whose function changes memory of its caller's may have changed some of
 * it before it throws, and the caller goes on with that. Such a function gets a twin that ends with one more result, the exception or
 * null, and never throws: what it did until then is then part of its control flow, which reverse mode runs backwards like any other.
 */
public final class ThrownResults {
    private final MethodRef raise;
    private final Map<Function, Boolean> writing = new IdentityHashMap<>();
    private final Map<Function, Function> twins = new IdentityHashMap<>();

    private ThrownResults(MethodRef raise) {
        this.raise = raise;
    }

    /**
     * Gives twins to the functions called inside {@code try}, in everything that {@code root} calls, in place.
     *
     * @param root the function
     * @param raise a static method that throws its argument
     */
    public static void run(Function root, MethodRef raise) {
        List<Function> all = null;
        ThrownResults pass = new ThrownResults(raise);
        for (Function f : Cloner.reachable(root)) {
            for (Block b : new ArrayList<>(f.blocks)) {
                Value call = callInside(b);
                if (call == null) {
                    continue;
                }
                if (all == null) {
                    all = Cloner.reachable(root);
                    pass.findWriting(all);
                }
                Edge handler = Objects.requireNonNull(b.handler());
                if (pass.isWriting(call) && returns(handler.target)) {
                    pass.replace(f, b, call, handler);
                }
            }
        }
    }

    /** Returns the call that ends a block into a handler. */
    private static @Nullable Value callInside(Block b) {
        if (b.handler() == null || b.body.isEmpty()) {
            return null;
        }
        Value last = b.body.get(b.body.size() - 1);
        return last.op == Op.INVOKE ? last : null;
    }

    private boolean isWriting(Value call) {
        return writing.containsKey(call.attribute(Function.class));
    }

    /** Returns whether a way leads from there to the end of the function: a handler that only throws again needs nothing. */
    private static boolean returns(Block from) {
        Map<Block, Boolean> seen = new IdentityHashMap<>();
        List<Block> work = new ArrayList<>();
        work.add(from);
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            if (seen.put(b, true) == null) {
                if (b.terminator().kind == Terminator.Kind.RETURN) {
                    return true;
                }
                for (Edge e : b.successors()) {
                    work.add(e.target);
                }
            }
        }
        return false;
    }

    /** Finds the functions that change, or that call one that changes, memory that they have not made themselves. */
    private void findWriting(List<Function> all) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Function f : all) {
                if (f.partials == null && !f.isSummary && !writing.containsKey(f) && writes(f)) {
                    writing.put(f, true);
                    changed = true;
                }
            }
        }
    }

    private boolean writes(Function f) {
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                boolean does = switch (v.op) {
                    case ARRAY_STORE, ACCUMULATE, PUT_FIELD -> !isMade(v.input(0));
                    case PUT_STATIC -> true;
                    case CALL ->
                        v.attribute instanceof MethodRef m
                                && m.kind() != MethodRef.Kind.STATIC
                                && m.owner().startsWith("java/util/");
                    case INVOKE -> isWriting(v);
                    default -> false;
                };
                if (does) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMade(Value reference) {
        return switch (reference.op) {
            case NEW, NEW_ARRAY, NEW_MULTI_ARRAY, CLONE -> true;
            default -> false;
        };
    }

    /** Calls the twin, and goes into the handler if that says so. */
    private void replace(Function f, Block b, Value call, Edge handler) {
        Function g = call.attribute(Function.class);
        Function twin = twin(g);
        Block next = b.terminator().edges[0].target; // what can throw into a handler is followed by a jump
        Edge onwards = b.terminator().edges[0];
        b.body.remove(b.body.size() - 1);
        b.handler(null);
        int n = g.results.size();
        Value made = b.append(
                Op.INVOKE,
                n == 0 ? Type.A : call.type,
                n == 0 ? THROWABLE : call.descriptor,
                twin,
                call.position,
                call.inputs);
        Value thrown = n == 0 ? made : b.append(Op.RESULT, Type.A, THROWABLE, n, call.position, made);
        List<Value> results = new ArrayList<>();
        for (Value v : next.body) {
            if (v.op == Op.RESULT && v.input(0) == call) {
                results.add(v);
            }
        }
        Map<Value, Value> by = new IdentityHashMap<>();
        by.put(call, made);
        for (Value v : results) {
            next.body.remove(v);
            by.put(v, b.append(Op.RESULT, v.type, v.descriptor, v.attribute, v.position, made));
        }
        Block fine = f.addBlock();
        Block failed = f.addBlock();
        Block gone = f.addBlock();
        b.terminate(Terminator.branch(IFNULL, new Value[] {thrown}, new Edge(fine), new Edge(failed), call.position));
        fine.terminate(Terminator.jump(onwards, call.position));
        Value again = failed.append(Op.CALL, Type.A, THROWABLE, raise, call.position, thrown);
        failed.handler(handler);
        failed.terminate(Terminator.jump(new Edge(gone), call.position));
        gone.terminate(Terminator.raise(again, call.position));
        Uses.replace(f, by);
    }

    private static final String THROWABLE = "Ljava/lang/Throwable;";
    private static final int IFNULL = 0xc6;

    private Function twin(Function g) {
        Function known = twins.get(g);
        if (known != null) {
            return known;
        }
        Function t = new Function(g.name, g.position);
        twins.put(g, t);
        t.results.addAll(g.results);
        t.resultDescriptors.addAll(g.resultDescriptors);
        t.addResult(Type.A, THROWABLE);
        Cloner.copyBlocks(g, t, new IdentityHashMap<>(), null, null);
        Block out = t.addBlock();
        Value exception = out.addParameter(Type.A, THROWABLE, g.position);
        Value[] nothing = new Value[t.results.size()];
        for (int i = 0; i < g.results.size(); i++) {
            nothing[i] = zero(out, g.results.get(i), g.resultDescriptors.get(i));
        }
        nothing[g.results.size()] = exception;
        out.terminate(Terminator.result(nothing, g.position));
        for (Block b : new ArrayList<>(t.blocks)) {
            if (b != out) {
                giveBack(t, b, out);
            }
        }
        return t;
    }

    private static Value zero(Block b, Type type, String descriptor) {
        Object zero = switch (type) {
            case D -> 0.0;
            case F -> 0f;
            case I -> 0;
            case J -> 0L;
            case A, VOID -> null;
        };
        return b.append(Op.CONSTANT, type, descriptor, zero, b.function().position);
    }

    /** Makes a block of a twin go to its end where it would throw. */
    private void giveBack(Function t, Block first, Block out) {
        Block b = first;
        boolean isCovered = b.handler() != null;
        for (int i = 0; i < b.body.size(); i++) {
            Value v = b.body.get(i);
            boolean last = i == b.body.size() - 1;
            if (!v.mayThrow() || isCovered && last) {
                continue;
            }
            Block rest = t.addBlock();
            while (b.body.size() > i + 1) {
                rest.adopt(b.body.remove(i + 1));
            }
            rest.terminate(b.terminator());
            rest.handler(b.handler());
            b.terminate(Terminator.jump(new Edge(rest), v.position));
            Block caught = t.addBlock();
            Value thrown = caught.addParameter(Type.A, THROWABLE, v.position);
            caught.terminate(Terminator.jump(new Edge(out, thrown), v.position));
            b.handler(new Edge(caught));
            if (v.op == Op.INVOKE && isWriting(v)) {
                replace(t, b, v, new Edge(caught));
            }
            b = rest;
            isCovered = b.handler() != null;
            i = -1;
        }
        if (isCovered) {
            Value call = callInside(b);
            if (call != null && isWriting(call)) {
                replace(t, b, call, Objects.requireNonNull(b.handler()));
            }
            return;
        }
        Terminator end = b.terminator();
        if (end.kind == Terminator.Kind.RETURN) {
            Value[] results = new Value[end.inputs.length + 1];
            System.arraycopy(end.inputs, 0, results, 0, end.inputs.length);
            results[end.inputs.length] = b.append(Op.CONSTANT, Type.A, THROWABLE, null, end.position);
            b.terminate(Terminator.result(results, end.position));
        } else if (end.kind == Terminator.Kind.THROW) {
            Value cast = end.inputs[0]; // null throws a NullPointerException where it is thrown
            Value raised = b.append(Op.CALL, Type.A, THROWABLE, raise, end.position, cast);
            Block caught = t.addBlock();
            Value thrown = caught.addParameter(Type.A, THROWABLE, end.position);
            caught.terminate(Terminator.jump(new Edge(out, thrown), end.position));
            Block gone = t.addBlock();
            b.handler(new Edge(caught));
            b.terminate(Terminator.jump(new Edge(gone), end.position));
            gone.terminate(Terminator.raise(raised, end.position));
        }
    }
}
