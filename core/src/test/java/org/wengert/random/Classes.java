package org.wengert.random;

import java.util.ArrayList;
import java.util.List;
import org.wengert.random.Code.Block;
import org.wengert.random.Code.Line;
import org.wengert.random.Program.Member;
import org.wengert.random.Scope.Kind;
import org.wengert.random.Scope.Use;

/**
 * The classes of a program: shapes, which change, behind an abstract class with methods that are overridden, and curves behind an
 * interface. What their methods compute is random. They know nothing of other objects' methods, so that no call leads back to them.
 */
final class Classes {
    private final Expressions expressions;
    private final boolean hasStatics;

    Classes(Expressions expressions, boolean hasStatics) {
        this.expressions = expressions;
        this.hasStatics = hasStatics;
    }

    /** Adds the static fields that every method may read and write. */
    static void addStatics(Scope scope) {
        scope.add(Kind.REAL, "total", 0, Use.FIELD);
        scope.add(Kind.REALS, "SHARED", 3, Use.FIELD);
    }

    /** The scope of a method of a class with some parameter. */
    private Scope inside(String parameter) {
        Scope scope = Scope.ofMethod();
        scope.add(Kind.REAL, parameter, 0, Use.CONSTANT);
        if (hasStatics) {
            addStatics(scope);
        }
        return scope;
    }

    private Scope insideShape(String parameter) {
        Scope scope = inside(parameter);
        scope.add(Kind.REAL, "s", 0, Use.FIELD);
        scope.add(Kind.REALS, "w", 2, Use.FIELD);
        return scope;
    }

    private Block method(String head, Scope scope) {
        return Block.of(head, List.of(new Line("return " + expressions.bounded(scope, 2) + ";")), "}");
    }

    /** An abstract class and three that extend it, one of them by way of another. */
    List<Member> shapes() {
        List<Member> members = new ArrayList<>();
        Scope made = inside("size");
        members.add(new Member(
                "abstract static class Shape {",
                List.of(
                        new Line("double s;"),
                        new Line("final double[] w;"),
                        new Line("Shape link;"),
                        Block.of(
                                "Shape(double size) {",
                                List.of(
                                        new Line("s = " + expressions.damped(made, 1) + ";"),
                                        new Line("w = new double[] {" + expressions.bounded(made, 1) + ", size};"),
                                        new Line("prepare();")),
                                "}"),
                        Block.of(
                                "void prepare() {",
                                List.of(new Line("s = Math.sin(s) + 0.3 * w[1];"), new Line("w[1] *= 0.5 * s;")),
                                "}"),
                        new Line("abstract double area(double q);"),
                        Block.of(
                                "double grown(double q) {",
                                List.of(
                                        new Line("s = " + expressions.damped(insideShape("q"), 1) + ";"),
                                        new Line("return 0.5 * area(q) + s;")),
                                "}"),
                        new Line("Shape next() { return link == null ? this : link; }"),
                        new Line("double linked() { return link == null ? w[0] : Math.sin(s) * link.s; }")),
                "}"));
        members.add(new Member(
                "static class Disc extends Shape {",
                List.of(
                        new Line("Disc(double size) { super(size); }"),
                        method("@Override double area(double q) {", insideShape("q"))),
                "}"));
        Scope ring = insideShape("q");
        ring.add(Kind.REAL, "inner", 0, Use.FIELD);
        members.add(new Member(
                "static final class Ring extends Disc {",
                List.of(
                        new Line("double inner = 0.4;"),
                        new Line("Ring(double size) { super(0.5 * size); inner = Math.cos(w[1] + inner); }"),
                        Block.of(
                                "@Override void prepare() {",
                                List.of(
                                        new Line("super.prepare();"),
                                        new Line("for (int i = 0; i < w.length; i++) { w[i] += 0.2 * s; }")),
                                "}"),
                        Block.of(
                                "@Override double area(double q) {",
                                List.of(
                                        new Line("inner = " + expressions.damped(ring, 1) + ";"),
                                        new Line("return 0.5 * super.area(q) - inner;")),
                                "}")),
                "}"));
        Scope square = insideShape("t");
        members.add(new Member(
                "static final class Square extends Shape {",
                List.of(
                        new Line("DoubleUnaryOperator f;"),
                        Block.of(
                                "Square(double size) {",
                                List.of(
                                        new Line("super(size);"),
                                        new Line("f = t -> " + expressions.bounded(square, 2) + ";")),
                                "}"),
                        new Line("@Override double area(double q) { return 0.8 * f.applyAsDouble(q); }")),
                "}"));
        return members;
    }

    /** An interface with a default method, a record and a class. */
    List<Member> curves() {
        List<Member> members = new ArrayList<>();
        members.add(new Member(
                "interface Curve {",
                List.of(
                        new Line("double at(double t);"),
                        new Line("default double mean(double t) { return 0.5 * (at(t) + at(0.3 * t)); }")),
                "}"));
        Scope line = inside("t");
        line.add(Kind.REAL, "a", 0, Use.CONSTANT);
        line.add(Kind.REAL, "b", 0, Use.CONSTANT);
        members.add(new Member(
                "record Line(double a, double b) implements Curve {",
                List.of(method("public double at(double t) {", line)),
                "}"));
        Scope bent = inside("t");
        bent.add(Kind.REAL, "k", 0, Use.FIELD);
        members.add(new Member(
                "static final class Bent implements Curve {",
                List.of(
                        new Line("double k;"),
                        new Line("final DoubleUnaryOperator f;"),
                        Block.of(
                                "Bent(double k) {",
                                List.of(
                                        new Line("this.k = Math.sin(k);"),
                                        new Line("f = t -> this.k * Math.cos(t + k);")),
                                "}"),
                        Block.of(
                                "public double at(double t) {",
                                List.of(
                                        new Line("k = " + expressions.damped(bent, 1) + ";"),
                                        new Line("return f.applyAsDouble(t);")),
                                "}")),
                "}"));
        return members;
    }

    /** The static fields. */
    List<Member> statics() {
        return List.of(
                new Member("static double total = 0.25; static final double[] SHARED = new double[3];", List.of(), ""));
    }
}
