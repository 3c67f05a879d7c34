package org.wengert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table holds every function of Math and StrictMath that takes a double, or the reason why not is written here. */
class CompletenessTest {
    private static final Map<String, String> NOT_IN_THE_TABLE = Map.of(
            "round(double)", "its value is a long, which carries no derivative",
            "getExponent(double)", "its value is an int, which carries no derivative",
            "scalb(double,int)", "the table's SCALB takes the int as a whole double");

    @ParameterizedTest
    @ValueSource(classes = {Math.class, StrictMath.class})
    void everyFunctionOfADoubleIsInTheTable(Class<?> math) {
        Set<String> functions = Arrays.stream(math.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .filter(m -> Arrays.asList(m.getParameterTypes()).contains(double.class))
                .map(CompletenessTest::signature)
                .filter(s -> !isFloatVariant(s))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> table = Operation.all().stream()
                .filter(Operation::isStrictMath)
                .map(f -> f.method() + "(" + "double,".repeat(f.arity() - 1) + "double)")
                .collect(Collectors.toCollection(TreeSet::new));
        table.addAll(NOT_IN_THE_TABLE.keySet());
        assertThat(table).isEqualTo(functions);
    }

    /** nextAfter(float, double) and clamp(float, …) work on floats. */
    private static boolean isFloatVariant(String signature) {
        return signature.contains("float");
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getName)
                        .collect(Collectors.joining(",", "(", ")"));
    }
}
