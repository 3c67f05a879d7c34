package org.wengert.program.analyse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wengert.program.ir.FieldRef;
import org.wengert.program.ir.MethodRef;
import org.wengert.program.ir.Op;
import org.wengert.program.ir.Type;
import org.wengert.program.ir.Value;

/**
 * Methods of the JDK's collections, and others that only move references about, which are repeated on a shadow: the shadow of a list is a list of the
 * elements' shadows, that of a map has the same keys, that of an array of references holds their shadows.
 */
public final class Mirrors {
    private Mirrors() {}

    /** What the result of a repeated call is. */
    public enum Result {
        /** Nothing, a number, or nothing of interest. */
        NONE,
        /** What the collection holds. */
        ELEMENT,
        /** The collection seen in another way: an iterator, a part, a wrapper. */
        SAME,
        /** A new collection or array with the same elements. */
        COPY,
        /** A new collection of the argument that is an element. */
        MADE,
        /** The set of a map's keys. */
        KEYS,
        /** The values of a map. */
        VALUES,
        /** The set of a map's entries. */
        ENTRIES,
        /** An entry of a map. */
        ENTRY,
        /** A key of a map; such a call is not repeated. */
        KEY
    }

    /** What a call does with collections. */
    public static final class Role {
        /** What it returns. */
        public final Result result;
        /** The input whose shadow goes to the shadow collection, or −1. */
        public final int element;
        /** Whether that input is itself a collection or an array, whose elements are taken over. */
        public final boolean takesAll;
        /** The input that is a key, or −1. */
        public final int key;
        /** The input that is changed, or −1. */
        public final int changed;

        private Role(Result result, int element, boolean takesAll, int key, int changed) {
            this.result = result;
            this.element = element;
            this.takesAll = takesAll;
            this.key = key;
            this.changed = changed;
        }

        Role(Result result) {
            this(result, -1, false, -1, -1);
        }

        Role changing() {
            return new Role(result, element, takesAll, key, 0);
        }

        Role changing(int input) {
            return new Role(result, element, takesAll, key, input);
        }

        Role element(int input) {
            return new Role(result, input, takesAll, key, changed);
        }

        Role all(int input) {
            return new Role(result, input, true, key, changed);
        }

        Role key(int input) {
            return new Role(result, element, takesAll, input, changed);
        }
    }

    private static final Role CONSTANT = new Role(Result.NONE);
    // ---------------------------------------------------------------- questions

    /** Returns what the call does with collections, or null if it is none of those known. */
    public static @Nullable Role role(Value v) {
        if (!(v.attribute instanceof MethodRef m)) {
            return null;
        }
        String d = m.descriptor();
        String parameters = d.substring(0, d.indexOf(')') + 1);
        if (v.op == Op.NEW) {
            return m.owner().startsWith("java/util/")
                    ? Roles.CONSTRUCTORS.get(m.owner().concat(parameters))
                    : null;
        }
        if (v.op != Op.CALL || m.kind() == MethodRef.Kind.SPECIAL) {
            return null;
        }
        if (m.kind() == MethodRef.Kind.STATIC) {
            if (!hasStatics(m.owner())) {
                return null;
            }
            Role r = Roles.STATICS.get(m.owner().concat(".").concat(m.name()).concat(parameters));
            return r != null && m.name().equals("arraycopy") && !areReferences(v) ? null : r;
        }
        Map<String, Role> methods = methods(m.owner());
        if (m.name().equals("clone")
                && (m.owner().endsWith("/ArrayDeque") || m.owner().endsWith("/EnumMap"))) {
            return null; // their shadows are of other classes
        }
        return methods == null ? null : methods.get(m.name().concat(parameters));
    }

    private static boolean hasStatics(String owner) {
        return owner.startsWith("java/util/")
                || owner.equals("java/lang/System")
                || owner.equals("org/wengert/program/runtime/Twins");
    }

