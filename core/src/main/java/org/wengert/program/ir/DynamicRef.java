package org.wengert.program.ir;

import java.lang.constant.DynamicCallSiteDesc;

/**
 * An invokedynamic call site that is executed as it is, such as string concatenation.
 *
 * @param site bootstrap method, its arguments, name and descriptor
 */
public record DynamicRef(DynamicCallSiteDesc site) {}
