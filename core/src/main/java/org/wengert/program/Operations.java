package org.wengert.program;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wengert.program.analyse.Prepared;
import org.wengert.program.differentiate.Adjoints;
import org.wengert.program.differentiate.Kit;
import org.wengert.program.differentiate.Tangents;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Cloner;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.Inline;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Position;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Simplify;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.ThrownResults;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.ir.Verifier;
import org.wengert.program.lift.Derivations;
import org.wengert.program.lift.Lifter;
import org.wengert.program.lift.Operator;
import org.wengert.program.lift.RuleBook;
import org.wengert.program.lift.World;

/** What each derivative operator makes of a function: the two modes, wrapped to the operator's signature. */
final class Operations implements Derivations {
    final Lifter lifter;
    private final Map<Function, Boolean> prepared = new IdentityHashMap<>();

    Operations(RuleBook rules, World world) {
        lifter = new Lifter(this, rules, world);
    }

    @Override
    public MethodHandles.Lookup lookupIn(Class<?> host) {
        return Compiler.lookupIn(host);
    }

    @Override
    public Function derive(Operator operator, Function f, int captured, Position position) {
        checkSignature(operator, f, captured, position);
        prepare(f);
        return switch (operator) {
            case DERIVATIVE, TANGENT -> scalarTangent(f, captured);
            case DIRECTIONAL, JVP -> vectorTangent(f, captured);
            case GRADIENT -> gradient(f, captured, false);
            case GRADIENT_INTO -> gradient(f, captured, true);
            case VJP -> vjp(f, captured);
            case GRADIENT2, GRADIENT3 -> scalarAdjoint(f, captured);
            case GRADIENT_FORWARD ->
                recipe(
                        "gradientForward",
                        "(Lorg/wengert/program/Recipes$Directional;[D)[D",
                        captured,
                        derive(Operator.DIRECTIONAL, f, captured, position));
            case GRADIENT_INTO_FORWARD ->
                recipe(
                        "gradientIntoForward",
                        "(Lorg/wengert/program/Recipes$Directional;Lorg/wengert/program/Recipes$Field;[D[D)D",
                        captured,
                        derive(Operator.DIRECTIONAL, f, captured, position),
                        f);
            case GRADIENT2_FORWARD ->
                recipe(
                        "gradient2Forward",
                        "(Lorg/wengert/program/Recipes$Partial;Lorg/wengert/program/Recipes$Partial;DD)[D",
                        captured,
                        partialTangent(f, captured, 0),
                        partialTangent(f, captured, 1));
            case JACOBIAN_FORWARD ->
                recipe(
                        "jacobianForward",
                        "(Lorg/wengert/program/Recipes$Product;Lorg/wengert/program/Recipes$Map;[D)[[D",
                        captured,
                        derive(Operator.JVP, f, captured, position),
                        f);
            case JACOBIAN_REVERSE ->
                recipe(
                        "jacobianReverse",
                        "(Lorg/wengert/program/Recipes$Product;Lorg/wengert/program/Recipes$Map;[D)[[D",
                        captured,
                        derive(Operator.VJP, f, captured, position),
                        f);
            case HVP -> derive(Operator.JVP, derive(Operator.GRADIENT, f, captured, position), captured, position);
            case HESSIAN ->
                recipe(
                        "hessian",
                        "(Lorg/wengert/program/Recipes$Product;[D)[[D",
                        captured,
                        derive(Operator.HVP, f, captured, position));
        };
    }

    private static void checkSignature(Operator operator, Function f, int captured, Position position) {
        String wanted = switch (operator) {
            case DERIVATIVE, TANGENT -> "D";
            case GRADIENT2, GRADIENT2_FORWARD -> "DD";
            case GRADIENT3 -> "DDD";
            default -> "[D";
        };
        StringBuilder has = new StringBuilder();
        for (int i = captured; i < f.parameters().size(); i++) {
            has.append(f.parameters().get(i).descriptor);
        }
        if (!has.toString().equals(wanted)) {
            throw Refusal.at(
                    position.className().isEmpty() ? f.position : position,
                    "This operator cannot be applied to a function of (" + has + ").",
                    "Use a function type of org.wengert that fits.");
        }
    }

