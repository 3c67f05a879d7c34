package org.wengert.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the method that arguments mean, and explains why none or more than one is meant. */
final class Overloads {
    private final List<Argument> arguments;
    private final boolean needsValues;
    private final UserClasses classes;
    private final Console console;

    /**
     * @param arguments what was given
     * @param needsValues whether no arguments at all is a mistake for a method with parameters; else any values do
     */
    Overloads(List<Argument> arguments, boolean needsValues, UserClasses classes, Console console) {
        this.arguments = arguments;
        this.needsValues = needsValues;
        this.classes = classes;
        this.console = console;
    }

    /** A method with the arguments in the order of its parameters, and how far they are from its types. */
    private record Fit(Program program, int distance) {}

    /** Why a method does not take the arguments. The more specific reason has the higher rank. */
    private record Obstacle(String sentence, int rank) {}

    /** Returns all methods of a class that a user may mean by a name, inherited ones last. */
    static List<Method> named(Class<?> type, String name) {
        List<Method> methods = new ArrayList<>();
        for (Method method : all(type)) {
            if (method.getName().equals(name)) {
                methods.add(method);
            }
        }
        return methods;
    }

    /** Returns the names of all methods of a class, for messages. */
    static Set<String> names(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (Method method : all(type)) {
            if (method.getDeclaringClass() != Object.class && !isImplicit(method)) {
                names.add(method.getName());
            }
        }
        return names;
    }

    /** Whether a method comes with every object, enum or record of its kind. */
    static boolean isImplicit(Method method) {
        Class<?> owner = method.getDeclaringClass();
        return switch (method.getName()) {
            case "equals", "hashCode", "toString" -> true;
            case "values", "valueOf" -> owner.isEnum();
            case String name ->
                owner.isRecord()
                        && method.getParameterCount() == 0
                        && Arrays.stream(owner.getRecordComponents())
                                .anyMatch(c -> c.getName().equals(name));
        };
    }

