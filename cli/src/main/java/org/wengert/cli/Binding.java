package org.wengert.cli;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fits what was given to the type of a parameter: numbers, booleans, texts, enums, arrays, lists, maps and records of them. */
final class Binding {
    /** That a datum does not fit; the message says where in it and why. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message, null, false, false);
        }
    }

    private static final Pattern QUALIFIER = Pattern.compile("(?:[\\p{L}\\p{N}_]+[.$])+");

    private Binding() {}

    /**
     * Returns a new value of a type; arrays are copies.
     *
     * @param where what to call the datum in messages: {@code x}, {@code x[2].name}
     * @throws Misfit if it does not fit
     */
    static @Nullable Object bind(Datum datum, Type type, String where) {
        if (type instanceof WildcardType wildcard) {
            return bind(datum, wildcard.getUpperBounds()[0], where);
        }
        if (type instanceof ParameterizedType generic) {
            return bindGeneric(datum, generic, where);
        }
        if (!(type instanceof Class<?> c)) {
            throw new Misfit(where + " is of the type " + name(type) + ", which cannot be given on the command line");
        }
        if (datum instanceof Datum.Missing && !c.isPrimitive()) {
            return null;
        }
        if (c.isArray()) {
            return array(datum, c.getComponentType(), where);
        }
        if (c == Object.class) {
            return natural(datum);
        }
        if (c.isRecord()) {
            return record(datum, c, where);
        }
        if (c.isEnum()) {
            return constant(datum, c, where);
        }
        if (isList(c)) {
            return list(datum, c, Object.class, where);
        }
        if (isMap(c)) {
            return map(datum, c, String.class, Object.class, where);
        }
        return scalar(datum, c, where);
    }