    /** Returns whether both arrays are known to hold references. */
    private static boolean areReferences(Value arraycopy) {
        return isReferenceArray(arraycopy.input(0).descriptor) && isReferenceArray(arraycopy.input(2).descriptor);
    }

    private static boolean isReferenceArray(String descriptor) {
        return descriptor.length() > 1
                && descriptor.charAt(0) == '['
                && (descriptor.charAt(1) == '[' || descriptor.charAt(1) == 'L');
    }

    /** Returns whether the value is repeated on a shadow, or is a constant that gets a shadow of zeros. */
    public static boolean isMirrored(Value v) {
        if (v.op == Op.GET_STATIC) {
            return v.type == Type.A;
        }
        Role r = role(v);
        return r != null && r.result != Result.KEY;
    }

    /** Returns whether the value is a constant of the library's or of an earlier time, whose shadow is one of zeros. */
    public static boolean isConstant(Value v) {
        return v.op == Op.GET_STATIC || role(v) == CONSTANT;
    }

    /** Returns whether a value makes a container of the JDK that only moves references, and has no shadow that moves them likewise. */
    static boolean isContainer(Value made) {
        if (made.op != Op.NEW) {
            return false;
        }
        return switch (made.attribute(MethodRef.class).owner()) {
            case "java/util/TreeSet",
                    "java/util/HashSet",
                    "java/util/LinkedHashSet",
                    "java/util/PriorityQueue",
                    "java/util/concurrent/ConcurrentLinkedQueue",
                    "java/util/concurrent/ConcurrentLinkedDeque",
                    "java/util/concurrent/CopyOnWriteArrayList",
                    "java/util/concurrent/atomic/AtomicReference" -> true;
            default -> false;
        };
    }

    /** Returns the index of the input that is an element, or −1: its shadow is what the shadow collection gets. */
    public static int element(Value v) {
        Role r = role(v);
        return r == null ? -1 : r.element;
    }

    /** Returns whether the call only asks for sizes, keys and the like. */
    public static boolean isHarmless(MethodRef m) {
        if (m.kind() == MethodRef.Kind.STATIC || m.kind() == MethodRef.Kind.SPECIAL || methods(m.owner()) == null) {
            return false;
        }
        return switch (m.name()) {
            case "size",
                    "isEmpty",
                    "hasNext",
                    "hasPrevious",
                    "nextIndex",
                    "previousIndex",
                    "containsKey",
                    "containsValue",
                    "contains",
                    "containsAll",
                    "indexOf",
                    "lastIndexOf",
                    "isPresent",
                    "empty",
                    "search",
                    "comparator",
                    "ensureCapacity",
                    "trimToSize",
                    "toString",
                    "hashCode",
                    "equals" -> true;
            default -> false;
        };
    }

    /** Returns whether objects of that static type carry no derivative whatever they hold. */
    public static boolean isPlain(String descriptor) {
        return switch (descriptor) {
            case "Ljava/lang/String;",
                    "Ljava/lang/Integer;",
                    "Ljava/lang/Long;",
                    "Ljava/lang/Short;",
                    "Ljava/lang/Byte;",
                    "Ljava/lang/Character;",
                    "Ljava/lang/Boolean;",
                    "Ljava/lang/Class;",
                    "Ljava/math/BigInteger;",
                    "Ljava/math/BigDecimal;" -> true;
            default -> false;
        };
    }

    /** Returns whether the field holds a constant of an enum. */
    static boolean isEnumConstant(FieldRef f) {
        return f.declaring().isEnum() && f.descriptor().equals(f.declaring().descriptorString());
    }

