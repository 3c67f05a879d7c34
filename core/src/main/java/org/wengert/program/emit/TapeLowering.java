package org.wengert.program.emit;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Stack;
import org.wengert.program.ir.StackEntry;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Where the stacks of the representation are on the run-time tape, and which functions touch which. Every stack gets a
 * level of the tape whose stack of that type nobody else uses.
 *
 * <p>Within a function a stack is two local variables, its array and its top. Around a call of a function that touches the
 * same stack the top is written to the tape and both are read again afterwards.
 */
final class TapeLowering {
    /** One stack in memory. */
    static final class Place {
        /** Number among all places, for sets. */
        final int index;
        /** The stack. */
        final Stack stack;
        /** Level of the tape. */
        final int level;

        Place(int index, Stack stack, int level) {
            this.index = index;
            this.stack = stack;
            this.level = level;
        }

        /** Returns the name of the tape's array field. */
        String arrayField() {
            return switch (stack.type) {
                case D -> "d";
                case F -> "f";
                case I -> "i";
                case J -> "j";
                case A -> "a";
                case VOID -> throw new AssertionError("a stack of nothing (please report)");
            };
        }

        /** Returns the name of the tape's field with the number of values. */
        String topField() {
            return arrayField().concat("p");
        }

        /** Returns the descriptor of the array. */
        String arrayDescriptor() {
            return "[".concat(stack.type.descriptor());
        }
    }

    /** All stacks of the program. */
    final List<Place> places = new ArrayList<>();
    /** The largest number of results of a function. */
    int maxResults = 1;

    private final IdentityHashMap<Stack, Place> placeOf = new IdentityHashMap<>();
    private final IdentityHashMap<Function, boolean[]> touched = new IdentityHashMap<>();
    private final IdentityHashMap<Function, Boolean> needsTape = new IdentityHashMap<>();

    /** Analyses functions that call one another and nobody else. */
    TapeLowering(List<Function> functions) {
        for (Function f : functions) {
            for (Block b : f.blocks) {
                for (Value v : b.body) {
                    if (v.op == Op.PUSH || v.op == Op.POP) {
                        Stack s = v.attribute(StackEntry.class).stack;
                        if (!placeOf.containsKey(s)) {
                            Place p = new Place(places.size(), s, placesOf(s.type));
                            placeOf.put(s, p);
                            places.add(p);
                        }
                    }
                }
            }
            maxResults = Math.max(maxResults, f.results.size());
        }
        for (Function f : functions) {
            touched.put(f, new boolean[places.size()]);
            needsTape.put(f, f.results.size() > 1);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Function f : functions) {
                boolean[] mine = touches(f);
                for (Block b : f.blocks) {
                    for (Value v : b.body) {
                        if (v.op == Op.PUSH || v.op == Op.POP) {
                            int k = place(v).index;
                            if (!mine[k]) {
                                mine[k] = true;
                                changed = true;
                            }
                        } else if (v.op == Op.INVOKE && !Trees.isSilent(v)) {
                            Function callee = v.attribute(Function.class);
                            changed |= addAll(mine, touches(callee));
                            if (needsTape(callee) && !needsTape(f)) {
                                needsTape.put(f, true);
                                changed = true;
                            }
                        }
                    }
                }
                if (!needsTape(f)) {
                    for (boolean t : mine) {
                        if (t) {
                            needsTape.put(f, true);
                            changed = true;
                            break;
                        }
                    }
                }
            }
        }
    }

    private int placesOf(Type type) {
        int n = 0;
        for (Place p : places) {
            if (p.stack.type == type) {
                n++;
            }
        }
        return n;
    }

    private static boolean addAll(boolean[] to, boolean[] from) {
        boolean changed = false;
        for (int k = 0; k < to.length; k++) {
            if (from[k] && !to[k]) {
                to[k] = true;
                changed = true;
            }
        }
        return changed;
    }

    /** Returns the place of the stack that a push or pop works on. */
    Place place(Value pushOrPop) {
        Place p = placeOf.get(pushOrPop.attribute(StackEntry.class).stack);
        if (p == null) {
            throw new AssertionError("an unknown stack (please report)");
        }
        return p;
    }

    /** Returns, by {@link Place#index}, which stacks the function or one it calls pushes or pops. */
    boolean[] touches(Function f) {
        boolean[] t = touched.get(f);
        if (t == null) {
            throw new AssertionError("an unknown function (please report)");
        }
        return t;
    }

    /** Returns whether the function gets the tape as its first parameter. */
    boolean needsTape(Function f) {
        return Boolean.TRUE.equals(needsTape.get(f));
    }

    /** Returns the stacks that the function itself pushes or pops. */
    List<Place> own(Function f) {
        List<Place> own = new ArrayList<>(4);
        for (Block b : f.blocks) {
            for (Value v : b.body) {
                if (v.op == Op.PUSH || v.op == Op.POP) {
                    Place p = place(v);
                    if (!own.contains(p)) {
                        own.add(p);
                    }
                }
            }
        }
        return own;
    }
}
