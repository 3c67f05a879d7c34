package org.wengert.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Einstein's summation: operands whose axes are named by letters are multiplied and summed over the letters that the result does not have. Contracts two operands
 * after the other by multiplying matrices, always the two whose product is smallest.
 */
final class Einsum {
    private static final String ELLIPSIS = "...";

    private final String equation;
    private final List<Tensor> operands;
    /** The extent of each label: a letter, or −i for the i-th axis from the last of the ellipsis. */
    private final Map<Integer, Integer> extents = new HashMap<>();

    private Einsum(String equation, List<Tensor> operands) {
        this.equation = equation;
        this.operands = operands;
    }

    /** An operand with a label for each axis. */
    private record Term(Tensor x, List<Integer> labels) {
        int axis(int label) {
            return labels.indexOf(label);
        }
    }

    static Tensor of(String equation, List<Tensor> operands) {
        return new Einsum(equation.replace(" ", ""), operands).value();
    }

    private Tensor value() {
        int arrow = equation.indexOf("->");
        String[] inputs = (arrow < 0 ? equation : equation.substring(0, arrow)).split(",", -1);
        if (inputs.length != operands.size()) {
            throw refusal(
                    "names " + inputs.length + " operands, but there are " + operands.size() + ".",
                    "Write the letters of each operand, separated by commas.");
        }
        DType dtype = operands.getFirst().dtype();
        for (Tensor x : operands) {
            dtype = dtype.common(x.dtype());
        }
        if (dtype == DType.BOOL) {
            throw refusal("multiplies numbers, but its operands are of type bool.", "Cast them: x.to(FLOAT64).");
        }
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            terms.add(new Term(Primitives.cast(operands.get(i), dtype), labels(inputs[i], operands.get(i))));
        }
        for (Term t : terms) {
            measure(t);
        }
        List<Integer> result = arrow < 0 ? implied(terms) : stated(equation.substring(arrow + 2), terms);
        terms.replaceAll(this::distinct);
        for (int i = 0; i < terms.size(); i++) {
            terms.set(i, summed(terms.get(i), needed(terms, i, -1, result)));
        }
        while (terms.size() > 1) {
            contractTwo(terms, result);
        }
        Term last = terms.getFirst();
        int[] order = new int[result.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = last.axis(result.get(i));
        }
        return Primitives.permute(last.x, Indices.of(order));
    }

    private IllegalArgumentException refusal(String what, String remedy) {
        return Origin.illegal("einsum \"" + equation + "\" " + what, remedy);
    }

    // ------------------------------------------------------------------ the equation

    private List<Integer> labels(String letters, Tensor x) {
        List<Integer> labels = new ArrayList<>();
        int dots = letters.indexOf(ELLIPSIS);
        int named = dots < 0 ? letters.length() : letters.length() - ELLIPSIS.length();
        int spared = x.rank() - named;
        if (spared < 0 || dots < 0 && spared > 0) {
            throw refusal(
                    "names the axes \"" + letters + "\" of an operand of shape " + x.shape() + ".",
                    "Write one letter for each axis, or ... for those that are not named.");
        }
        for (int i = 0; i < letters.length(); i++) {
            if (i == dots) {
                for (int k = spared; k > 0; k--) {
                    labels.add(-k);
                }
                i += ELLIPSIS.length() - 1;
                continue;
            }
            labels.add(letter(letters.charAt(i)));
        }
        return labels;
    }

    private int letter(char c) {
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
            throw refusal("has the character '" + c + "'.", "Axes are named by letters a to z and A to Z.");
        }
        return c;
    }

    private void measure(Term t) {
        for (int i = 0; i < t.labels.size(); i++) {
            int label = t.labels.get(i);
            int n = t.x.shape().extent(i);
            int known = extents.getOrDefault(label, label < 0 ? 1 : n);
            if (known != n && (label > 0 || known != 1 && n != 1)) {
                throw refusal(
                        "gives " + (label < 0 ? ELLIPSIS : (char) label) + " the extents " + known + " and " + n
                                + ": the operands have the shapes "
                                + String.join(
                                        " and ",
                                        operands.stream()
                                                .map(x -> x.shape().toString())
                                                .toList()) + ".",
                        "One letter stands for one extent.");
            }
            extents.put(label, known == 1 ? n : known);
        }
    }

    /** Returns the axes of the ellipsis, then the letters that occur once, in the order of the alphabet. */
    private List<Integer> implied(List<Term> terms) {
        Map<Integer, Integer> count = new TreeMap<>();
        for (Term t : terms) {
            for (int label : t.labels) {
                count.merge(label, 1, Integer::sum);
            }
        }
        List<Integer> result = new ArrayList<>();
        count.forEach((label, n) -> {
            if (label < 0 || n == 1) {
                result.add(label);
            }
        });
        return result;
    }

    private List<Integer> stated(String letters, List<Term> terms) {
        int dots = letters.indexOf(ELLIPSIS);
        Set<Integer> there = new LinkedHashSet<>();
        terms.forEach(t -> there.addAll(t.labels));
        List<Integer> spared =
                implied(terms).stream().filter(label -> label < 0).toList();
        if (dots < 0 && !spared.isEmpty()) {
            throw refusal("does not say where the axes of ... go.", "Write them in the result: \"->...\".");
        }
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            if (i == dots) {
                result.addAll(spared);
                i += ELLIPSIS.length() - 1;
                continue;
            }
            int label = letter(letters.charAt(i));
            if (!there.contains(label) || result.contains(label)) {
                throw refusal(
                        "has the letter " + (char) label + " in its result "
                                + (result.contains(label) ? "twice." : "and in no operand."),
                        "Each letter of the result is that of one axis.");
            }
            result.add(label);
        }
        return result;
    }

    // ------------------------------------------------------------------ one operand

    /** Returns a term in which each label occurs once: the diagonal of those that occur more often, without axes that are to be repeated. */
    private Term distinct(Term t) {
        Tensor x = t.x;
        List<Integer> labels = new ArrayList<>(t.labels);
        for (int i = labels.size() - 1; i >= 0; i--) {
            if (labels.get(i) < 0 && x.shape().extent(i) == 1 && extents.getOrDefault(labels.get(i), 1) != 1) {
                x = Primitives.reshape(x, x.shape().without(i));
                labels.subList(i, i + 1).clear();
            }
        }
        for (int i = 0; i < labels.size(); i++) {
            int j = labels.lastIndexOf(labels.get(i));
            if (j > i) {
                int last = labels.size() - 1;
                x = Structure.diagonal(Structure.moveAxis(Structure.moveAxis(x, j, last), i, last - 1), 0);
                labels.add(labels.get(i));
                labels.subList(j, j + 1).clear();
                labels.subList(i, i + 1).clear();
                i = -1;
            }
        }
        return new Term(x, labels);
    }

    /** Returns the labels that the result or other terms have. */
    private static Set<Integer> needed(List<Term> terms, int but, int andBut, List<Integer> result) {
        Set<Integer> needed = new LinkedHashSet<>(result);
        for (int i = 0; i < terms.size(); i++) {
            if (i != but && i != andBut) {
                needed.addAll(terms.get(i).labels);
            }
        }
        return needed;
    }

    private static Term summed(Term t, Set<Integer> needed) {
        int[] axes = t.labels.stream()
                .filter(label -> !needed.contains(label))
                .mapToInt(t::axis)
                .toArray();
        return axes.length == 0
                ? t
                : new Term(
                        t.x.sum(axes),
                        t.labels.stream().filter(needed::contains).toList());
    }

    // ------------------------------------------------------------------ two operands

    private void contractTwo(List<Term> terms, List<Integer> result) {
        int a = 0;
        int b = 1;
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < terms.size(); i++) {
            for (int j = i + 1; j < terms.size(); j++) {
                Set<Integer> kept = new LinkedHashSet<>(terms.get(i).labels);
                kept.addAll(terms.get(j).labels);
                kept.retainAll(needed(terms, i, j, result));
                double size = size(kept);
                if (size < best) {
                    best = size;
                    a = i;
                    b = j;
                }
            }
        }
        Term product = contract(terms.get(a), terms.get(b), needed(terms, a, b, result));
        terms.remove(b);
        terms.set(a, product);
    }

    private double size(Iterable<Integer> labels) {
        double size = 1;
        for (int label : labels) {
            size *= extents.getOrDefault(label, 1);
        }
        return size;
    }

    /** Returns the product of two terms, summed over the labels that both have and nobody needs. */
    private Term contract(Term x, Term y, Set<Integer> needed) {
        List<Integer> batch = new ArrayList<>();
        List<Integer> summed = new ArrayList<>();
        List<Integer> onlyX = new ArrayList<>();
        for (int label : x.labels) {
            (y.labels.contains(label) ? needed.contains(label) ? batch : summed : onlyX).add(label);
        }
        List<Integer> onlyY =
                y.labels.stream().filter(label -> !x.labels.contains(label)).toList();
        List<Integer> labels = new ArrayList<>(batch);
        labels.addAll(onlyX);
        labels.addAll(onlyY);
        Shape shape = shape(labels);
        if (summed.isEmpty()) {
            Tensor left = arranged(x, batch, onlyX, List.of());
            Tensor right = arranged(y, batch, onlyY, List.of());
            Tensor a =
                    Primitives.reshape(left, shape(batch).concat(shape(onlyX)).concat(ones(onlyY)));
            Tensor b =
                    Primitives.reshape(right, shape(batch).concat(ones(onlyX)).concat(shape(onlyY)));
            return new Term(a.mul(b), labels);
        }
        Tensor left = arranged(x, batch, onlyX, summed);
        Tensor right = arranged(y, batch, summed, onlyY);
        int m = shape(onlyX).size();
        int k = shape(summed).size();
        int n = shape(onlyY).size();
        if (m == 1 && n == 1 && !batch.isEmpty()) {
            Shape rows = shape(batch).concat(Shape.of(k));
            Tensor product = Primitives.reshape(left, rows).mul(Primitives.reshape(right, rows));
            return new Term(Primitives.reshape(product.sum(-1), shape), labels);
        }
        Shape leading = batch.isEmpty() ? Shape.SCALAR : Shape.of(shape(batch).size());
        Tensor product = Primitives.matmul(
                Primitives.reshape(left, leading.concat(Shape.of(m, k))),
                Primitives.reshape(right, leading.concat(Shape.of(k, n))));
        return new Term(Primitives.reshape(product, shape), labels);
    }

    private static Tensor arranged(Term t, List<Integer> first, List<Integer> second, List<Integer> third) {
        int[] order = new int[first.size() + second.size() + third.size()];
        int k = 0;
        for (List<Integer> labels : List.of(first, second, third)) {
            for (int label : labels) {
                order[k++] = t.axis(label);
            }
        }
        return Primitives.permute(t.x, Indices.of(order));
    }

    private Shape shape(List<Integer> labels) {
        return Shape.of(labels.stream()
                .mapToInt(label -> extents.getOrDefault(label, 1))
                .toArray());
    }

    private static Shape ones(List<Integer> labels) {
        return Shape.of(labels.stream().mapToInt(_ -> 1).toArray());
    }
}