    private static @Nullable Object scalar(Datum datum, Class<?> c, String where) {
        return switch (c.getName()) {
            case "double", "java.lang.Double" -> real(datum, c, where);
            case "float", "java.lang.Float" -> {
                double x = real(datum, c, where);
                float f =
                        datum instanceof Datum.Decimal d && Double.isFinite(x) ? Float.parseFloat(d.text()) : (float) x;
                if (Float.isInfinite(f) && !Double.isInfinite(x)) {
                    throw new Misfit(where + " is a float, and " + datum.phrase() + " is beyond its range");
                }
                yield f;
            }
            case "int", "java.lang.Integer" -> (int) integer(datum, c, where, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "java.lang.Long" -> integer(datum, c, where, Long.MIN_VALUE, Long.MAX_VALUE);
            case "short", "java.lang.Short" -> (short) integer(datum, c, where, Short.MIN_VALUE, Short.MAX_VALUE);
            case "byte", "java.lang.Byte" -> (byte) integer(datum, c, where, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "char", "java.lang.Character" -> {
                if (datum instanceof Datum.Text t && t.value().length() == 1) {
                    yield t.value().charAt(0);
                }
                throw misfit(datum, c, where);
            }
            case "boolean", "java.lang.Boolean" -> {
                if (datum instanceof Datum.Truth t) {
                    yield t.value();
                }
                throw misfit(datum, c, where);
            }
            case "java.lang.String", "java.lang.CharSequence" -> {
                if (datum instanceof Datum.Text t) {
                    yield t.value();
                }
                throw misfit(datum, c, where);
            }
            case "java.lang.Number" -> real(datum, c, where);
            default -> {
                throw new Misfit(where + " is of the type " + name(c) + ", which cannot be given on the command line; "
                        + "numbers, booleans, texts, enums, arrays, lists, maps and records can");
            }
        };
    }

    private static double real(Datum datum, Class<?> c, String where) {
        // JSON has no NaN and no infinities: they come as text.
        Datum.Decimal decimal = switch (datum) {
            case Datum.Decimal d -> d;
            case Datum.Text t -> Numerals.parse(t.value());
            default -> null;
        };
        if (decimal == null) {
            throw misfit(datum, c, where);
        }
        if (decimal.isBeyondRange()) {
            throw new Misfit(where + " is " + article(name(c)) + ", and " + decimal.phrase() + " is beyond its range");
        }
        return decimal.value();
    }

    private static long integer(Datum datum, Class<?> c, String where, long least, long greatest) {
        if (!(datum instanceof Datum.Decimal d)) {
            throw misfit(datum, c, where);
        }
        long n;
        if (d.text().matches("[+-]?\\d+")) {
            try {
                n = Long.parseLong(d.text());
            } catch (NumberFormatException e) {
                throw misfit(datum, c, where);
            }
        } else {
            n = (long) d.value();
            if (n != d.value() || Math.abs(d.value()) > Json.LARGEST_EXACT) {
                throw misfit(datum, c, where);
            }
        }
        if (n < least || n > greatest) {
            throw new Misfit(where + " is " + article(name(c)) + ", and " + datum.phrase() + " is beyond its range");
        }
        return n;
    }

    private static Object array(Datum datum, Class<?> element, String where) {
        double[] numbers = element == double.class ? vector(datum) : null;
        if (numbers != null) {
            return numbers.clone();
        }
        List<Datum> items = items(datum, element.isArray(), element.isRecord());
        if (items == null) {
            throw misfit(datum, element.arrayType(), where);
        }
        requireNumbers(datum, element, element.arrayType(), where);
        Object array = Array.newInstance(element, items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, bind(items.get(i), element, where + "[" + i + "]"));
        }
        return array;
    }

    /** Refuses a table with other cells where an array or list of numbers is wanted, by the first of these cells. */
    private static void requireNumbers(Datum datum, Type element, Type whole, String where) {
        if (datum instanceof Datum.Items i && i.notNumbers() != null && (isSequence(element) || isNumber(element))) {
            throw new Misfit(where + " is " + article(name(whole)) + ", but " + i.notNumbers());
        }
    }

    private static boolean isNumber(Type type) {
        return type instanceof Class<?> c
                && (c.isPrimitive() && c != boolean.class && c != char.class || Number.class.isAssignableFrom(c));
    }

    private static double @Nullable [] vector(Datum datum) {
        return switch (datum) {
            case Datum.Vector v -> v.values();
            case Datum.Table t when t.numbers() instanceof Datum.Vector v -> v.values();
            default -> null;
        };
    }

    /** The elements of an array-like datum; null if it is none. A table's shape follows what is wanted. */
    private static @Nullable List<Datum> items(Datum datum, boolean ofArrays, boolean ofRecords) {
        return switch (datum) {
            case Datum.Vector v -> numbers(v.values());
            case Datum.Matrix m -> rows(m.rows());
            case Datum.Items i -> i.items();
            case Datum.Table t
            when ofRecords && !t.columns().isEmpty() -> t.objects().items();
            case Datum.Table t when !ofArrays && t.numbers() instanceof Datum.Vector v -> numbers(v.values());
            case Datum.Table t -> rows(t.rows());
            default -> null;
        };
    }

    private static List<Datum> numbers(double[] values) {
        return Arrays.stream(values).<Datum>mapToObj(Datum.Decimal::new).toList();
    }

    private static List<Datum> rows(double[][] rows) {
        return Arrays.stream(rows).<Datum>map(Datum.Vector::new).toList();
    }

    /** Whether a list can be given for a parameter of a type: List itself, what it extends, and the usual implementation. */
    private static boolean isList(Class<?> c) {
        return Iterable.class.isAssignableFrom(c) && c.isAssignableFrom(ArrayList.class);
    }

    /** Whether a map can be given for a parameter of a type. */
    private static boolean isMap(Class<?> c) {
        return Map.class.isAssignableFrom(c) && c.isAssignableFrom(LinkedHashMap.class);
    }

    private static boolean isSequence(Type type) {
        return type instanceof Class<?> c
                ? c.isArray() || isList(c)
                : type instanceof ParameterizedType p && isList((Class<?>) p.getRawType());
    }

    private static @Nullable Object bindGeneric(Datum datum, ParameterizedType generic, String where) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (!isList(raw) && !isMap(raw)) {
            throw new Misfit(
                    where + " is of the type " + name(generic) + ", which cannot be given on the command line; "
                            + "lists, maps and records without type parameters can");
        }
        if (datum instanceof Datum.Missing) {
            return null;
        }
        return isList(raw)
                ? list(datum, generic, arguments[0], where)
                : map(datum, generic, arguments[0], arguments[1], where);
    }

