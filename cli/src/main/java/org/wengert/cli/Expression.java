package org.wengert.cli;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.wengert.rule.Special;

/**
 * An expression in Java's syntax, compiled into a class with one static method of its free variables in the order in which they
 * first appear. The functions and constants of {@link Math} and {@link Special} need no prefix.
 */
final class Expression {
    private static final String CLASS = "Expression";
    private static final String METHOD = "f";
    private static final Pattern CALL_OF_F = Pattern.compile("\\b" + METHOD + "\\s*\\(");
    private static final String FUNCTIONS =
            "import static java.lang.Math.*; import static org.wengert.rule.Special.*; ";
    /** Only for expressions that name types: the compiler looks into every package that is imported. */
    private static final String TYPES = "import java.util.*; import java.util.function.*; import java.util.stream.*; ";

    private static final Set<String> CONSTANTS = Set.of("PI", "E", "TAU");

    /** What people write who come from other languages. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("ln", "log"),
            Map.entry("lg", "log10"),
            Map.entry("tg", "tan"),
            Map.entry("arcsin", "asin"),
            Map.entry("arccos", "acos"),
            Map.entry("arctan", "atan"),
            Map.entry("arctan2", "atan2"),
            Map.entry("arcsinh", "asinh"),
            Map.entry("arccosh", "acosh"),
            Map.entry("arctanh", "atanh"),
            Map.entry("logistic", "sigmoid"),
            Map.entry("expit", "sigmoid"),
            Map.entry("power", "pow"),
            Map.entry("fabs", "abs"),
            Map.entry("gammaln", "lgamma"),
            Map.entry("logGamma", "lgamma"),
            Map.entry("sign", "signum"));

    private final String text;
    private final UserClasses classes;
    private final Console console;
    /** What the method is called: an f in the expression is the user's, and no recursion. */
    private final String method;
    /** Variables whose values are texts. */
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Expression(String text, UserClasses classes, Console console) {
        this.text = text;
        this.classes = classes;
        this.console = console;
        method = CALL_OF_F.matcher(text).find() ? "expression" : METHOD;
    }

    /**
     * Compiles an expression.
     *
     * @param text the expression
     * @param arguments values of its variables, by name or in their order; their types decide the variables' types
     * @param needsValues whether a variable without a value is a mistake; else it is a {@code double}
     */
    static Program compile(
            String text, List<Argument> arguments, boolean needsValues, UserClasses classes, Console console) {
        return new Expression(text, classes, console).program(arguments, needsValues);
    }

    private Program program(List<Argument> arguments, boolean needsValues) {
        Set<String> named = new LinkedHashSet<>();
        for (Argument argument : arguments) {
            if (argument.name() != null && !named.add(argument.name())) {
                throw new WrongInput(argument.name() + " is given twice.");
            }
        }
        Set<String> spread = new LinkedHashSet<>(named);
        List<Argument> given = spread(arguments, spread);
        List<String> variables = new ArrayList<>(variables(spread));
        Map<String, Argument> values = values(variables, given, needsValues);

        List<String> parameters = new ArrayList<>();
        for (String variable : variables) {
            Argument argument = values.get(variable);
            if (argument != null && argument.datum() instanceof Datum.Text t) {
                texts.put(variable, t.phrase());
            }
            parameters.add((argument == null ? "double" : type(variable, argument.datum())) + " " + variable);
        }
        compile(String.join(", ", parameters));
        Class<?> type = Objects.requireNonNull(classes.find(CLASS));
        for (var declared : type.getDeclaredMethods()) {
            if (declared.getName().equals(method)) {
                String title = METHOD + "(" + String.join(", ", variables) + ") = " + text.strip();
                List<Argument> ordered = new ArrayList<>();
                for (String variable : variables) {
                    Argument argument = values.get(variable);
                    ordered.add(argument != null ? argument : Argument.of(variable, new Datum.Decimal(0), console));
                }
                return Program.of(title, "the expression", declared, variables, ordered, classes);
            }
        }
        throw new AssertionError("the compiled expression has no method");
    }