    private boolean hasDerived;

    /** Returns whether nothing has been differentiated before: what is now is a primal through and through. */
    boolean isFirst() {
        boolean first = !hasDerived;
        hasDerived = true;
        return first;
    }

    /** Inlines and simplifies, once for each function. */
    void prepare(Function f) {
        if (!prepared.containsKey(f)) {
            ThrownResults.run(f, Lifter.raise());
        }
        simplify(f);
    }

    private void simplify(Function f) {
        if (prepared.put(f, true) == null) {
            for (Function g : Cloner.reachable(f)) {
                Simplify.run(g);
            }
            Inline.run(f);
            for (Function g : Cloner.reachable(f)) {
                Simplify.run(g);
            }
            assert verified(f, "lift");
        }
    }

    static boolean verified(Function f, String after) {
        Verifier.checkAll(f, after);
        return true;
    }

    private Function recipe(String name, String descriptor, int captured, Function... functions) {
        return finished(lifter.recipe(Recipes.class, name, descriptor, captured, functions));
    }

    // ---------------------------------------------------------------- wrappers

    /** A wrapper under construction: the parameters of {@code f}, and more. */
    private static final class Wrapper {
        final Function g;
        final Block entry;
        final List<Value> parameters = new ArrayList<>();

        Wrapper(Function f, String suffix) {
            g = new Function(f.name.concat(suffix), f.position);
            entry = g.addBlock();
            for (Value p : f.parameters()) {
                parameters.add(entry.addParameter(p.type, p.descriptor, p.position));
            }
        }

        Value add(Op op, Type type, String descriptor, Object attribute, Value... inputs) {
            return entry.append(op, type, descriptor, attribute, g.position, inputs);
        }

        Value constant(double c) {
            return add(Op.CONSTANT, Type.D, "D", c);
        }

        Value copy(Value array) {
            return entry.append(Op.CLONE, Type.A, array.descriptor, null, g.position, array);
        }

        Value like(Value array) {
            Value length = entry.append(Op.ARRAY_LENGTH, Type.I, "I", null, g.position, array);
            return add(Op.NEW_ARRAY, Type.A, array.descriptor, array.descriptor.substring(1), length);
        }

        Function returning(Value... results) {
            for (Value r : results) {
                g.addResult(r.type, r.descriptor);
            }
            entry.terminate(Terminator.result(results, g.position));
            return g;
        }
    }

    private static boolean[] only(int n, int from, int to) {
        boolean[] wrt = new boolean[n];
        Arrays.fill(wrt, from, to, true);
        return wrt;
    }

    private Function scalarTangent(Function f, int captured) {
        boolean[] wrt = only(f.parameters().size(), captured, captured + 1);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Tangents.of(p, 1);
        Wrapper w = new Wrapper(f, "$derivative");
        List<Value> inputs = new ArrayList<>(w.parameters);
        inputs.add(w.constant(1.0));
        Value y = w.add(Op.INVOKE, t.results.get(0), t.resultDescriptors.get(0), t, inputs.toArray(new Value[0]));
        Value yDot = tangentResult(w, t, y);
        return finished(w.returning(yDot));
    }

    private static Value tangentResult(Wrapper w, Function t, Value y) {
        if (t.results.size() > 1) {
            return w.add(Op.RESULT, t.results.get(1), t.resultDescriptors.get(1), 1, y);
        }
        return y.type == Type.A ? w.like(y) : w.constant(0.0);
    }