    private static List<@Nullable Object> list(Datum datum, Type type, Type element, String where) {
        List<Datum> items = items(datum, isSequence(element), element instanceof Class<?> c && c.isRecord());
        if (items == null) {
            throw misfit(datum, type, where);
        }
        requireNumbers(datum, element, type, where);
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            list.add(bind(items.get(i), element, where + "[" + i + "]"));
        }
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(
            Datum datum, Type type, Type key, Type element, String where) {
        Map<String, Datum> fields = switch (datum) {
            case Datum.Fields f -> f.fields();
            case Datum.Table t when !t.columns().isEmpty() -> t.fields(isSequence(element));
            default -> throw misfit(datum, type, where);
        };
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (map.put(key(name, key, where), bind(value, element, where + "[" + name + "]")) != null) {
                throw new Misfit(where + " has the key " + name + " twice");
            }
        });
        return map;
    }

    /** A key: in JSON a text, which may stand for a number or a constant. */
    private static @Nullable Object key(String name, Type type, String where) {
        if (type == String.class || type == Object.class) {
            return name;
        }
        Datum.Decimal number = Numerals.parse(name);
        return bind(number == null ? new Datum.Text(name) : number, type, "the key " + name + " of " + where);
    }

    /** The value that JSON means where the type says nothing. */
    private static @Nullable Object natural(Datum datum) {
        return switch (datum) {
            case Datum.Decimal d -> d.value();
            case Datum.Truth t -> t.value();
            case Datum.Text t -> t.value();
            case Datum.Missing _ -> null;
            case Datum.Vector v -> v.values().clone();
            case Datum.Matrix m -> Arrays.stream(m.rows()).map(double[]::clone).toArray(double[][]::new);
            case Datum.Table t -> natural(t.numbers());
            case Datum.Items i -> list(i, List.class, Object.class, "");
            case Datum.Fields f -> map(f, Map.class, String.class, Object.class, "");
        };
    }

    private static Object constant(Datum datum, Class<?> c, String where) {
        List<String> names = new ArrayList<>();
        for (Object constant : c.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (datum instanceof Datum.Text t && name.equals(t.value())) {
                return constant;
            }
            names.add(name);
        }
        throw new Misfit(where + " is one of " + Words.list(names) + ", but " + datum.phrase() + " was given");
    }

    private static Object record(Datum datum, Class<?> c, String where) {
        RecordComponent[] components = c.getRecordComponents();
        if (datum instanceof Datum.Table t
                && t.rows().length == 1
                && !t.columns().isEmpty()) {
            return record(t.objects().items().getFirst(), c, where);
        }
        if (!(datum instanceof Datum.Fields f)) {
            throw new Misfit(where + " is a record " + signature(c) + ", but " + datum.phrase()
                    + " was given; write it as a JSON object, for example " + example(c));
        }
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        for (String name : f.fields().keySet()) {
            if (!names.contains(name)) {
                throw new Misfit(
                        where + " has no component " + name + "; " + signature(c) + " has " + Words.list(names));
            }
        }
        for (int i = 0; i < values.length; i++) {
            Datum value = f.fields().get(names.get(i));
            if (value == null) {
                throw new Misfit(where + " lacks the component " + names.get(i) + " of " + signature(c));
            }
            types[i] = components[i].getType();
            values[i] = bind(value, components[i].getGenericType(), where + "." + names.get(i));
        }
        try {
            var constructor = c.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new Misfit(where + " is refused by " + signature(c) + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static String signature(Class<?> record) {
        return record.getSimpleName() + "("
                + String.join(
                        ", ",
                        Arrays.stream(record.getRecordComponents())
                                .map(r -> name(r.getGenericType()) + " " + r.getName())
                                .toList())
                + ")";
    }

    private static String example(Class<?> record) {
        return "{"
                + String.join(
                        ", ",
                        Arrays.stream(record.getRecordComponents())
                                .map(r -> "\"" + r.getName() + "\": …")
                                .toList())
                + "}";
    }

    private static Misfit misfit(Datum datum, Type type, String where) {
        return new Misfit(where + " is " + article(name(type)) + ", but " + datum.phrase() + " was given");
    }

    /** Returns a type's name as source writes it, without packages: {@code Map<String, double[]>}. */
    static String name(Type type) {
        return type instanceof Class<?> c
                ? c.getSimpleName()
                : QUALIFIER.matcher(type.getTypeName()).replaceAll("");
    }

    /** Returns a noun after its article. */
    static String article(String noun) {
        return ("AEIOUaeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /**
     * Returns how far a type is from what a datum is by itself, for the choice among overloads: 0 is natural, −1 does not fit.
     * A number is a {@code double} by nature, because that is what has a derivative.
     */
    static int distance(Argument argument, Class<?> c, Type type) {
        if (c == String.class) {
            return argument.isText() ? 0 : 6;
        }
        try {
            bind(argument.datum(), type, argument.label());
        } catch (Misfit e) {
            return -1;
        }
        Class<?> leaf = c;
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
        }
        return switch (leaf.getName()) {
            case "double", "boolean" -> 0;
            case "java.lang.Double", "java.lang.Boolean" -> 1;
            case "float", "char" -> 2;
            case "java.lang.Float", "java.lang.Character" -> 3;
            case "int", "long", "short", "byte" -> 4;
            case "java.lang.Object", "java.lang.Number", "java.lang.CharSequence" -> 5;
            // Of an array and a list, or a record and a map, the former is meant.
            default -> leaf.isRecord() || leaf.isEnum() ? 0 : isList(leaf) || isMap(leaf) ? 1 : 4;
        };
    }
}
