package org.wengert.program.lift;

/** The derivative operators that can be applied inside code that is itself differentiated. */
public enum Operator {
    /** (captured…, x: D) → D. */
    DERIVATIVE,
    /** (captured…, x: D) → [D. */
    TANGENT,
    /** (captured…, x: [D) → [D, by reverse mode. */
    GRADIENT,
    /** (captured…, x: [D) → [D, by forward mode. */
    GRADIENT_FORWARD,
    /** (captured…, x: [D, out: [D) → D: writes the gradient, returns the value. */
    GRADIENT_INTO,
    /** As {@link #GRADIENT_INTO}, by forward mode. */
    GRADIENT_INTO_FORWARD,
    /** (captured…, x: D, y: D) → [D. */
    GRADIENT2,
    /** As {@link #GRADIENT2}, by forward mode. */
    GRADIENT2_FORWARD,
    /** (captured…, x: D, y: D, z: D) → [D. */
    GRADIENT3,
    /** (captured…, x: [D, xDot: [D) → D. */
    DIRECTIONAL,
    /** (captured…, x: [D, xDot: [D) → [D, of a vector field. */
    JVP,
    /** (captured…, x: [D, yBar: [D) → [D, of a vector field. */
    VJP,
    /** (captured…, x: [D) → [[D, of a vector field, by forward mode. */
    JACOBIAN_FORWARD,
    /** As {@link #JACOBIAN_FORWARD}, by reverse mode. */
    JACOBIAN_REVERSE,
    /** (captured…, x: [D, v: [D) → [D: Hessian–vector product, forward over reverse. */
    HVP,
    /** (captured…, x: [D) → [[D, forward over reverse. */
    HESSIAN
}