    private Function partialTangent(Function f, int captured, int argument) {
        boolean[] wrt = only(f.parameters().size(), captured + argument, captured + argument + 1);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Tangents.of(p, 1);
        Wrapper w = new Wrapper(f, "$partial".concat(Integer.toString(argument)));
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < w.parameters.size(); i++) {
            inputs.add(w.parameters.get(i));
            if (i == captured + argument) {
                inputs.add(w.constant(1.0));
            }
        }
        Value y = w.add(Op.INVOKE, t.results.get(0), t.resultDescriptors.get(0), t, inputs.toArray(new Value[0]));
        return finished(w.returning(tangentResult(w, t, y)));
    }

    private Function vectorTangent(Function f, int captured) {
        boolean[] wrt = only(f.parameters().size(), captured, captured + 1);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Tangents.of(p, 1);
        Wrapper w = new Wrapper(f, "$jvp");
        Value xDot = w.entry.addParameter(Type.A, "[D", f.position);
        List<Value> inputs = new ArrayList<>(w.parameters);
        if (p.writes(captured)) {
            inputs.set(captured, w.copy(w.parameters.get(captured)));
            inputs.add(w.copy(xDot));
        } else {
            inputs.add(xDot);
        }
        Value y = w.add(Op.INVOKE, t.results.get(0), t.resultDescriptors.get(0), t, inputs.toArray(new Value[0]));
        Value yDot = tangentResult(w, t, y);
        // The tangent of the identity is the caller's own array.
        return finished(w.returning(yDot.type == Type.A ? w.copy(yDot) : yDot));
    }

    private Function gradient(Function f, int captured, boolean into) {
        boolean[] wrt = only(f.parameters().size(), captured, captured + 1);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Adjoints.of(p);
        Wrapper w = new Wrapper(f, into ? "$gradientInto" : "$gradient");
        Value x = w.parameters.get(captured);
        Value xBar;
        if (into) {
            xBar = w.entry.addParameter(Type.A, "[D", f.position);
            w.add(Op.INVOKE, Type.VOID, "V", Kit.clear(), xBar);
        } else {
            xBar = w.like(x);
        }
        List<Value> inputs = new ArrayList<>(w.parameters);
        if (p.writes(captured)) {
            inputs.set(captured, w.copy(x));
        }
        inputs.add(xBar);
        seed(w, t, inputs, null);
        Value y = w.add(Op.INVOKE, t.results.get(0), t.resultDescriptors.get(0), t, inputs.toArray(new Value[0]));
        return finished(w.returning(into ? y : xBar));
    }

    /** Adds the seed if the value is active at all. */
    private static void seed(Wrapper w, Function t, List<Value> inputs, @org.jspecify.annotations.Nullable Value seed) {
        if (t.parameters().size() > inputs.size()) {
            inputs.add(seed == null ? w.constant(1.0) : seed);
        }
    }

    private Function vjp(Function f, int captured) {
        boolean[] wrt = only(f.parameters().size(), captured, captured + 1);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Adjoints.of(p);
        Wrapper w = new Wrapper(f, "$vjp");
        Value yBar = w.entry.addParameter(Type.A, "[D", f.position);
        Value x = w.parameters.get(captured);
        Value xBar = w.like(x);
        List<Value> inputs = new ArrayList<>(w.parameters);
        if (p.writes(captured)) {
            inputs.set(captured, w.copy(x));
        }
        inputs.add(xBar);
        seed(w, t, inputs, yBar);
        w.add(Op.INVOKE, t.results.get(0), t.resultDescriptors.get(0), t, inputs.toArray(new Value[0]));
        return finished(w.returning(xBar));
    }

    private Function scalarAdjoint(Function f, int captured) {
        int n = f.parameters().size() - captured;
        boolean[] wrt = only(f.parameters().size(), captured, captured + n);
        Prepared p = Prepared.of(f, wrt, isFirst());
        Function t = Adjoints.of(p);
        Wrapper w = new Wrapper(f, "$gradient");
        List<Value> inputs = new ArrayList<>(w.parameters);
        seed(w, t, inputs, null);
        Value y = w.add(Op.INVOKE, Type.D, "D", t, inputs.toArray(new Value[0]));
        Value[] bars = new Value[n];
        for (int i = 0; i < n; i++) {
            bars[i] = w.add(Op.RESULT, Type.D, "D", 1 + i, y);
        }
        Value out = w.add(Op.NEW_ARRAY, Type.A, "[D", "D", w.add(Op.CONSTANT, Type.I, "I", n));
        for (int i = 0; i < n; i++) {
            w.add(Op.ARRAY_STORE, Type.VOID, "V", "D", out, w.add(Op.CONSTANT, Type.I, "I", i), bars[i]);
        }
        return finished(w.returning(out));
    }

    /** As {@link #prepare}, for what differentiation has made. */
    Function finished(Function g) {
        simplify(g);
        return g;
    }
}
