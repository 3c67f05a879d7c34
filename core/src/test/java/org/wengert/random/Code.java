package org.wengert.random;

import java.util.ArrayList;
import java.util.List;

/** The code of a method as a tree, so that it can be taken apart statement by statement. */
sealed interface Code {
    /** A statement that is kept or dropped as a whole. */
    record Line(String text) implements Code {}

    /**
     * A statement with statements inside: one head before each body, and the tail after the last.
     * {@code if (c) {…} else {…}} has the heads {@code "if (c) {"} and {@code "} else {"} and the tail {@code "}"}.
     */
    record Block(List<String> heads, List<List<Code>> bodies, String tail) implements Code {
        static Block of(String head, List<Code> body, String tail) {
            return new Block(List.of(head), List.of(body), tail);
        }
    }

    /** Appends the source, indented. */
    static void print(List<Code> body, String indent, StringBuilder out) {
        for (Code code : body) {
            switch (code) {
                case Line line -> out.append(indent).append(line.text()).append('\n');
                case Block block -> {
                    for (int i = 0; i < block.heads().size(); i++) {
                        out.append(indent).append(block.heads().get(i)).append('\n');
                        print(block.bodies().get(i), indent + "    ", out);
                    }
                    out.append(indent).append(block.tail()).append('\n');
                }
            }
        }
    }

    /** Returns every tree that is smaller by one piece: a statement dropped, or a block replaced by one of its bodies. */
    static List<List<Code>> smaller(List<Code> body) {
        List<List<Code>> smaller = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            smaller.add(replaced(body, i, List.of()));
            if (body.get(i) instanceof Block block) {
                for (int b = 0; b < block.bodies().size(); b++) {
                    smaller.add(replaced(body, i, block.bodies().get(b)));
                    for (List<Code> inner : smaller(block.bodies().get(b))) {
                        List<List<Code>> bodies = new ArrayList<>(block.bodies());
                        bodies.set(b, inner);
                        smaller.add(replaced(body, i, List.of(new Block(block.heads(), bodies, block.tail()))));
                    }
                }
            }
        }
        return smaller;
    }

    /** Returns every tree whose text is simpler in one place: a call or a pair of parentheses gives way to something in it, or to ½. */
    static List<List<Code>> simpler(List<Code> body) {
        List<List<Code>> simpler = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            switch (body.get(i)) {
                case Line line -> {
                    for (String text : simpler(line.text())) {
                        simpler.add(replaced(body, i, List.of(new Line(text))));
                    }
                }
                case Block block -> {
                    for (int b = 0; b < block.bodies().size(); b++) {
                        for (String head : simpler(block.heads().get(b))) {
                            List<String> heads = new ArrayList<>(block.heads());
                            heads.set(b, head);
                            simpler.add(replaced(body, i, List.of(new Block(heads, block.bodies(), block.tail()))));
                        }
                        for (List<Code> inner : simpler(block.bodies().get(b))) {
                            List<List<Code>> bodies = new ArrayList<>(block.bodies());
                            bodies.set(b, inner);
                            simpler.add(replaced(body, i, List.of(new Block(block.heads(), bodies, block.tail()))));
                        }
                    }
                }
            }
        }
        return simpler;
    }

    /** Knows of Java only what parentheses, brackets and commas are: whatever is not Java any more will not compile. */
    private static List<String> simpler(String text) {
        List<String> simpler = new ArrayList<>();
        for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
            int start = open;
            while (start > 0
                    && (Character.isJavaIdentifierPart(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
                start--;
            }
            int depth = 0;
            int from = open + 1;
            List<String> parts = new ArrayList<>();
            int end = open;
            for (; end < text.length(); end++) {
                char c = text.charAt(end);
                depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
                boolean isOperator = c == ' ' && end + 2 < text.length() && text.charAt(end + 2) == ' ';
                if (depth == 0 || depth == 1 && (c == ',' || isOperator)) {
                    parts.add(text.substring(from, end).strip());
                    from = isOperator ? end + 3 : end + 1;
                    end += isOperator && depth == 1 ? 2 : 0;
                }
                if (depth == 0) {
                    break;
                }
            }
            if (depth != 0) {
                continue;
            }
            parts.addFirst("0.5");
            for (String part : parts) {
                String shorter = text.substring(0, start) + part + text.substring(end + 1);
                if (shorter.length() < text.length()) {
                    simpler.add(shorter);
                }
            }
        }
        return simpler;
    }

    private static List<Code> replaced(List<Code> body, int i, List<Code> replacement) {
        List<Code> result = new ArrayList<>(body.subList(0, i));
        result.addAll(replacement);
        result.addAll(body.subList(i + 1, body.size()));
        return result;
    }

    /** Returns the number of statements in the tree. */
    static int size(List<Code> body) {
        int size = 0;
        for (Code code : body) {
            size++;
            if (code instanceof Block block) {
                for (List<Code> inner : block.bodies()) {
                    size += size(inner);
                }
            }
        }
        return size;
    }
}
