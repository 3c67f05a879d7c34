package org.wengert;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wengert.tensor.DType;
import org.wengert.tensor.Indices;
import org.wengert.tensor.Shape;
import org.wengert.tensor.Tensor;

/**
 * A tree of tensors without its tensors: where they stand in records, lists, maps, arrays and optionals, and what stands between them. Immutable.
 *
 * <p>What is no tensor and holds none (numbers, strings, enums, functions, …) is a constant of the structure.
 */
final class TreeStructure {
    private enum Kind {
        /** A tensor. */
        LEAF,
        /** What holds no tensor. */
        CONSTANT,
        /** A record; {@code about} is its {@link RecordAccess}. */
        RECORD,
        /** A list; {@code about} is its class. */
        LIST,
        /** An array of references; {@code about} is the class of its components. */
        ARRAY,
        /** A map; {@code about} are its {@link Keys}. */
        MAP,
        /** An optional. */
        OPTIONAL,
        /** An object of a class that holds tensors and is none of these. */
        REFUSED
    }

    /** The keys of a map in order, and an empty map of its kind. */
    private record Keys(List<@Nullable Object> inOrder, Map<?, ?> empty, boolean isReadOnly) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Keys k && inOrder.equals(k.inOrder);
        }

        @Override
        public int hashCode() {
            return inOrder.hashCode();
        }
    }

    private static final TreeStructure[] NO_PARTS = {};
    private static final TreeStructure LEAF = new TreeStructure(Kind.LEAF, null, NO_PARTS, null);
    private static final TreeStructure NULL = new TreeStructure(Kind.CONSTANT, null, NO_PARTS, null);

    private final Kind kind;
    private final @Nullable Object about;
    private final TreeStructure[] parts;
    /** The tree itself, if there is no tensor in it and it is not to be made anew. */
    private final @Nullable Object whole;

    private final int leaves;

    private TreeStructure(Kind kind, @Nullable Object about, TreeStructure[] parts, @Nullable Object whole) {
        int count = kind == Kind.LEAF ? 1 : 0;
        for (TreeStructure p : parts) {
            count += p.leaves;
        }
        this.kind = kind;
        this.about = about;
        this.parts = parts;
        this.whole = count == 0 ? whole : null;
        this.leaves = count;
    }

    /**
     * Takes a tree apart.
     *
     * @param tree the tree
     * @param leaves where its tensors go, in order
     * @return the rest
     * @throws IllegalArgumentException if an object in it holds tensors that cannot be reached
     */
    static TreeStructure of(@Nullable Object tree, List<Tensor> leaves) {
        if (tree instanceof Tensor t) {
            leaves.add(t);
            return LEAF;
        }
        if (tree == null) {
            return NULL;
        }
        Kind kind = kind(tree);
        Object about = about(kind, tree);
        int n = size(kind, about, tree);
        TreeStructure[] parts = n == 0 ? NO_PARTS : new TreeStructure[n];
        if (tree instanceof List<?> list) {
            int i = 0;
            for (Object o : list) {
                parts[i++] = of(o, leaves);
            }
        } else if (tree instanceof Map<?, ?> map) {
            int i = 0;
            for (Object o : map.values()) {
                parts[i++] = of(o, leaves);
            }
        } else {
            for (int i = 0; i < n; i++) {
                parts[i] = of(part(kind, about, tree, i), leaves);
            }
        }
        return new TreeStructure(kind, about, parts, tree);
    }

    private static Kind kind(Object tree) {
        Kind kind = KINDS.get(tree.getClass());
        if (kind == Kind.REFUSED || kind == Kind.CONSTANT && tree instanceof Collection<?> c && holdsTensors(c)) {
            throw new IllegalArgumentException("The tensors in an object of "
                    + tree.getClass().getName()
                    + " cannot be reached: it is not a tensor, a record, a list, a map, an array or an optional."
                    + (tree instanceof Collection
                            ? "\n  Make it a list."
                            : "\n  Make it a record, or let the function capture it if its tensors are constants."));
        }
        return kind;
    }

    private static boolean holdsTensors(Collection<?> c) {
        for (Object o : c) {
            List<Tensor> found = new ArrayList<>();
            if (of(o, found).leaves > 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object about(Kind kind, Object tree) {
        return switch (kind) {
            case LEAF, OPTIONAL, REFUSED -> null;
            case CONSTANT -> tree;
            case RECORD -> RecordAccess.of(tree.getClass());
            case LIST -> tree.getClass();
            case ARRAY -> tree.getClass().getComponentType();
            case MAP -> {
                Map<?, ?> map = (Map<?, ?>) tree;
                yield new Keys(
                        Collections.unmodifiableList(new ArrayList<@Nullable Object>(map.keySet())),
                        Trees.mapLike(map),
                        Trees.isReadOnly(map));
            }
        };
    }

    private static int size(Kind kind, @Nullable Object about, Object tree) {
        return switch (kind) {
            case LEAF, CONSTANT, REFUSED -> 0;
            case RECORD -> ((RecordAccess) Objects.requireNonNull(about)).size();
            case LIST -> ((List<?>) tree).size();
            case ARRAY -> ((Object[]) tree).length;
            case MAP -> ((Map<?, ?>) tree).size();
            case OPTIONAL -> ((Optional<?>) tree).isPresent() ? 1 : 0;
        };
    }

    private static @Nullable Object part(Kind kind, @Nullable Object about, Object tree, int i) {
        return switch (kind) {
            case LEAF, CONSTANT, REFUSED -> throw new AssertionError("no parts (please report)");
            case RECORD -> ((RecordAccess) Objects.requireNonNull(about)).get(tree, i);
            case LIST -> ((List<?>) tree).get(i);
            case ARRAY -> ((Object[]) tree)[i];
            case MAP ->
                ((Map<?, ?>) tree)
                        .get(((Keys) Objects.requireNonNull(about)).inOrder().get(i));
            case OPTIONAL -> ((Optional<?>) tree).orElse(null);
        };
    }

    // ---------------------------------------------------------------- putting together

    /** Returns the number of tensors. */
    int leaves() {
        return leaves;
    }

    /**
     * Returns a tree of this structure.
     *
     * @param tensors its leaves, in order
     */
    @Nullable
    Object with(List<Tensor> tensors) {
        return build(tensors, new int[1]);
    }

    private @Nullable Object build(List<Tensor> tensors, int[] next) {
        if (kind == Kind.LEAF) {
            return tensors.get(next[0]++);
        }
        if (kind == Kind.CONSTANT || leaves == 0 && whole != null) {
            return whole;
        }
        @Nullable Object[] built = new Object[parts.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = parts[i].build(tensors, next);
        }
        return switch (kind) {
            case LEAF, CONSTANT, REFUSED -> throw new AssertionError("no parts (please report)");
            case RECORD -> record(built);
            case LIST -> Trees.listLike((Class<?>) known(about), new ArrayList<>(Arrays.asList(built)));
            case ARRAY -> {
                Object[] array = (Object[]) Array.newInstance((Class<?>) known(about), built.length);
                System.arraycopy(built, 0, array, 0, built.length);
                yield array;
            }
            case MAP -> {
                Keys keys = (Keys) known(about);
                Map<@Nullable Object, @Nullable Object> map = Trees.mapLike(keys.empty());
                for (int i = 0; i < built.length; i++) {
                    map.put(keys.inOrder().get(i), built[i]);
                }
                yield keys.isReadOnly() ? Collections.unmodifiableMap(map) : map;
            }
            case OPTIONAL -> Optional.ofNullable(built[0]);
        };
    }

    private static Object known(@Nullable Object about) {
        return Objects.requireNonNull(about);
    }

    /** Makes a record and checks that its constructor has left the tensors as they are. */
    private Object record(@Nullable Object[] components) {
        RecordAccess access = (RecordAccess) known(about);
        Object made = access.make(components);
        for (int i = 0; i < components.length; i++) {
            Object kept = access.get(made, i);
            if (parts[i].leaves > 0 && kept != components[i] && !isSame(kept, components[i])) {
                throw new IllegalArgumentException("A "
                        + made.getClass().getName()
                        + " cannot be made of other tensors, because its constructor changes the component "
                        + access.name(i)
                        + ".\n  Keep computations out of the constructor, for example in a static method that calls it,"
                        + " or pass the tensors themselves.");
            }
        }
        return made;
    }

    private static boolean isSame(@Nullable Object a, @Nullable Object b) {
        List<Tensor> ofA = new ArrayList<>();
        List<Tensor> ofB = new ArrayList<>();
        TreeStructure.of(a, ofA);
        TreeStructure.of(b, ofB);
        boolean isSame = ofA.size() == ofB.size();
        for (int i = 0; isSame && i < ofA.size(); i++) {
            isSame = ofA.get(i) == ofB.get(i);
        }
        return isSame;
    }

    // ---------------------------------------------------------------- comparing

    /**
     * Collects the tensors of a tree that has this structure and equal constants.
     *
     * @return whether it has; if not, some of its tensors may have been collected
     */
    boolean matches(@Nullable Object tree, List<Tensor> tensors) {
        if (kind == Kind.LEAF || tree instanceof Tensor) {
            if (kind == Kind.LEAF && tree instanceof Tensor t) {
                tensors.add(t);
                return true;
            }
            return false;
        }
        if (tree == null) {
            return kind == Kind.CONSTANT && about == null;
        }
        if (kind != kind(tree) || kind == Kind.CONSTANT) {
            return kind == Kind.CONSTANT && Objects.deepEquals(about, tree);
        }
        if (size(kind, about, tree) != parts.length || !isAbout(tree)) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches(part(kind, about, tree, i), tensors)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAbout(Object tree) {
        return switch (kind) {
            case LEAF, CONSTANT, REFUSED -> false;
            case LIST, OPTIONAL -> true;
            case RECORD, ARRAY -> about == about(kind, tree);
            case MAP -> {
                int i = 0;
                for (Object key : ((Map<?, ?>) tree).keySet()) {
                    if (!Objects.equals(key, ((Keys) known(about)).inOrder().get(i++))) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    /**
     * Collects the tensors of a tree that has them where this structure has its own; constants are not compared, and maps not for their
     * order.
     *
     * @param root how to call the tree in messages
     * @param own the tensors of this structure, for messages
     * @param tree the tree
     * @param tensors where its tensors go
     * @throws IllegalArgumentException if it has not, with the path of the first difference
     */
    void collect(String root, List<Tensor> own, @Nullable Object tree, List<Tensor> tensors) {
        StringBuilder path = new StringBuilder(root);
        collect(path, own, new int[1], tree, tensors);
    }

    private void collect(
            StringBuilder path, List<Tensor> own, int[] next, @Nullable Object tree, List<Tensor> tensors) {
        if (leaves == 0) {
            List<Tensor> found = new ArrayList<>();
            if (of(tree, found).leaves > 0) {
                throw difference(path, own, next[0], tree);
            }
            return;
        }
        if (kind == Kind.LEAF) {
            if (!(tree instanceof Tensor t)) {
                throw difference(path, own, next[0], tree);
            }
            tensors.add(t);
            next[0]++;
            return;
        }
        boolean isLike = tree != null
                && kind(tree) == kind
                && size(kind, about, tree) == parts.length
                && (kind == Kind.MAP
                        ? ((Map<?, ?>) tree).keySet().containsAll(((Keys) known(about)).inOrder())
                        : isAbout(tree));
        if (tree == null || !isLike) {
            throw difference(path, own, next[0], tree);
        }
        int length = path.length();
        for (int i = 0; i < parts.length; i++) {
            label(i, path);
            parts[i].collect(path, own, next, part(kind, about, tree, i), tensors);
            path.setLength(length);
        }
    }

    private IllegalArgumentException difference(StringBuilder path, List<Tensor> own, int next, @Nullable Object tree) {
        return new IllegalArgumentException("The trees differ at "
                + path
                + ": "
                + describe(own, next)
                + " but "
                + describe(tree)
                + "\n  Give a tree of the same structure, for example one made by mapLeaves(tree, function).");
    }

    private String describe(List<Tensor> own, int next) {
        return switch (kind) {
            case LEAF -> describe(own.get(next));
            case CONSTANT -> describe(about);
            case RECORD -> "a " + about;
            case LIST, ARRAY -> (kind == Kind.LIST ? "a list" : "an array") + " of length " + parts.length;
            case MAP -> "a map with the keys " + ((Keys) known(about)).inOrder();
            case OPTIONAL -> parts.length == 0 ? "an empty optional" : "an optional";
            case REFUSED -> throw new AssertionError("a tree that was refused (please report)");
        };
    }

    /** Returns a tree in few words, such as {@code float32[3, 4]}. */
    static String describe(@Nullable Object tree) {
        return switch (tree) {
            case null -> "null";
            case Tensor t -> t.dtype().toString() + t.shape();
            case List<?> l -> "a list of length " + l.size();
            case Object[] a -> "an array of length " + a.length;
            case Map<?, ?> m -> "a map with the keys " + m.keySet();
            case Optional<?> o -> o.isEmpty() ? "an empty optional" : "an optional";
            case Number n -> n.toString();
            case Boolean b -> b.toString();
            case CharSequence s -> "\"" + s + '"';
            case Enum<?> e -> e.name();
            default -> "a " + tree.getClass().getSimpleName();
        };
    }

    /** Returns how to call a tree in messages. */
    static String root(@Nullable Object tree) {
        return switch (tree) {
            case null -> "null";
            case Tensor _ -> "the tensor";
            case List<?> _ -> "list";
            case Object[] _ -> "array";
            case Map<?, ?> _ -> "map";
            case Optional<?> _ -> "optional";
            default -> {
                String name = tree.getClass().getSimpleName();
                yield name.isEmpty() ? "the argument" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
            }
        };
    }

    /**
     * Returns where a tensor stands, such as {@code model.layers[2].weight}.
     *
     * @param root how to call the tree
     * @param leaf the number of the tensor
     */
    String path(String root, int leaf) {
        StringBuilder path = new StringBuilder(root);
        TreeStructure s = this;
        int left = leaf;
        while (s.kind != Kind.LEAF) {
            int i = 0;
            while (left >= s.parts[i].leaves) {
                left -= s.parts[i++].leaves;
            }
            s.label(i, path);
            s = s.parts[i];
        }
        return path.toString();
    }

    private void label(int i, StringBuilder path) {
        switch (kind) {
            case LEAF, CONSTANT, REFUSED, OPTIONAL -> {}
            case RECORD -> path.append('.').append(((RecordAccess) known(about)).name(i));
            case LIST, ARRAY -> path.append('[').append(i).append(']');
            case MAP -> {
                Object key = ((Keys) known(about)).inOrder().get(i);
                path.append(key instanceof String ? "[\"" : "[")
                        .append(key)
                        .append(key instanceof String ? "\"]" : "]");
            }
        }
    }

    // ---------------------------------------------------------------- as a key

    /** Returns this structure with copies of the arrays among its constants, so that it stays what it is when they are written to. */
    TreeStructure frozen() {
        TreeStructure[] copies = parts.clone();
        boolean isSame = true;
        for (int i = 0; i < copies.length; i++) {
            copies[i] = parts[i].frozen();
            isSame &= copies[i] == parts[i];
        }
        if (kind == Kind.CONSTANT && about != null && about.getClass().isArray()) {
            int n = Array.getLength(about);
            Object copy = Array.newInstance(about.getClass().getComponentType(), n);
            System.arraycopy(about, 0, copy, 0, n);
            return new TreeStructure(kind, copy, parts, copy);
        }
        return isSame ? this : new TreeStructure(kind, about, copies, null);
    }

    // ---------------------------------------------------------------- classes

    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> c) {
            if (c.isArray()) {
                return mayHoldTensors(c, new HashSet<>()) ? Kind.ARRAY : Kind.CONSTANT;
            }
            if (List.class.isAssignableFrom(c)) {
                return Kind.LIST;
            }
            if (Map.class.isAssignableFrom(c)) {
                return Kind.MAP;
            }
            if (c == Optional.class) {
                return Kind.OPTIONAL;
            }
            if (c.isRecord()) {
                return mayHoldTensors(c, new HashSet<>()) ? Kind.RECORD : Kind.CONSTANT;
            }
            return hasFieldsOfTensors(c) ? Kind.REFUSED : Kind.CONSTANT;
        }
    };

    /** Returns whether there may be tensors in what is declared as that class. */
    private static boolean mayHoldTensors(Class<?> c, Set<Class<?>> seen) {
        if (c == Tensor.class || c == Object.class || c == Record.class || c == Optional.class || c.isInterface()) {
            return true;
        }
        if (c.isArray()) {
            return mayHoldTensors(c.getComponentType(), seen);
        }
        if (c.isRecord() && seen.add(c)) {
            for (var component : c.getRecordComponents()) {
                if (mayHoldTensors(component.getType(), seen)) {
                    return true;
                }
            }
        }
        return List.class.isAssignableFrom(c) || Map.class.isAssignableFrom(c);
    }

    /** Returns whether objects of a class that is none of a tree keep tensors; functions may, as constants. */
    private static boolean hasFieldsOfTensors(Class<?> c) {
        boolean isOurs = c == Shape.class || c == Indices.class || DType.class.isAssignableFrom(c);
        if (isOurs || c.isHidden() || c.isEnum() || c.getName().startsWith("java.")) {
            return false;
        }
        for (Class<?> k = c; k != null; k = k.getSuperclass()) {
            for (Field f : k.getDeclaredFields()) {
                if (!Modifier.isStatic(f.getModifiers())
                        && !f.isSynthetic()
                        && f.getGenericType().getTypeName().contains(Tensor.class.getName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
