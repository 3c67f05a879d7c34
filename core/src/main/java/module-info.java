/** Automatic differentiation of ordinary compiled Java: exact derivatives of any order, or a refusal that says why. */
module org.wengert {
    requires static org.jspecify;
}
