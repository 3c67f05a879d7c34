package org.wengert;

import org.jspecify.annotations.Nullable;
import org.wengert.program.Programs;

/** Gradients with respect to trees. */
final class TreeDerivatives {
    private TreeDerivatives() {}

    /** Runs value and adjoints of a function object; returns ∂value/∂argument for each argument. */
    private static @Nullable Object[] gradient(Programs.DerivedFunction d, @Nullable Object... arguments) {
        int captured = d.captured.length;
        int shadows = 0;
        for (int i = 0; i < arguments.length; i++) {
            Trees.check(arguments[i]);
            shadows += d.active[i] ? 1 : 0;
        }
        @Nullable Object[] all = new Object[captured + arguments.length + shadows + (d.hasSeed ? 1 : 0)];
        System.arraycopy(d.captured, 0, all, 0, captured);
        @Nullable Object[] shadow = Trees.shadows(arguments);
        @Nullable Object[] moving = Trees.sharingNumbers(shadow);
        System.arraycopy(Trees.separateCopies(arguments), 0, all, captured, arguments.length);
        int at = captured + arguments.length;
        for (int i = 0; i < arguments.length; i++) {
            if (d.active[i]) {
                all[at++] = moving[i];
            }
        }
        if (d.hasSeed) {
            all[at] = 1.0;
        }
        d.kernel.invoke(all);
        @Nullable Object[] gradients = new Object[arguments.length];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = Trees.derivative(arguments[i], shadow[i]);
        }
        return gradients;
    }

    /** Of one tree. */
    static final class One<A> implements TreeGradient<A> {
        private static final long serialVersionUID = 1;

        private final TreeFunction<A> f;
        private transient Programs.@Nullable DerivedFunction derived;

        One(TreeFunction<A> f) {
            this.f = f;
            this.derived = compile();
        }

        private Programs.DerivedFunction compile() {
            return Programs.adjoint(f, "applyAsDouble", "(Ljava/lang/Object;)D");
        }

        @Override
        @SuppressWarnings("unchecked") // the gradient has the structure of the argument
        public A apply(A a) {
            Programs.DerivedFunction d = derived;
            if (d == null) {
                d = compile();
                derived = d;
            }
            return (A) gradient(d, a)[0];
        }
    }

    /** Of two trees. */
    static final class Two<A, B> implements TreeGradient2<A, B> {
        private static final long serialVersionUID = 1;

        private final TreeFunction2<A, B> f;
        private transient Programs.@Nullable DerivedFunction derived;

        Two(TreeFunction2<A, B> f) {
            this.f = f;
            this.derived = compile();
        }

        private Programs.DerivedFunction compile() {
            return Programs.adjoint(f, "applyAsDouble", "(Ljava/lang/Object;Ljava/lang/Object;)D");
        }

        private Programs.DerivedFunction code() {
            Programs.DerivedFunction d = derived;
            if (d == null) {
                d = compile();
                derived = d;
            }
            return d;
        }

        @Override
        public A first(A a, B b) {
            return both(a, b).first();
        }

        @Override
        public B second(A a, B b) {
            return both(a, b).second();
        }

        @Override
        @SuppressWarnings("unchecked") // the gradients have the structure of the arguments
        public Both<A, B> both(A a, B b) {
            if (Trees.shareArrays(a, b)) {
                @Nullable Object[] copies = Trees.copies(a, b);
                double _ = f.applyAsDouble((A) copies[0], (B) copies[1]);
                Trees.requireUnwritten("the function", copies, a, b);
            }
            @Nullable Object[] g = gradient(code(), a, b);
            return new Both<>((A) g[0], (B) g[1]);
        }
    }
}