    private static @Nullable Map<String, Role> methods(String owner) {
        return switch (owner) {
            case "java/util/List",
                    "java/util/ArrayList",
                    "java/util/LinkedList",
                    "java/util/Vector",
                    "java/util/Stack",
                    "java/util/Deque",
                    "java/util/Queue",
                    "java/util/ArrayDeque",
                    "java/util/Collection",
                    "java/util/SequencedCollection",
                    "java/lang/Iterable",
                    "java/util/Iterator",
                    "java/util/ListIterator" -> Roles.LISTS;
            case "java/util/Set", "java/util/SequencedSet", "java/util/SortedSet", "java/util/NavigableSet" ->
                Roles.SETS;
            case "java/util/Map",
                    "java/util/HashMap",
                    "java/util/LinkedHashMap",
                    "java/util/TreeMap",
                    "java/util/EnumMap",
                    "java/util/SequencedMap",
                    "java/util/SortedMap",
                    "java/util/NavigableMap" -> Roles.MAPS;
            case "java/util/Map$Entry", "java/util/AbstractMap$SimpleEntry" -> Roles.ENTRY_METHODS;
            case "java/util/Optional" -> Roles.OPTIONALS;
            default -> null;
        };
    }

    /** The tables, in a class of their own, for most programs need none of them. */
    private static final class Roles {
        static final Map<String, Role> LISTS = new HashMap<>();
        /** Views of maps. */
        static final Map<String, Role> SETS = new HashMap<>();

        static final Map<String, Role> MAPS = new HashMap<>();
        static final Map<String, Role> ENTRY_METHODS = new HashMap<>();
        static final Map<String, Role> OPTIONALS = new HashMap<>();
        static final Map<String, Role> STATICS = new HashMap<>();
        static final Map<String, Role> CONSTRUCTORS = new HashMap<>();

        static {
            lists();
            maps();
            statics();
            constructors();
        }

        private static void lists() {
            Role element = new Role(Result.ELEMENT);
            for (String m : new String[] {
                "get(I)",
                "getFirst()",
                "getLast()",
                "peek()",
                "peekFirst()",
                "peekLast()",
                "element()",
                "elementAt(I)",
                "firstElement()",
                "lastElement()"
            }) {
                LISTS.put(m, element);
            }
            for (String m : new String[] {
                "remove(I)", "remove()", "removeFirst()", "removeLast()", "pop()", "poll()", "pollFirst()", "pollLast()"
            }) {
                LISTS.put(m, element.changing());
            }
            LISTS.put("next()", element);
            LISTS.put("previous()", element);
            Role one = new Role(Result.NONE).element(1).changing();
            for (String m : new String[] {
                "add", "addFirst", "addLast", "offer", "offerFirst", "offerLast", "push", "addElement", "set"
            }) {
                LISTS.put(
                        m.concat("(Ljava/lang/Object;)"),
                        m.equals("push") ? element.element(1).changing() : one);
            }
            LISTS.put("add(ILjava/lang/Object;)", one.element(2));
            LISTS.put("set(ILjava/lang/Object;)", element.element(2).changing());
            LISTS.put(
                    "addAll(Ljava/util/Collection;)",
                    new Role(Result.NONE).all(1).changing());
            LISTS.put(
                    "addAll(ILjava/util/Collection;)",
                    new Role(Result.NONE).all(2).changing());
            LISTS.put("clear()", new Role(Result.NONE).changing());
            LISTS.put("removeAllElements()", new Role(Result.NONE).changing());
            Role same = new Role(Result.SAME);
            for (String m : new String[] {
                "iterator()", "listIterator()", "listIterator(I)", "subList(II)", "reversed()", "descendingIterator()"
            }) {
                LISTS.put(m, same);
            }
            LISTS.put("toArray()", new Role(Result.COPY));
            LISTS.put("clone()", new Role(Result.COPY));
            SETS.put("iterator()", same);
        }

