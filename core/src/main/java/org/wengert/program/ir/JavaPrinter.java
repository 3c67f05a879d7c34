package org.wengert.program.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Functions as Java source, with loops and branches: for reading, not for compiling.
 *
 * <p>Blocks are put where the dominator tree has them, after Ramsey, "Beyond Relooper" (ICFP 2022): a join becomes the end
 * of a labelled block, a back edge a {@code continue}. Labels and jumps that lead where control goes anyway are then
 * dropped. What is not reducible is printed as a {@code switch} over states.
 *
 * <p>Three things that Java does not have look like calls: {@code result(1)} is another result of the call before it;
 * {@code doubles.push(x)} and {@code doubles.pop()} are the tape; {@code f.bind(x)} a function value that has captured x.
 */
public final class JavaPrinter {
    private static final int DEEPEST = 1_500;

    private enum Kind {
        /** A statement as it is. */
        LINE,
        /** Gives a variable a value; the first may become its declaration. */
        SET,
        /** Declares a variable without a value. */
        DECLARE,
        IF,
        LOOP,
        /** A block to break out of. */
        BLOCK,
        SWITCH,
        TRY,
        BREAK,
        CONTINUE
    }

    private static final class Node {
        final Kind kind;
        /** Statement, condition, label or type. */
        String text;
        /** The opposite of a condition. */
        String opposite = "";
        /** What a SET assigns or a DECLARE declares. */
        @Nullable
        Value variable;

        boolean declares;
        List<Value> reads = List.of();
        /** Bodies: of an IF two, of a SWITCH as many as there are heads. */
        final List<List<Node>> bodies = new ArrayList<>(2);

        final List<String> heads = new ArrayList<>(0);

        Node(Kind kind, String text) {
            this.kind = kind;
            this.text = text;
        }

        List<Node> body(int k) {
            while (bodies.size() <= k) {
                bodies.add(new ArrayList<>());
            }
            return bodies.get(k);
        }
    }

    /** Something that surrounds the code being placed, and to which it can jump. */
    private static final class Scope {
        final Block target;
        final Kind jump;
        final String label;

        Scope(Block target, Kind jump, String label) {
            this.target = target;
            this.jump = jump;
            this.label = label;
        }
    }

    private final Function f;
    private final Cfg cfg;
    private final JavaText text;
    private final List<Block>[] dominated;
    private final List<Scope> scopes = new ArrayList<>();
    private final boolean[] isFollow;
    private int temporaries;
    private int caught;
    private boolean hasStates;