    /** A JSON object without a name gives each of its fields as a variable. */
    private List<Argument> spread(List<Argument> arguments, Set<String> names) {
        List<Argument> given = new ArrayList<>();
        for (Argument argument : arguments) {
            if (argument.name() == null && argument.datum() instanceof Datum.Fields f) {
                for (Map.Entry<String, Datum> field : f.fields().entrySet()) {
                    if (!names.add(field.getKey())) {
                        throw new WrongInput(field.getKey() + " is given twice.");
                    }
                    given.add(Argument.of(field.getKey(), field.getValue(), console));
                }
            } else {
                given.add(argument);
            }
        }
        return given;
    }

    private Map<String, Argument> values(List<String> variables, List<Argument> given, boolean needsValues) {
        Map<String, Argument> values = new LinkedHashMap<>();
        for (Argument argument : given) {
            String name = argument.name();
            if (name != null) {
                if (!variables.contains(name)) {
                    throw new WrongInput(name + " is given a value but does not occur in the expression"
                            + Words.didYouMean(name, variables));
                }
                values.put(name, argument);
            }
        }
        List<String> open = new ArrayList<>(variables);
        open.removeAll(values.keySet());
        int next = 0;
        for (Argument argument : given) {
            if (argument.name() == null) {
                if (next == open.size()) {
                    throw new WrongInput("The expression has " + Words.count(variables.size(), "variable")
                            + (variables.isEmpty() ? "" : " (" + String.join(", ", variables) + ")")
                            + ", but the value "
                            + argument.label() + " is one more.");
                }
                values.put(open.get(next++), argument);
            }
        }
        if (needsValues && next < open.size()) {
            List<String> missing = open.subList(next, open.size());
            throw new WrongInput(Words.list(missing) + (missing.size() == 1 ? " has no value" : " have no values")
                    + "; add "
                    + String.join(" ", missing.stream().map(v -> v + "=…").toList())
                    + (missing.contains("pi") || missing.contains("e") ? " (the constants are PI and E)." : "."));
        }
        return values;
    }

    private static String type(String variable, Datum datum) {
        return switch (datum) {
            case Datum.Decimal _ -> "double";
            case Datum.Truth _ -> "boolean";
            case Datum.Text _ -> "String";
            case Datum.Vector _ -> "double[]";
            case Datum.Matrix _ -> "double[][]";
            case Datum.Table t -> type(variable, t.numbers());
            case Datum.Items i
            when i.notNumbers() != null ->
                throw new WrongInput(variable + " is a table of numbers, but " + i.notNumbers() + ".");
            case Datum.Items _, Datum.Fields _, Datum.Missing _ ->
                throw new WrongInput(variable + " is " + datum.phrase()
                        + "; the variables of an expression are numbers, arrays of numbers, booleans or texts."
                        + " A method in a .java file takes records, lists and maps too.");
        };
    }

    // Reading the expression.

    private String imports() {
        return text.chars().anyMatch(Character::isUpperCase) ? FUNCTIONS + TYPES : FUNCTIONS;
    }

    private String header(String result, String parameters) {
        return imports() + "final class " + CLASS + " { static " + result + " " + method + "(" + parameters
                + ") { return ";
    }

    /** The expression stands on line 1, after a header, so that line numbers in messages and tables are the user's. */
    private String source(String header) {
        return header + text + "\n; } }\n";
    }

    private JavaCompilation compilation(String header) {
        return new JavaCompilation(CLASS + ".java", source(header), classes.entries(), null);
    }