        private static void maps() {
            Role element = new Role(Result.ELEMENT);
            MAPS.put("get(Ljava/lang/Object;)", element);
            MAPS.put("remove(Ljava/lang/Object;)", element.changing());
            MAPS.put("getOrDefault(Ljava/lang/Object;Ljava/lang/Object;)", element.element(2));
            MAPS.put(
                    "put(Ljava/lang/Object;Ljava/lang/Object;)",
                    element.element(2).key(1).changing());
            MAPS.put(
                    "put(Ljava/lang/Enum;Ljava/lang/Object;)",
                    element.element(2).key(1).changing());
            MAPS.put("putAll(Ljava/util/Map;)", new Role(Result.NONE).all(1).changing());
            MAPS.put("clear()", new Role(Result.NONE).changing());
            MAPS.put("clone()", new Role(Result.COPY));
            MAPS.put("entrySet()", new Role(Result.ENTRIES));
            MAPS.put("values()", new Role(Result.VALUES));
            for (String m : new String[] {"keySet()", "navigableKeySet()", "descendingKeySet()"}) {
                MAPS.put(m, new Role(Result.KEYS));
            }
            Role entry = new Role(Result.ENTRY);
            for (String m : new String[] {"firstEntry()", "lastEntry()"}) {
                MAPS.put(m, entry);
            }
            for (String m : new String[] {"pollFirstEntry()", "pollLastEntry()"}) {
                MAPS.put(m, entry.changing());
            }
            for (String m : new String[] {"floor", "ceiling", "lower", "higher"}) {
                MAPS.put(m.concat("Entry(Ljava/lang/Object;)"), entry);
                MAPS.put(m.concat("Key(Ljava/lang/Object;)"), new Role(Result.KEY));
            }
            MAPS.put("firstKey()", new Role(Result.KEY));
            MAPS.put("lastKey()", new Role(Result.KEY));
            Role same = new Role(Result.SAME);
            MAPS.put("descendingMap()", same);
            for (String m : new String[] {"headMap", "tailMap"}) {
                MAPS.put(m.concat("(Ljava/lang/Object;)"), same);
                MAPS.put(m.concat("(Ljava/lang/Object;Z)"), same);
            }
            MAPS.put("subMap(Ljava/lang/Object;Ljava/lang/Object;)", same);
            MAPS.put("subMap(Ljava/lang/Object;ZLjava/lang/Object;Z)", same);

            ENTRY_METHODS.put("getKey()", new Role(Result.KEY));
            ENTRY_METHODS.put("getValue()", element);
            ENTRY_METHODS.put("setValue(Ljava/lang/Object;)", element.element(1).changing());
            OPTIONALS.put("get()", element);
            OPTIONALS.put("orElseThrow()", element);
        }

