package org.wengert.program.ir;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code of a function value: calling its method calls {@code function} with the captured values, then the arguments.
 *
 * @param interfaceName internal name of the functional interface, of several the most specific one
 * @param methodName name of its one abstract method
 * @param function the code
 * @param site the call site that creates the function object when it must exist as an object; null if it cannot
 */
public record Closure(
        String interfaceName,
        String methodName,
        Function function,
        @Nullable DynamicCallSiteDesc site) {
    private static final int FLAGS = 3;

    /** Returns the interfaces that function objects of that call site implement: the functional one, and those of a cast to an intersection. */
    public static List<ClassDesc> interfaces(DynamicCallSiteDesc site) {
        List<ClassDesc> found = new ArrayList<>(1);
        found.add(site.invocationType().returnType());
        ConstantDesc[] arguments = site.bootstrapArgs(); // of altMetafactory: flags, how many, the interfaces
        if (arguments.length > FLAGS
                && arguments[FLAGS] instanceof Integer flags
                && (flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
            for (int i = FLAGS + 2; i < arguments.length && arguments[i] instanceof ClassDesc c; i++) {
                found.add(c);
            }
        }
        return found;
    }
}