    private Set<String> variables(Set<String> given) {
        if (text.isBlank()) {
            throw new WrongInput("The expression is empty; give one such as \"x*x\" x=3.");
        }
        String header = header("double", "");
        try (JavaCompilation compilation = compilation(header)) {
            CompilationUnitTree unit = compilation.task().parse().iterator().next();
            if (!compilation.errors().isEmpty()) {
                throw error(compilation.errors(), header);
            }
            ExpressionTree expression = onlyExpression(unit);
            Variables variables = new Variables(given);
            variables.scan(new TreePath(new TreePath(unit), expression), null);
            variables.free.removeAll(variables.bound);
            if (variables.integerDivision != null) {
                console.err()
                        .println("Note: " + variables.integerDivision
                                + " divides integers, as in all of Java; write a decimal point for a fraction.");
            }
            return variables.free;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExpressionTree onlyExpression(CompilationUnitTree unit) {
        if (unit.getTypeDecls().size() == 1
                && unit.getTypeDecls().getFirst() instanceof ClassTree type
                && type.getMembers().size() == 1
                && type.getMembers().getFirst() instanceof MethodTree method
                && method.getBody() != null
                && method.getBody().getStatements().size() == 1
                && method.getBody().getStatements().getFirst() instanceof ReturnTree statement
                && statement.getExpression() != null) {
            return statement.getExpression();
        }
        throw new WrongInput("This is more than one expression; statements belong into a method of a .java file.");
    }

    /** Collects the names that stand for values and are not declared inside. */
    private static final class Variables extends TreePathScanner<Void, Void> {
        private final Set<String> given;
        private final Set<String> free = new LinkedHashSet<>();
        private final Set<String> bound = new LinkedHashSet<>();
        private @Nullable String integerDivision;

        Variables(Set<String> given) {
            this.given = given;
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
            String name = tree.getName().toString();
            boolean qualifies = getCurrentPath().getParentPath() != null
                    && (getCurrentPath().getParentPath().getLeaf() instanceof MemberSelectTree
                            || getCurrentPath().getParentPath().getLeaf() instanceof MemberReferenceTree);
            boolean isType = qualifies && Character.isUpperCase(name.charAt(0)) || name.equals("java");
            if (given.contains(name) || !isType && !CONSTANTS.contains(name)) {
                free.add(name);
            }
            return null;
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
            if (!(tree.getMethodSelect() instanceof IdentifierTree)) {
                scan(tree.getMethodSelect(), null);
            }
            return scan(tree.getArguments(), null);
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
            bound.add(tree.getName().toString());
            return scan(tree.getInitializer(), null);
        }

        @Override
        public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
            if (tree.getKind() == Tree.Kind.DIVIDE
                    && isInteger(tree.getLeftOperand())
                    && isInteger(tree.getRightOperand())) {
                integerDivision = tree.toString();
            }
            return super.visitBinary(tree, null);
        }

        private static boolean isInteger(ExpressionTree tree) {
            return tree instanceof LiteralTree literal && literal.getValue() instanceof Integer;
        }

        // Types are not values.

        @Override
        public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
            scan(tree.getArguments(), null);
            return scan(tree.getClassBody(), null);
        }

        @Override
        public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void nothing) {
            scan(tree.getDimensions(), null);
            return scan(tree.getInitializers(), null);
        }

        @Override
        public @Nullable Void visitTypeCast(TypeCastTree tree, @Nullable Void nothing) {
            return scan(tree.getExpression(), null);
        }

        @Override
        public @Nullable Void visitInstanceOf(InstanceOfTree tree, @Nullable Void nothing) {
            return scan(tree.getExpression(), null);
        }

