package org.wengert.random;

import java.util.ArrayList;
import java.util.List;

/**
 * A random program: a class whose method {@code f} maps a {@code double[]} to a {@code double}, with whatever methods and records it
 * uses, and the point at which it is to be differentiated.
 *
 * @param seed what it was generated from
 * @param members methods and records; {@code f} is the last
 * @param x the point, {@code [n]}
 * @param rounds whether it computes with floats, whose rounding differences cannot see through
 */
record Program(long seed, List<Member> members, double[] x, boolean rounds) {
    /** A method or a record: its head, what is in it, its end. */
    record Member(String head, List<Code> body, String tail) {}

    /** Returns the name of the class. */
    String name() {
        return name(seed);
    }

    static String name(long seed) {
        return "P" + Long.toHexString(seed);
    }

    /** Returns the source of the class, to stand inside another one. */
    String source() {
        StringBuilder out = new StringBuilder();
        out.append("static final class ").append(name()).append(" {\n");
        out.append("""
                    static org.wengert.ScalarField field() {
                        return %s::f;
                    }

                    static java.lang.invoke.MethodHandles.Lookup lookup() {
                        return java.lang.invoke.MethodHandles.lookup();
                    }

                    static org.wengert.ScalarField slope(double[] v) {
                        org.wengert.ScalarField f = field(); // a variable, whose code is known
                        return y -> org.wengert.Wengert.directionalDerivative(f).applyAsDouble(y, v);
                    }

                    static org.wengert.ScalarField gradientTimes(double[] v) {
                        org.wengert.ScalarField f = field();
                        return y -> {
                            double[] gradient = org.wengert.Wengert.grad(f).apply(y);
                            double sum = 0;
                            for (int i = 0; i < v.length; i++) {
                                sum += v[i] * gradient[i];
                            }
                            return sum;
                        };
                    }
                """.formatted(name()));
        for (Member member : members) {
            out.append('\n').append("    ").append(member.head()).append('\n');
            Code.print(member.body(), "        ", out);
            out.append("    ").append(member.tail()).append('\n');
        }
        return out.append("}\n").toString();
    }

    /** Returns every program that is smaller by one piece; few of them compile. */
    List<Program> smaller() {
        List<Program> smaller = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (i < members.size() - 1) {
                List<Member> fewer = new ArrayList<>(members);
                fewer.remove(i);
                smaller.add(new Program(seed, fewer, x, rounds));
            }
            for (List<Code> body : Code.smaller(member.body())) {
                List<Member> changed = new ArrayList<>(members);
                changed.set(i, new Member(member.head(), body, member.tail()));
                smaller.add(new Program(seed, changed, x, rounds));
            }
        }
        return smaller;
    }

    /** Returns every program whose text is simpler in one place. */
    List<Program> simpler() {
        List<Program> simpler = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            for (List<Code> body : Code.simpler(member.body())) {
                List<Member> changed = new ArrayList<>(members);
                changed.set(i, new Member(member.head(), body, member.tail()));
                simpler.add(new Program(seed, changed, x, rounds));
            }
        }
        return simpler;
    }

    /** Returns the number of statements. */
    int size() {
        int size = 0;
        for (Member member : members) {
            size += 1 + Code.size(member.body());
        }
        return size;
    }
}
