package org.wengert.program.lift;

import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.Block;
import org.wengert.program.ir.Closure;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.Function;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Refusal;
import org.wengert.program.ir.Terminator;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;
import org.wengert.program.runtime.Substitutes;

/** Derivative operators that are applied inside lifted code: the derivative becomes a known function there. */
final class Operators {
    private static final Map<String, Operator> BY_NAME = new HashMap<>();

    static {
        BY_NAME.put("derivative", Operator.DERIVATIVE);
        BY_NAME.put("tangent", Operator.TANGENT);
        BY_NAME.put("directionalDerivative", Operator.DIRECTIONAL);
        BY_NAME.put("jvp", Operator.JVP);
        BY_NAME.put("hvp", Operator.HVP);
        BY_NAME.put("hessian", Operator.HESSIAN);
        BY_NAME.put("jacobian", Operator.JACOBIAN_FORWARD);
    }

    private Operators() {}

    static @Nullable Operator into(Operator operator) {
        return switch (operator) {
            case GRADIENT -> Operator.GRADIENT_INTO;
            case GRADIENT_FORWARD -> Operator.GRADIENT_INTO_FORWARD;
            default -> null;
        };
    }

    static Value lift(Lifter lifter, CallLifter calls, Cursor c, String name, String descriptor, Value[] arguments) {
        if (name.equals("stopGradient")) {
            return stop(c, descriptor, arguments[0]);
        }
        if (name.equals("by")) {
            // An option: kept as the mode it is made from, and looked at by the operator.
            return arguments[0];
        }
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        Shape base = c.shape(arguments[0]);
        Operator operator = BY_NAME.get(name);
        boolean forward = arguments.length == 2 && isForward(arguments[1]);
        if (name.equals("grad")) {
            String f = type.parameterType(0).descriptorString();
            if (f.contains("ScalarFunction2") || f.contains("DoubleBinaryOperator")) {
                operator = forward ? Operator.GRADIENT2_FORWARD : Operator.GRADIENT2;
            } else if (f.contains("ScalarFunction3")) {
                operator = Operator.GRADIENT3;
            } else if (f.contains("ScalarField") || f.contains("ToDoubleFunction")) {
                operator = forward ? Operator.GRADIENT_FORWARD : Operator.GRADIENT;
            }
        }
        if (name.equals("jacobian") && arguments.length == 2 && !forward) {
            operator = Operator.JACOBIAN_REVERSE;
        }
        if (operator == null) {
            throw Refusal.at(
                    c.position,
                    "The operator " + name + " cannot be applied inside a function that is itself differentiated.",
                    "Use derivative, grad, jvp, hvp, hessian or jacobian there.");
        }
        if (base.closure == null) {
            throw Refusal.at(
                    c.position,
                    "The function given to " + name
                            + " is not known where this code is differentiated: it comes out of a field, an"
                            + " array or a choice between functions.",
                    "Pass the lambda or method reference itself, or a parameter or variable that holds one.");
        }
        int times = 1;
        if (name.equals("derivative") && type.parameterCount() == 2 && arguments[1].type == Type.I) {
            Integer n = arguments[1].integerConstant();
            if (n == null || n < 0) {
                throw Refusal.at(
                        c.position,
                        "The order of this derivative is not a constant.",
                        "Write the order as a literal, for example derivative(f, 2).");
            }
            times = n;
        }
        Shape shape = base;
        Value function = arguments[0];
        for (int i = 0; i < times; i++) {
            shape = lifter.derived(shape, operator, c.position);
        }
        if (times == 0) {
            return function;
        }
        Closure closure = shape.closure;
        Value v = c.add(Op.CLOSURE, Type.A, type.returnType().descriptorString(), closure, function.inputs.clone());
        c.know(v, shape);
        return v;
    }

    private static boolean isForward(Value option) {
        return option.op == Op.GET_STATIC
                && option.attribute(FieldRef.class).name().equals("FORWARD");
    }

    static Value stop(Cursor c, String descriptor, Value x) {
        boolean isArray = descriptor.startsWith("([");
        String result = isArray ? "[D" : "D";
        MethodRef stop = MethodRef.of(Substitutes.class, "stopGradient", isArray ? double[].class : double.class);
        return c.add(Op.CALL, Type.of(result), result, stop, x);
    }

    /** Returns the function of a method whose derivative the user has given: its body is the call itself. */
    static Function ruled(
            Lifter lifter,
            CallLifter calls,
            Cursor c,
            Class<?> owner,
            String name,
            String descriptor,
            RuleBook.Rule rule) {
        Function known = lifter.ruled.get(rule);
        if (known != null) {
            return known;
        }
        Function f = new Function(Lifter.shortName(owner).concat(".").concat(name), c.position);
        lifter.ruled.put(rule, f);
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(descriptor);
        Block entry = f.addBlock();
        Class<?>[] types = new Class<?>[type.parameterCount()];
        for (int i = 0; i < types.length; i++) {
            String d = type.parameterType(i).descriptorString();
            entry.addParameter(Type.of(d), d, c.position);
            types[i] = d.equals("D") ? double.class : double[].class;
        }
        Method m;
        try {
            m = owner.getDeclaredMethod(name, types);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
        f.addResult(Type.D, "D");
        Value v = entry.append(
                Op.CALL,
                Type.D,
                "D",
                new MethodRef(
                        MethodRef.Kind.STATIC,
                        owner.getName().replace('.', '/'),
                        name,
                        descriptor,
                        owner.isInterface(),
                        m),
                c.position,
                entry.parameters.toArray(new Value[0]));
        entry.terminate(Terminator.result(new Value[] {v}, c.position));
        Function[] partials = new Function[rule.partials.length];
        for (int i = 0; i < partials.length; i++) {
            Method sam = Sam.of(rule.partials[i].getClass());
            if (sam == null) {
                throw new AssertionError("a rule without code (please report)");
            }
            Lifter.Entry e = lifter.entry(
                    rule.partials[i],
                    sam.getName(),
                    java.lang.invoke.MethodType.methodType(sam.getReturnType(), sam.getParameterTypes())
                            .descriptorString());
            if (e.captured.length > 0) {
                throw new IllegalArgumentException("The derivative given to Rules.define must not capture variables.\n"
                        + "  Write it as a static method or a lambda of its arguments alone.");
            }
            partials[i] = e.function;
        }
        f.partials = partials;
        return f;
    }
}