    private static List<Method> all(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> t = type; t != null; t = t.getSuperclass()) {
            types.add(t);
        }
        for (int i = 0; i < types.size(); i++) {
            types.addAll(Arrays.asList(types.get(i).getInterfaces()));
        }
        for (Class<?> t : types) {
            for (Method method : t.getDeclaredMethods()) {
                if (!method.isSynthetic()
                        && !Modifier.isAbstract(method.getModifiers())
                        && seen.add(method.getName() + Arrays.toString(method.getParameterTypes()))) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    /**
     * Returns the one method that the arguments fit.
     *
     * @param candidates at least one
     */
    Program choose(List<Method> candidates) {
        List<Fit> fits = new ArrayList<>();
        List<Obstacle> obstacles = new ArrayList<>();
        for (Method method : candidates) {
            consider(method, fits, obstacles);
        }
        if (fits.isEmpty()) {
            throw new WrongInput(explanation(candidates, obstacles));
        }
        int least = fits.stream().mapToInt(Fit::distance).min().orElseThrow();
        List<Fit> best = fits.stream().filter(f -> f.distance() == least).toList();
        if (best.size() > 1) {
            List<String> signatures = best.stream()
                    .map(f -> signature(
                            f.program().method(), ParameterNames.of(f.program().method())))
                    .toList();
            Method first = best.getFirst().program().method();
            throw new WrongInput("The arguments fit " + Words.list(signatures)
                    + " equally well; choose one by its types, for example "
                    + first.getDeclaringClass().getSimpleName() + "::" + Program.signature(first, List.of()) + ".");
        }
        return best.getFirst().program();
    }

    private static String explanation(List<Method> candidates, List<Obstacle> obstacles) {
        if (candidates.size() == 1) {
            return obstacles.getFirst().sentence();
        }
        int highest = obstacles.stream().mapToInt(Obstacle::rank).max().orElseThrow();
        List<String> sentences = obstacles.stream()
                .filter(o -> o.rank() == highest)
                .map(Obstacle::sentence)
                .distinct()
                .toList();
        if (sentences.size() == 1 && highest > 0) {
            return sentences.getFirst();
        }
        List<String> signatures =
                candidates.stream().map(m -> signature(m, ParameterNames.of(m))).toList();
        return "The arguments fit none of " + Words.list(signatures) + ".";
    }

    private void consider(Method method, List<Fit> fits, List<Obstacle> obstacles) {
        List<String> names = ParameterNames.of(method);
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Class<?> owner = method.getDeclaringClass();
        Supplier<Object> instances = isStatic ? null : Program.instances(owner);
        if (isStatic || instances != null) {
            List<Obstacle> problems = new ArrayList<>();
            Fit fit = fit(method, names, instances, false, problems);
            if (fit != null) {
                fits.add(fit);
                return;
            }
            if (isStatic || !owner.isRecord()) {
                obstacles.addAll(problems);
                return;
            }
        }
        if (owner.isRecord()) {
            Fit fit = fit(method, names, null, true, obstacles);
            if (fit != null) {
                fits.add(fit);
            }
            return;
        }
        obstacles.add(new Obstacle(
                signature(method, names) + " is called on " + Binding.article(owner.getSimpleName())
                        + ", which is neither a record nor has a constructor without parameters; give a static method.",
                0));
    }

    /**
     * Tries a method.
     *
     * @param instances makes the receiver, or null
     * @param receiverGiven whether the first argument is the receiver, named {@code this}
     */
    private @Nullable Fit fit(
            Method method,
            List<String> parameterNames,
            @Nullable Supplier<Object> instances,
            boolean receiverGiven,
            List<Obstacle> obstacles) {
        String label = label(method);
        List<Type> types = new ArrayList<>();
        List<Class<?>> classTypes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (receiverGiven) {
            types.add(method.getDeclaringClass());
            classTypes.add(method.getDeclaringClass());
            names.add("this");
        }
        types.addAll(Arrays.asList(method.getGenericParameterTypes()));
        classTypes.addAll(Arrays.asList(method.getParameterTypes()));
        for (int i = 0; i < method.getParameterCount(); i++) {
            names.add(parameterNames.isEmpty() ? "x" + i : parameterNames.get(i));
        }
        boolean namesKnown = method.getParameterCount() == 0 || !parameterNames.isEmpty();

        List<Argument> given = arguments;
        if (given.isEmpty() && !needsValues) {
            List<@Nullable Object> nothing = new ArrayList<>();
            types.forEach(_ -> nothing.add(null));
            return new Fit(
                    new Program(title(method, parameterNames), label, method, names, nothing::toArray, classes), 0);
        }
        given = spread(given, names);
        if (method.isVarArgs()) {
            given = collect(given, types.size());
        }
        if (given.size() != types.size()) {
            obstacles.add(new Obstacle(
                    signature(method, parameterNames) + " takes " + Words.count(types.size(), "argument")
                            + (receiverGiven
                                    ? " (the " + method.getDeclaringClass().getSimpleName() + " first)"
                                    : "") + ", but "
                            + (given.isEmpty() ? "none was" : given.size() + (given.size() == 1 ? " was" : " were"))
                            + " given"
                            + (given.size() > 1 && classTypes.equals(List.of(double[].class)) && areNumbers(given)
                                    ? "; write an array: \"[" + String.join(", ", texts(given)) + "]\"."
                                    : "."),
                    1));
            return null;
        }
        @Nullable Argument[] slots = new @Nullable Argument[types.size()];
        for (Argument argument : given) {
            if (argument.name() == null) {
                continue;
            }
            int at = names.indexOf(argument.name());
            if (!namesKnown && !argument.name().equals("this")) {
                obstacles.add(new Obstacle(
                        "The names of the parameters of " + signature(method, List.of())
                                + " are not known, since it was compiled without -g and -parameters; give the arguments in order, without names.",
                        2));
                return null;
            }
            if (at < 0) {
                obstacles.add(new Obstacle(
                        label + " has no parameter " + argument.name() + Words.didYouMean(argument.name(), names)
                                + " It is " + signature(method, parameterNames) + ".",
                        2));
                return null;
            }
            if (slots[at] != null) {
                obstacles.add(new Obstacle(argument.name() + " is given twice.", 3));
                return null;
            }
            slots[at] = argument;
        }
        int next = 0;
        for (Argument argument : given) {
            if (argument.name() == null) {
                while (slots[next] != null) {
                    next++;
                }
                slots[next] = argument;
            }
        }
        int distance = 0;
        List<Argument> ordered = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            Argument argument = Objects.requireNonNull(slots[i]);
            int d = Binding.distance(argument, classTypes.get(i), types.get(i));
            if (d < 0) {
                obstacles.add(new Obstacle(problem(argument, types.get(i), names.get(i), label), 3));
                return null;
            }
            distance += d;
            ordered.add(argument);
        }
        return new Fit(program(method, parameterNames, label, types, names, ordered, instances), distance);
    }

    private Program program(
            Method method,
            List<String> parameterNames,
            String label,
            List<Type> types,
            List<String> names,
            List<Argument> ordered,
            @Nullable Supplier<Object> instances) {
        int receiver = instances == null ? 0 : 1;
        List<String> all = new ArrayList<>(names);
        if (receiver == 1) {
            all.addFirst("this");
        }
        Supplier<@Nullable Object[]> values = () -> {
            @Nullable Object[] fresh = new @Nullable Object[receiver + ordered.size()];
            if (instances != null) {
                fresh[0] = instances.get();
            }
            for (int i = 0; i < ordered.size(); i++) {
                fresh[receiver + i] = Program.bind(ordered.get(i), types.get(i), names.get(i), label);
            }
            return fresh;
        };
        return new Program(title(method, parameterNames), label, method, List.copyOf(all), values, classes);
    }

    private static boolean areNumbers(List<Argument> given) {
        return given.stream().allMatch(a -> Numerals.parse(a.text()) != null);
    }

    private static List<String> texts(List<Argument> given) {
        return given.stream().map(Argument::text).toList();
    }

    private static String problem(Argument argument, Type type, String name, String label) {
        try {
            Program.bind(argument, type, name, label);
        } catch (WrongInput e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("an argument fits only sometimes");
    }

    /** One JSON object without a name, for a method whose parameters its fields name, gives each of them. */
    private List<Argument> spread(List<Argument> given, List<String> names) {
        if (given.size() == 1
                && given.getFirst().name() == null
                && names.size() > 0
                && looksLikeObject(given.getFirst().text())
                && given.getFirst().datum() instanceof Datum.Fields f
                && f.fields().keySet().equals(Set.copyOf(names))) {
            List<Argument> each = new ArrayList<>();
            f.fields().forEach((name, datum) -> each.add(Argument.of(name, datum, console)));
            return each;
        }
        return given;
    }

    private static boolean looksLikeObject(String text) {
        return text.startsWith("{") || text.toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** The last parameter of a varargs method takes numbers one by one as well as in an array. */
    private List<Argument> collect(List<Argument> given, int parameters) {
        int fixed = parameters - 1;
        if (given.size() < fixed || given.stream().anyMatch(a -> a.name() != null)) {
            return given;
        }
        List<Argument> rest = given.subList(fixed, given.size());
        if (rest.size() == 1 && !(rest.getFirst().datum() instanceof Datum.Decimal)) {
            return given;
        }
        List<Argument> collected = new ArrayList<>(given.subList(0, fixed));
        boolean numbers = rest.stream().allMatch(a -> a.datum() instanceof Datum.Decimal);
        collected.add(Argument.of(
                        "the last arguments",
                        numbers
                                ? new Datum.Vector(rest.stream()
                                        .mapToDouble(a -> ((Datum.Decimal) a.datum()).value())
                                        .toArray())
                                : new Datum.Items(
                                        rest.stream().map(Argument::datum).toList()),
                        console)
                .withoutName());
        return collected;
    }

    private static String label(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static String title(Method method, List<String> names) {
        return signature(method, names);
    }

    private static String signature(Method method, List<String> names) {
        return method.getDeclaringClass().getSimpleName() + "." + Program.signature(method, names);
    }
}