    private JavaPrinter(Function f) {
        this.f = f;
        this.cfg = new Cfg(f);
        this.text = new JavaText(f, cfg);
        this.dominated = newLists(f.blockCount());
        this.isFollow = new boolean[f.blockCount()];
        for (Block b : cfg.reversePostorder) {
            dominated[b.id] = new ArrayList<>();
            if (b != f.entry()) {
                dominated[cfg.immediateDominator(b).id].add(b);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Block>[] newLists(int n) {
        return (List<Block>[]) new List<?>[n];
    }

    /** Returns the source of a function and of those it calls. */
    public static String printAll(Function root) {
        StringBuilder s = new StringBuilder();
        for (Function g : Cloner.reachable(root)) {
            s.append(s.isEmpty() ? "" : "\n").append(print(g));
        }
        return s.toString();
    }

    /** Returns the source of a function. */
    public static String print(Function f) {
        return new JavaPrinter(f).run();
    }

    private String run() {
        List<Node> nodes = new ArrayList<>();
        if (cfg.isReducible() && cfg.reversePostorder.size() < DEEPEST) {
            place(f.entry(), nodes);
            simplify(nodes, new HashSet<>());
        } else {
            states(nodes);
        }
        declare(nodes);
        StringBuilder s = new StringBuilder();
        s.append(f.results.isEmpty() ? "void" : Printer.type(f.resultDescriptors.get(0)));
        for (int k = 1; k < f.results.size(); k++) {
            s.append(k == 1 ? " /* and " : ", ").append(Printer.type(f.resultDescriptors.get(k)));
        }
        s.append(f.results.size() > 1 ? " */ " : " ").append(f.name).append('(');
        for (Value p : f.parameters()) {
            s.append(p == f.parameters().get(0) ? "" : ", ");
            s.append(Printer.type(p.descriptor)).append(' ').append(p);
        }
        s.append(") {\n");
        write(nodes, 1, s, "");
        return s.append("}\n").toString();
    }

    // ---- placing blocks -------------------------------------------------------------------------------------------

    private static String label(Block b) {
        return b.toString();
    }

    private void place(Block b, List<Node> out) {
        Cfg.Loop loop = cfg.loopOf(b);
        if (loop == null || loop.header != b) {
            placeBlock(b, out);
            return;
        }
        Block follow = follow(loop);
        Node node = new Node(Kind.LOOP, label(b));
        out.add(node);
        int depth = scopes.size();
        scopes.add(new Scope(b, Kind.CONTINUE, label(b)));
        if (follow != null) {
            isFollow[follow.id] = true;
            scopes.add(new Scope(follow, Kind.BREAK, label(b)));
        }
        placeBlock(b, node.body(0));
        scopes.subList(depth, scopes.size()).clear();
        if (follow != null) {
            place(follow, out);
        }
    }

    /** The block after a loop: of those it exits to and dominates, the last in order. */
    private @Nullable Block follow(Cfg.Loop loop) {
        Block follow = null;
        for (Block b : loop.blocks) {
            for (Edge e : b.successors()) {
                Block t = e.target;
                if (!loop.contains(t)
                        && cfg.dominates(loop.header, t)
                        && !isFollow[t.id]
                        && (follow == null || cfg.order(t) > cfg.order(follow))) {
                    follow = t;
                }
            }
        }
        return follow;
    }

    private boolean isJoin(Block b) {
        int forward = 0;
        for (Block p : cfg.predecessors(b)) {
            if (cfg.order(p) < cfg.order(b)) {
                forward++;
            }
        }
        return forward > 1;
    }

    private void placeBlock(Block b, List<Node> out) {
        Node attempt = statements(b, out);
        List<Block> joins = new ArrayList<>();
        for (Block d : dominated[b.id]) {
            if (isJoin(d) && !isFollow[d.id]) {
                joins.add(d);
            }
        }
        joins.sort((x, y) -> Integer.compare(cfg.order(y), cfg.order(x)));
        // The last join is the end of the outermost block.
        List<Node> inner = out;
        List<List<Node>> levels = new ArrayList<>();
        int depth = scopes.size();
        for (Block join : joins) {
            levels.add(inner);
            Node block = new Node(Kind.BLOCK, label(join));
            inner.add(block);
            inner = block.body(0);
            scopes.add(new Scope(join, Kind.BREAK, label(join)));
        }
        if (attempt != null) {
            // The statement that may throw has to lie inside, where the handler can jump from.
            out.remove(attempt);
            inner.add(attempt);
            Edge handler = b.handler();
            if (handler != null) {
                catching(attempt, handler);
            }
        }
        end(b, inner);
        for (int k = joins.size() - 1; k >= 0; k--) {
            scopes.subList(depth + k, scopes.size()).clear();
            place(joins.get(k), levels.get(k));
        }
    }

    private void catching(Node attempt, Edge handler) {
        Value exception = handler.target.parameters.get(0);
        String name = "e".concat(Integer.toString(++caught));
        attempt.text = Printer.type(exception.descriptor).concat(" ").concat(name);
        if (!text.isUnused(exception)) {
            Node n = new Node(Kind.SET, name);
            n.variable = exception;
            attempt.body(1).add(n);
        }
        jump(handler, attempt.body(1));
    }

    /** Adds the block's values; returns the TRY around the last if it has a handler. */
    private @Nullable Node statements(Block b, List<Node> out) {
        Node attempt = null;
        for (int k = 0; k < b.body.size(); k++) {
            Value v = b.body.get(k);
            if (text.isInline(v) || text.isUnused(v) && v.isRemovable()) {
                continue;
            }
            Node n;
            if (v.type == Type.VOID || text.isUnused(v) && isStatement(v)) {
                String s = text.statement(v);
                if (s == null) {
                    continue;
                }
                n = new Node(Kind.LINE, s);
            } else {
                n = new Node(Kind.SET, text.expression(v));
                n.variable = v;
            }
            n.reads = text.takeRead();
            if (b.handler() != null && k == b.body.size() - 1) {
                attempt = new Node(Kind.TRY, "");
                attempt.body(0).add(n);
                out.add(attempt);
            } else {
                out.add(n);
            }
        }
        return attempt;
    }

    /** Java takes calls as statements, and no other expressions. */
    private static boolean isStatement(Value v) {
        return switch (v.op) {
            case CALL, INVOKE, NEW, POP, CLONE -> true;
            default -> false;
        };
    }

    private void end(Block b, List<Node> out) {
        Terminator t = b.terminator();
        switch (t.kind) {
            case GOTO -> jump(t.edges[0], out);
            case IF -> {
                Node n = new Node(Kind.IF, text.condition(t, t.opcode));
                n.reads = text.takeRead();
                n.opposite = text.condition(t, JavaText.opposite(t.opcode));
                text.takeRead();
                out.add(n);
                jump(t.edges[0], n.body(0));
                jump(t.edges[1], n.body(1));
            }
            case SWITCH -> {
                Node n = new Node(Kind.SWITCH, text.use(t.inputs[0]));
                n.reads = text.takeRead();
                out.add(n);
                for (int k = 0; k <= t.keys.length; k++) {
                    n.heads.add(k < t.keys.length ? "case ".concat(Integer.toString(t.keys[k])) : "default");
                    jump(t.edges[k], n.body(k));
                }
            }
            case RETURN -> {
                StringBuilder s = new StringBuilder("return");
                for (int k = 0; k < t.inputs.length; k++) {
                    s.append(k == 0 ? " " : ", ").append(text.use(t.inputs[k]));
                }
                line(s.append(';').toString(), out);
            }
            case THROW -> line("throw ".concat(text.use(t.inputs[0])).concat(";"), out);
        }
    }

    private void line(String s, List<Node> out) {
        Node n = new Node(Kind.LINE, s);
        n.reads = text.takeRead();
        out.add(n);
    }

    private void jump(Edge e, List<Node> out) {
        move(e, out);
        if (hasStates) {
            line("state = ".concat(Integer.toString(e.target.id)).concat(";"), out);
            out.add(new Node(Kind.CONTINUE, "next"));
            return;
        }
        for (int k = scopes.size() - 1; k >= 0; k--) {
            Scope s = scopes.get(k);
            if (s.target == e.target) {
                out.add(new Node(s.jump, s.label));
                return;
            }
        }
        place(e.target, out);
    }

    /** Assigns the target's parameters, each after those that still read it, through temporaries in a cycle. */
    private void move(Edge e, List<Node> out) {
        List<Value> parameters = e.target.parameters;
        int shift = parameters.size() - e.arguments.length;
        List<Node> pending = new ArrayList<>();
        for (int k = 0; k < e.arguments.length; k++) {
            Value p = parameters.get(k + shift);
            if (e.arguments[k] == p || text.isUnused(p) || text.isAlias(p)) {
                continue;
            }
            Node n = new Node(Kind.SET, text.use(e.arguments[k]));
            n.variable = p;
            n.reads = text.takeRead();
            pending.add(n);
        }
        while (!pending.isEmpty()) {
            Node ready = null;
            for (Node n : pending) {
                boolean isRead = false;
                for (Node other : pending) {
                    isRead |= other != n && n.variable != null && other.reads.contains(n.variable);
                }
                if (!isRead) {
                    ready = n;
                    break;
                }
            }
            if (ready == null) {
                // Everybody waits for somebody: keep one value aside.
                Node first = pending.get(0);
                Value v = first.variable;
                String name = "t".concat(Integer.toString(++temporaries));
                Node aside = new Node(
                        Kind.LINE,
                        v == null
                                ? ""
                                : Printer.type(v.descriptor)
                                        .concat(" ")
                                        .concat(name)
                                        .concat(" = ")
                                        .concat(first.text)
                                        .concat(";"));
                aside.reads = first.reads;
                out.add(aside);
                Node later = new Node(Kind.SET, name);
                later.variable = v;
                pending.set(0, later);
            } else {
                out.add(ready);
                pending.remove(ready);
            }
        }
    }

    /** One state for each block. */
    private void states(List<Node> out) {
        line("int state = ".concat(Integer.toString(f.entry().id)).concat(";"), out);
        Node loop = new Node(Kind.LOOP, "next");
        out.add(loop);
        Node select = new Node(Kind.SWITCH, "state");
        loop.body(0).add(select);
        hasStates = true;
        int k = 0;
        for (Block b : cfg.reversePostorder) {
            select.heads.add("case ".concat(Integer.toString(b.id)));
            List<Node> body = select.body(k++);
            Node attempt = statements(b, body);
            Edge handler = b.handler();
            if (attempt != null && handler != null) {
                catching(attempt, handler);
            }
            end(b, body);
        }
        select.heads.add("default");
        line("throw new AssertionError();", select.body(k));
    }

    // ---- simplification -------------------------------------------------------------------------------------------

    private static String leave(Kind kind, String label) {
        return (kind == Kind.BREAK ? "break " : "continue ").concat(label);
    }

    /** Drops jumps to where control goes anyway; {@code redundant} are those at the end of the list. */
    private static void simplify(List<Node> nodes, Set<String> redundant) {
        for (int k = 0; k < nodes.size(); k++) {
            Node n = nodes.get(k);
            Set<String> here = k == nodes.size() - 1 ? redundant : new HashSet<>();
            switch (n.kind) {
                case BREAK, CONTINUE -> {
                    // Nothing runs behind a jump.
                    nodes.subList(k + 1, nodes.size()).clear();
                    if (redundant.contains(leave(n.kind, n.text))) {
                        nodes.remove(k);
                        return;
                    }
                }
                case IF, TRY, SWITCH -> {
                    for (List<Node> body : n.bodies) {
                        simplify(body, here);
                    }
                    if (n.kind == Kind.IF && n.body(0).isEmpty() && n.body(1).isEmpty()) {
                        nodes.remove(k--);
                    } else if (n.kind == Kind.IF) {
                        flatten(n, nodes, k);
                    }
                }
                case BLOCK -> {
                    Set<String> inside = new HashSet<>(here);
                    inside.add(leave(Kind.BREAK, n.text));
                    simplify(n.body(0), inside);
                    if (!mentions(n.body(0), Kind.BREAK, n.text)) {
                        nodes.remove(k);
                        nodes.addAll(k, n.body(0));
                        // Their ends are no longer the end of a block of their own.
                        k--;
                        simplifyAgain(nodes);
                    }
                }
                case LOOP -> {
                    Set<String> inside = new HashSet<>();
                    inside.add(leave(Kind.CONTINUE, n.text));
                    simplify(n.body(0), inside);
                    whileLoop(n, nodes, k);
                }
                case LINE, SET, DECLARE -> {}
            }
        }
    }

    private static void simplifyAgain(List<Node> nodes) {
        // Only what is behind a jump: the rest has been simplified with less known about its end, which is safe.
        for (int k = 0; k < nodes.size(); k++) {
            if (nodes.get(k).kind == Kind.BREAK || nodes.get(k).kind == Kind.CONTINUE) {
                nodes.subList(k + 1, nodes.size()).clear();
            }
        }
    }

    private static boolean mentions(List<Node> nodes, Kind jump, String label) {
        for (Node n : nodes) {
            if (n.kind == jump && n.text.equals(label)) {
                return true;
            }
            for (List<Node> body : n.bodies) {
                if (mentions(body, jump, label)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean leaves(List<Node> body) {
        if (body.isEmpty()) {
            return false;
        }
        Node last = body.get(body.size() - 1);
        return last.kind == Kind.BREAK
                || last.kind == Kind.CONTINUE
                || last.kind == Kind.LINE && (last.text.startsWith("return") || last.text.startsWith("throw "));
    }

    /** An IF without anything on its first side is turned round; what follows a side that leaves needs no else. */
    private static void flatten(Node n, List<Node> nodes, int at) {
        if (n.body(0).isEmpty() && n.body(1).isEmpty()
                || !n.body(0).isEmpty() && n.body(1).isEmpty()) {
            return;
        }
        if (n.body(0).isEmpty() || leaves(n.body(1)) && !leaves(n.body(0))) {
            List<Node> first = n.body(0);
            n.bodies.set(0, n.body(1));
            n.bodies.set(1, first);
            String condition = n.text;
            n.text = n.opposite;
            n.opposite = condition;
        }
        if (leaves(n.body(0))) {
            List<Node> rest = n.body(1);
            n.bodies.set(1, new ArrayList<>());
            nodes.addAll(at + 1, rest);
        }
    }

    /** {@code while (true) { if (c) { break; } … }} is {@code while (!c) { … }}. */
    private static void whileLoop(Node loop, List<Node> nodes, int at) {
        List<Node> body = loop.body(0);
        if (body.isEmpty() || body.get(0).kind != Kind.IF) {
            return;
        }
        Node test = body.get(0);
        List<Node> exit = test.body(0);
        if (exit.isEmpty() || !test.body(1).isEmpty()) {
            return;
        }
        Node last = exit.get(exit.size() - 1);
        if (last.kind != Kind.BREAK || !last.text.equals(loop.text)) {
            return;
        }
        List<Node> before = new ArrayList<>(exit.subList(0, exit.size() - 1));
        List<Node> rest = new ArrayList<>(body.subList(1, body.size()));
        if (!before.isEmpty() && (mentions(rest, Kind.BREAK, loop.text) || !isPlain(before))) {
            return;
        }
        loop.opposite = test.opposite;
        loop.reads = test.reads;
        loop.bodies.set(0, rest);
        nodes.addAll(at + 1, before);
    }

    private static boolean isPlain(List<Node> nodes) {
        for (Node n : nodes) {
            if (n.kind != Kind.SET && n.kind != Kind.LINE) {
                return false;
            }
        }
        return true;
    }

    // ---- declarations ---------------------------------------------------------------------------------------------

    /** Where a variable is mentioned: the innermost list around all of it, and the first statement there that mentions it. */
    private static final class Extent {
        List<List<Node>> path;
        List<Integer> indexes;

        Extent(List<List<Node>> path, List<Integer> indexes) {
            this.path = new ArrayList<>(path);
            this.indexes = new ArrayList<>(indexes);
        }

        void include(List<List<Node>> other) {
            int common = 0;
            while (common < path.size() && common < other.size() && path.get(common) == other.get(common)) {
                common++;
            }
            path.subList(common, path.size()).clear();
            indexes.subList(common, indexes.size()).clear();
            // The first mention comes first in the walk, so its index in the common list is the smallest.
        }
    }

    private void declare(List<Node> nodes) {
        Map<Value, Extent> extents = new IdentityHashMap<>();
        List<Value> order = new ArrayList<>();
        mentions(nodes, new ArrayList<>(), new ArrayList<>(), extents, order);
        if (hasStates) {
            for (Extent e : extents.values()) {
                e.include(List.of(nodes));
            }
        }
        Map<List<Node>, List<Value>> byList = new IdentityHashMap<>();
        for (Value v : order) {
            Extent e = extents.get(v);
            if (e == null || v.op == Op.PARAMETER && v.block() == f.entry()) {
                continue;
            }
            byList.computeIfAbsent(e.path.get(e.path.size() - 1), k -> new ArrayList<>())
                    .add(v);
        }
        for (Map.Entry<List<Node>, List<Value>> entry : byList.entrySet()) {
            List<Value> values = entry.getValue();
            for (int k = values.size() - 1; k >= 0; k--) {
                Value v = values.get(k);
                Extent e = extents.get(v);
                if (e == null) {
                    continue;
                }
                int at = e.indexes.get(e.indexes.size() - 1);
                Node first = entry.getKey().get(at);
                if (first.kind == Kind.SET && first.variable == v) {
                    first.declares = true;
                } else {
                    Node d = new Node(Kind.DECLARE, "");
                    d.variable = v;
                    pendingDeclarations
                            .computeIfAbsent(entry.getKey(), x -> new ArrayList<>())
                            .add(new Pending(at, d));
                }
            }
        }
        for (Map.Entry<List<Node>, List<Pending>> entry : pendingDeclarations.entrySet()) {
            List<Pending> pending = entry.getValue();
            pending.sort((x, y) -> Integer.compare(y.at, x.at));
            for (Pending p : pending) {
                entry.getKey().add(p.at, p.node);
            }
        }
    }

    private record Pending(int at, Node node) {}

    private final Map<List<Node>, List<Pending>> pendingDeclarations = new IdentityHashMap<>();

    private static void mentions(
            List<Node> nodes,
            List<List<Node>> path,
            List<Integer> indexes,
            Map<Value, Extent> extents,
            List<Value> order) {
        path.add(nodes);
        for (int k = 0; k < nodes.size(); k++) {
            Node n = nodes.get(k);
            indexes.add(k);
            if (n.variable != null) {
                mention(n.variable, path, indexes, extents, order);
            }
            for (Value v : n.reads) {
                mention(v, path, indexes, extents, order);
            }
            for (List<Node> body : n.bodies) {
                mentions(body, path, indexes, extents, order);
            }
            indexes.removeLast();
        }
        path.remove(path.size() - 1);
    }

    private static void mention(
            Value v, List<List<Node>> path, List<Integer> indexes, Map<Value, Extent> extents, List<Value> order) {
        Extent e = extents.get(v);
        if (e == null) {
            extents.put(v, new Extent(path, indexes));
            order.add(v);
        } else {
            e.include(path);
        }
    }

    // ---- writing --------------------------------------------------------------------------------------------------

    private static void indent(int depth, StringBuilder s) {
        s.append("    ".repeat(depth));
    }

    private void write(List<Node> nodes, int depth, StringBuilder s, String innermost) {
        for (Node n : nodes) {
            indent(depth, s);
            switch (n.kind) {
                case LINE -> s.append(n.text).append('\n');
                case DECLARE -> {
                    Value v = variable(n);
                    s.append(Printer.type(v.descriptor)).append(' ').append(v).append(";\n");
                }
                case SET -> {
                    Value v = variable(n);
                    if (n.declares) {
                        s.append(Printer.type(v.descriptor)).append(' ');
                    }
                    s.append(n.declares ? v + " = " + n.text : brief(v, n.text)).append(";\n");
                }
                case IF -> {
                    s.append("if (").append(n.text).append(") {\n");
                    write(n.body(0), depth + 1, s, innermost);
                    indent(depth, s);
                    if (!n.body(1).isEmpty()) {
                        s.append("} else {\n");
                        write(n.body(1), depth + 1, s, innermost);
                        indent(depth, s);
                    }
                    s.append("}\n");
                }
                case LOOP -> {
                    if (needsLabel(n.body(0), n.text, n.text)) {
                        s.append(n.text).append(": ");
                    }
                    s.append("while (")
                            .append(n.opposite.isEmpty() ? "true" : n.opposite)
                            .append(") {\n");
                    write(n.body(0), depth + 1, s, n.text);
                    indent(depth, s);
                    s.append("}\n");
                }
                case BLOCK -> {
                    s.append(n.text).append(": {\n");
                    write(n.body(0), depth + 1, s, innermost);
                    indent(depth, s);
                    s.append("}\n");
                }
                case SWITCH -> {
                    s.append("switch (").append(n.text).append(") {\n");
                    for (int k = 0; k < n.heads.size(); k++) {
                        indent(depth + 1, s);
                        s.append(n.heads.get(k)).append(" -> {\n");
                        // A break in a switch without a label would leave the switch.
                        write(n.body(k), depth + 2, s, "");
                        indent(depth + 1, s);
                        s.append("}\n");
                    }
                    indent(depth, s);
                    s.append("}\n");
                }
                case TRY -> {
                    s.append("try {\n");
                    write(n.body(0), depth + 1, s, innermost);
                    indent(depth, s);
                    s.append("} catch (").append(n.text).append(") {\n");
                    write(n.body(1), depth + 1, s, innermost);
                    indent(depth, s);
                    s.append("}\n");
                }
                case BREAK, CONTINUE -> {
                    s.append(n.kind == Kind.BREAK ? "break" : "continue");
                    if (!n.text.equals(innermost)) {
                        s.append(' ').append(n.text);
                    }
                    s.append(";\n");
                }
            }
        }
    }

    private static Value variable(Node n) {
        Value v = n.variable;
        if (v == null) {
            throw new AssertionError("a statement without its variable (please report)");
        }
        return v;
    }

    /** {@code x += y} for {@code x = x + y}, {@code i++} for {@code i = i + 1}. */
    private static String brief(Value v, String expression) {
        String start = v.toString().concat(" ");
        if (expression.startsWith(start) && expression.length() > start.length() + 2) {
            char operator = expression.charAt(start.length());
            String rest = expression.substring(start.length() + 2);
            boolean isOne = "+-*/".indexOf(operator) >= 0
                    && expression.charAt(start.length() + 1) == ' '
                    && isTerm(rest, operator);
            if (isOne) {
                return operator == '+' && rest.equals("1") && v.type == Type.I
                        ? v + "++"
                        : operator == '+' && rest.equals("-1") ? v + "--" : start + operator + "= " + rest;
            }
        }
        return v + " = " + expression;
    }

    /** Whether the text is one operand: {@code x + a + b} is not {@code x += a + b} for doubles. */
    private static boolean isTerm(String text, char operator) {
        int depth = 0;
        for (int k = 0; k < text.length(); k++) {
            char ch = text.charAt(k);
            if (ch == '(' || ch == '[') {
                depth++;
            } else if (ch == ')' || ch == ']') {
                depth--;
            } else if (depth == 0 && ch == ' ' && k + 2 < text.length()) {
                char next = text.charAt(k + 1);
                boolean bindsTighter = (operator == '+' || operator == '-') && (next == '*' || next == '/');
                if (!bindsTighter && text.charAt(k + 2) == ' ') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether somebody inside leaves or continues the loop from where its label is needed. */
    private static boolean needsLabel(List<Node> nodes, String label, String innermost) {
        for (Node n : nodes) {
            if ((n.kind == Kind.BREAK || n.kind == Kind.CONTINUE) && n.text.equals(label) && !innermost.equals(label)) {
                return true;
            }
            String inside = n.kind == Kind.LOOP ? n.text : n.kind == Kind.SWITCH ? "" : innermost;
            for (List<Node> body : n.bodies) {
                if (needsLabel(body, label, inside)) {
                    return true;
                }
            }
        }
        return false;
    }
}
