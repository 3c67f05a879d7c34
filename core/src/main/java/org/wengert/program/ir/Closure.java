package org.wengert.program.ir;

import java.lang.constant.DynamicCallSiteDesc;
import org.jspecify.annotations.Nullable;

/**
 * The code of a function value: calling its method calls {@code function} with the captured values, then the arguments.
 *
 * @param interfaceName internal name of the functional interface
 * @param methodName name of its one abstract method
 * @param function the code
 * @param site the call site that creates the function object when it must exist as an object; null if it cannot
 */
public record Closure(
        String interfaceName,
        String methodName,
        Function function,
        @Nullable DynamicCallSiteDesc site) {}