        private static void statics() {
            Role copy = new Role(Result.COPY);
            STATICS.put("java/util/Arrays.copyOf([Ljava/lang/Object;I)", copy);
            STATICS.put("java/util/Arrays.copyOfRange([Ljava/lang/Object;II)", copy);
            STATICS.put("java/util/Arrays.asList([Ljava/lang/Object;)", new Role(Result.SAME));
            STATICS.put(
                    "java/util/Arrays.fill([Ljava/lang/Object;Ljava/lang/Object;)",
                    new Role(Result.NONE).element(1).changing());
            STATICS.put(
                    "java/util/Arrays.fill([Ljava/lang/Object;IILjava/lang/Object;)",
                    new Role(Result.NONE).element(3).changing());
            STATICS.put(
                    "java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)",
                    new Role(Result.NONE).all(2).changing(2));
            STATICS.put("java/util/List.of([Ljava/lang/Object;)", copy);
            STATICS.put("java/util/List.copyOf(Ljava/util/Collection;)", copy);
            STATICS.put("java/util/Map.copyOf(Ljava/util/Map;)", copy);
            STATICS.put(
                    "java/util/Map.entry(Ljava/lang/Object;Ljava/lang/Object;)",
                    new Role(Result.MADE).element(1).key(0));
            Role same = new Role(Result.SAME);
            for (String kind :
                    new String[] {"List", "Map", "SortedMap", "NavigableMap", "Collection", "SequencedMap"}) {
                String parameter = "(Ljava/util/".concat(kind).concat(";)");
                STATICS.put("java/util/Collections.unmodifiable".concat(kind).concat(parameter), same);
                STATICS.put("java/util/Collections.synchronized".concat(kind).concat(parameter), same);
            }
            Role moving = new Role(Result.NONE).changing();
            STATICS.put("java/util/Collections.swap(Ljava/util/List;II)", moving);
            STATICS.put("java/util/Collections.reverse(Ljava/util/List;)", moving);
            STATICS.put("java/util/Collections.rotate(Ljava/util/List;I)", moving);
            STATICS.put(
                    "java/util/Collections.addAll(Ljava/util/Collection;[Ljava/lang/Object;)",
                    new Role(Result.NONE).all(1).changing());
            STATICS.put("java/util/Collections.nCopies(ILjava/lang/Object;)", new Role(Result.MADE).element(1));
            Role single = new Role(Result.MADE).element(0);
            STATICS.put("java/util/Collections.singletonList(Ljava/lang/Object;)", single);
            STATICS.put("java/util/Optional.of(Ljava/lang/Object;)", single);
            STATICS.put("java/util/Optional.ofNullable(Ljava/lang/Object;)", single);
            // What shadows are made with, for derivatives of derivatives.
            STATICS.put("org/wengert/program/runtime/Twins.zeros(Ljava/lang/Object;)", CONSTANT);
            STATICS.put("org/wengert/program/runtime/Twins.constant(Ljava/lang/Object;)", CONSTANT);
            STATICS.put("org/wengert/program/runtime/Twins.keys(Ljava/util/Map;)", new Role(Result.KEYS));
            STATICS.put("org/wengert/program/runtime/Twins.listOf([Ljava/lang/Object;)", copy);
            STATICS.put("org/wengert/program/runtime/Twins.copyOf(Ljava/util/Collection;)", copy);
            STATICS.put("org/wengert/program/runtime/Twins.copyOf(Ljava/util/Map;Ljava/util/Map;)", copy);
            Role computed = new Role(Result.NONE).element(2).key(1).changing();
            String compute =
                    "org/wengert/program/runtime/Twins.compute(Ljava/util/Map;Ljava/lang/Object;Ljava/lang/Object;";
            STATICS.put(compute.concat(")"), computed);
            STATICS.put(compute.concat("Ljava/lang/Object;)"), computed);
            STATICS.put(
                    "org/wengert/program/runtime/Twins.sort(Ljava/util/List;Ljava/util/Comparator;[Ljava/lang/Object;)",
                    moving);
            STATICS.put(
                    "org/wengert/program/runtime/Twins.reorder(Ljava/util/List;[Ljava/lang/Object;Ljava/util/List;)",
                    moving);
        }

        private static void constructors() {
            Role plain = new Role(Result.MADE);
            for (String c : new String[] {
                "ArrayList", "LinkedList", "ArrayDeque", "Vector", "Stack", "HashMap", "LinkedHashMap", "TreeMap"
            }) {
                String owner = "java/util/".concat(c);
                CONSTRUCTORS.put(owner.concat("()"), plain);
                CONSTRUCTORS.put(owner.concat("(I)"), plain);
                CONSTRUCTORS.put(owner.concat("(IF)"), plain);
                CONSTRUCTORS.put(owner.concat("(IFZ)"), plain);
                CONSTRUCTORS.put(owner.concat("(II)"), plain);
                CONSTRUCTORS.put(owner.concat("(Ljava/util/Comparator;)"), plain);
                CONSTRUCTORS.put(owner.concat("(Ljava/util/Collection;)"), plain.all(0));
                CONSTRUCTORS.put(owner.concat("(Ljava/util/Map;)"), plain.all(0));
                CONSTRUCTORS.put(owner.concat("(Ljava/util/SortedMap;)"), plain.all(0));
            }
            CONSTRUCTORS.put("java/util/EnumMap(Ljava/lang/Class;)", plain);
            CONSTRUCTORS.put(
                    "java/util/AbstractMap$SimpleEntry(Ljava/lang/Object;Ljava/lang/Object;)",
                    plain.element(1).key(0));
        }
    }
}