        @Override
        public @Nullable Void visitParameterizedType(ParameterizedTypeTree tree, @Nullable Void nothing) {
            return null;
        }
    }

    // Compiling it.

    private void compile(String parameters) {
        String header = header("double", parameters);
        try (JavaCompilation compilation = compilation(header)) {
            if (compilation.succeeds()) {
                classes.add(compilation.classFiles());
                return;
            }
            String result = typeOfValue(parameters);
            if (result == null || result.equals("double")) {
                throw error(compilation.errors(), header);
            }
            compileAs(result, parameters);
        }
    }

    private void compileAs(String result, String parameters) {
        String header = header(result, parameters);
        try (JavaCompilation compilation = compilation(header)) {
            if (!compilation.succeeds()) {
                throw error(compilation.errors(), header);
            }
            classes.add(compilation.classFiles());
        }
    }

    /** Returns the type of the expression as source writes it, or null if it has none. */
    private @Nullable String typeOfValue(String parameters) {
        String header = imports() + "final class " + CLASS + " { static void " + method + "(" + parameters
                + ") { var _value = ";
        try (JavaCompilation compilation = compilation(header)) {
            CompilationUnitTree unit = compilation.task().parse().iterator().next();
            compilation.task().analyze();
            if (!compilation.errors().isEmpty()) {
                return null;
            }
            Trees trees = Trees.instance(compilation.task());
            List<TypeMirror> types = new ArrayList<>();
            new TreePathScanner<Void, Void>() {
                @Override
                public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
                    if (tree.getName().contentEquals("_value")) {
                        types.add(trees.getTypeMirror(getCurrentPath()));
                    }
                    return super.visitVariable(tree, null);
                }
            }.scan(unit, null);
            return types.isEmpty() ? null : types.getFirst().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Explaining why it does not compile.

    private WrongInput error(List<Diagnostic<? extends JavaFileObject>> errors, String header) {
        Diagnostic<?> error = errors.getFirst();
        for (Diagnostic<?> candidate : errors) {
            // The compiler reports "incompatible types" for what surrounds the real mistake, too.
            if (candidate.getCode().contains("cant.resolve")) {
                error = candidate;
                break;
            }
        }
        String message = JavaCompilation.message(error).replace("class " + CLASS, "the expression");
        int offset = Math.clamp(error.getPosition() - header.length(), 0, text.length());
        String advice = advice(error, offset);
        boolean isSyntax = error.getCode().startsWith("compiler.err.expected")
                || error.getCode().startsWith("compiler.err.illegal");
        StringBuilder s = new StringBuilder("The expression does not compile: ");
        if (isSyntax && !advice.isEmpty()) {
            s.append(advice.substring(2));
        } else if (text.substring(offset).isBlank()) {
            s.append("it ends before it is complete (").append(message).append(").");
        } else {
            s.append(message).append(advice.isEmpty() ? "." : advice);
        }
        int start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
        int end = text.indexOf('\n', start);
        String line = text.substring(start, end < 0 ? text.length() : end);
        s.append("\n  ").append(line).append("\n  ");
        for (int i = start; i < offset; i++) {
            s.append(i < text.length() && text.charAt(i) == '\t' ? '\t' : ' ');
        }
        return new WrongInput(s.append('^').toString());
    }

    private String advice(Diagnostic<?> error, int offset) {
        String rest = text.substring(offset);
        String code = error.getCode();
        if (rest.startsWith("^")) {
            return "; in Java ^ is the exclusive or of integers; a power is pow(x, 2), or x*x.";
        }
        if (text.startsWith("**", offset) || text.startsWith("**", Math.max(0, offset - 1))) {
            return "; Java has no **; a power is pow(x, 2), or x*x.";
        }
        if (code.contains("cant.resolve")) {
            String name = rest.split("[^\\p{javaJavaIdentifierPart}]", 2)[0];
            String elsewhere = ELSEWHERE.get(name);
            return elsewhere != null ? "; in Java it is " + elsewhere + "." : Words.didYouMean(name, functions());
        }
        if (code.contains("prob.found.req") && JavaCompilation.message(error).endsWith("double to int")) {
            return "; numbers are doubles here, write (int) before this one.";
        }
        boolean afterNumber = offset > 0 && Character.isDigit(text.charAt(offset - 1));
        if (afterNumber
                && !rest.isEmpty()
                && (rest.charAt(0) == '(' || Character.isJavaIdentifierStart(rest.charAt(0)))) {
            return "; a product needs its sign, as in 2*x.";
        }
        if (!texts.isEmpty() && JavaCompilation.message(error).contains("String")) {
            List<String> which = texts.entrySet().stream()
                    .map(e -> e.getKey() + " is " + e.getValue())
                    .toList();
            return "; " + Words.list(which) + ", and not a number.";
        }
        return "";
    }

    private static Set<String> functions() {
        Set<String> names = new TreeSet<>();
        for (Class<?> owner : List.of(Math.class, Special.class)) {
            for (var method : owner.getMethods()) {
                if (Modifier.isStatic(method.getModifiers())) {
                    names.add(method.getName());
                }
            }
        }
        return names;
    }
}
