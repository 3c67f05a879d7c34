package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongInputTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void enterFolder() {
        cli = new Cli(folder);
        cli.file("Rosenbrock.java", Cli.ROSENBROCK);
        cli.file("Two.java", """
                class Two {
                    static double one(double x) { return x; }
                    static double two(double[] x) { return x[0]; }
                    static int count(double x) { return 1; }
                    static double[] pair(double x) { return new double[] {x, x}; }
                    static double index(double[] x, int n) { return x[n]; }
                    record P(double a, double b) {}
                    static double record(P p) { return p.a; }
                    record Q(double a, java.util.Map<String, Double> more) {}
                    static double map(Q q) { return q.a; }
                    static double iterable(Iterable<Double> x) { return 1; }
                    static double keys(java.util.Map<Integer, Double> m) { return m.get(1); }
                    static double set(java.util.Set<Double> x) { return 1; }
                    static double box(double x, Float a) { return x; }
                    static double boxes(double x, java.util.List<Float> a) { return x; }
                    record B(Float a) {}
                    static double boxed(double x, B b) { return x; }
                    static java.util.List<Double> outputs(java.util.List<Double> x) { x.add(2.0); return x; }
                    static double ragged(double[][] x) { return x[0][0]; }
                    static double deep(double[][][] x) { return x[0][0][0]; }
                    static Double boxedResult(double x) { return x; }
                    static double[] nothing(double[] x) { return new double[0]; }
                    record A(double a) { public double a() { return -a; } }
                    static double accessor(A a) { return a.a(); }
                    static double any(Object o) { return o instanceof Double d ? d * d : 0; }
                    static double list(double x, java.util.List<Double> weights) { return x * weights.get(0); }
                }
                """);
        cli.file("broken.json", "[1,\n 2,\n x]\n");
        cli.file("open.json", "{\"a\": [1, 2\n");
        cli.file("twice.csv", "a,b,a\n1,2,3\n");
        cli.file("huge.csv", "a\n1e999\n");
        cli.file("typo.csv", "1,2x\n3,4\n");
        cli.file("hole.csv", ",2\n3,4\n");
        cli.file("semicolons.csv", "1;2\n3;4\n");
        cli.file("missing-cell.csv", "a,b\n1,2\n3,\n");
        cli.file("header.csv", "a,b\n");
        cli.file("words.csv", "1,2\n3,four\n");
        cli.file("ragged.csv", "a,b\n1,2\n3\n");
        cli.file("empty.csv", "");
        cli.file("not.npy", "hello, this is text");
    }

    /** The words of a command, separated by blanks, and the sentence they earn. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            grad Rosenbrock.java::valeu [1,2]          | Rosenbrock.java has no method valeu; did you mean value?
            grad Two.java::zzz 1                       | Two.java has no method zzz. It has accessor, any, box, boxed, boxedResult, boxes, count, deep, index, iterable, keys, list, map, nothing, one, outputs, pair, ragged, record, set and two.
            grad Rosenbrock.java::value 1 2            | Rosenbrock.value(double[] x) takes 1 argument, but 2 were given; write an array: "[1, 2]".
            grad Rosenbrock.java::value                | Rosenbrock.value(double[] x) takes 1 argument, but none was given.
            grad Rosenbrock.java::value x=hello        | In Rosenbrock.value, x is a double[], but the text “hello” was given.
            grad Rosenbrock.java::value 3              | In Rosenbrock.value, x is a double[], but the number 3 was given.
            grad Rosenbrock.java::value [1,true]       | In Rosenbrock.value, x[1] is a double, but the boolean true was given.
            grad Rosenbrock.java::value y=[1,2]        | Rosenbrock.value has no parameter y; did you mean x? It is Rosenbrock.value(double[] x).
            grad Rosenbrock.java::value(double) 3      | Rosenbrock has no value(double); it has value(double[]).
            grad Two.java::index [1] 1.5               | In Two.index, n is an int, but the number 1.5 was given.
            grad Two.java::index [1] 3000000000        | In Two.index, n is an int, and the number 3000000000 is beyond its range.
            grad Two.java::index x=[1] x=[2]           | x is given twice.
            grad Two.java::record 1                    | In Two.record, p is a record P(double a, double b), but the number 1 was given; write it as a JSON object, for example {"a": …, "b": …}.
            grad Two.java::record {"a":1}              | In Two.record, p lacks the component b of P(double a, double b).
            grad Two.java::record {"a":1,"b":2,"c":3}  | In Two.record, p has no component c; P(double a, double b) has a and b.
            grad Two.java::count 1                     | The value of Two.count is of the type int, which has no derivative; let it be a double or a double[].
            grad Two.java::pair 1                      | The value of Two.pair is an array of 2 numbers, and a gradient is of one number; ask for --jacobian.
            grad Two.java::pair 1 --hessian            | The value of Two.pair is an array of 2 numbers, and a Hessian is of one number; ask for --jacobian, or reduce the value to one number.
            grad Two.java::any 1                       | The real numbers in o have no derivatives here, since its type Object does not tell of them; declare it as a double, an array, a record, a List or a Map.
            grad Two.java::iterable [1]                | The real numbers in x have no derivatives here, since its type Iterable does not tell of them; declare it as a double, an array, a record, a List or a Map.
            grad Two.java::list 1 3                    | In Two.list, weights is a List<Double>, but the number 3 was given.
            grad Two.java::list 1 ["a"]                | In Two.list, weights[0] is a Double, but the text “a” was given.
            grad Two.java::list 1 {"a":1}              | In Two.list, weights is a List<Double>, but an object with a was given.
            grad Two.java::map {"a":1,"more":[2]}      | In Two.map, q.more is a Map<String, Double>, but an array of 1 number was given.
            grad Two.java::map {"a":1,"more":{"b":{}}} | In Two.map, q.more[b] is a Double, but an object with nothing was given.
            grad Two.java::map {"a":1}                 | In Two.map, q lacks the component more of Q(double a, Map<String, Double> more).
            grad Two.java::keys {"1":2,"x":3}          | In Two.keys, the key x of m is an Integer, but the text “x” was given.
            grad Two.java::keys {"1":2,"1.0":3}        | In Two.keys, m has the key 1.0 twice.
            grad Two.java::set [1]                     | In Two.set, x is of the type Set<Double>, which cannot be given on the command line; lists, maps and records without type parameters can.
            grad Two.java::box 1 2                     | In Two.box, a is a Float, which has no derivative in its box; declare it as a Double or a float.
            grad Two.java::boxes 1 [2]                 | In Two.boxes, a[0] is a Float, which has no derivative in its box; declare it as a Double or a float.
            grad Two.java::boxed 1 {"a":2}             | In Two.boxed, b.a is a Float, which has no derivative in its box; declare it as a Double or a float.
            grad Two.java::outputs [1]                 | The value of Two.outputs is 2 numbers in a List, and a gradient is of one number; ask for --jacobian.
            grad Two.java::ragged [[1,2],[3]] -o g.npy | The gradient for x is an array of rows of different lengths, but an .npy file holds a number, a vector or a matrix; write --format json or csv.
            grad Two.java::map {"a":1,"more":{}} -o g.npy | The gradient for q is a tree of names and numbers, but an .npy file holds a number, a vector or a matrix; write --format json or csv.
            grad Two.java::deep [[[1]]] -o g.npy       | The gradient for x is an array that is neither a vector nor a matrix, but an .npy file holds a number, a vector or a matrix; write --format json or csv.
            grad Two.java::keys twice.csv              | The table has two columns with the name a; rename one of them.
            grad Two.java::boxedResult 1 --hessian     | The value of Two.boxedResult is declared as Double, and a Hessian is of a double; declare it so.
            grad Two.java::accessor a={"a":1}          | The accessor a() of A does not return the component a, so the record cannot be copied; give the method that computes another name.
            grad Two.java::ragged [[1],null] -o g.npy  | The gradient for x is an array of rows of different lengths, but an .npy file holds a number, a vector or a matrix; write --format json or csv.
            grad Two.java::Q::more 1                   | Two.java has no method Q::more
            grad Two.java::Z::one 1                    | Two.java has no class Z; it has P, Q, B, A and Two.
            grad Two::one 1                            | There is no class Two in this folder; of the source file write Two.java::one.
            grad Two.java::one -o x.json --show java --check | --show prints the generated gradient and computes nothing; leave out --check.
            grad Two.java::one x=                      | x is given no value; write it after the sign, as in x=2, or x='""' for an empty text.
            grad Two.java::one 1e400                   | In Two.one, x is a double, and the number 1e400 is beyond its range.
            grad Rosenbrock.java [1,-1e400]            | The number -1e400 is beyond the range of a double; write "Infinity" where that is meant.
            grad x*y x=1e400 y=1                       | In the expression, x is a double, and the number 1e400 is beyond its range.
            grad Rosenbrock.java huge.csv              | huge.csv:2: the number 1e999 in column 1 is beyond the range of a double; write Infinity where that is meant.
            grad Rosenbrock.java typo.csv              | typo.csv:1: “2x” in column 2 is not a number, and the row is no header, since it holds numbers too.
            grad Rosenbrock.java hole.csv              | hole.csv:1: the cell in column 1 is empty, and the row is no header, since it holds numbers too.
            grad Rosenbrock.java semicolons.csv        | semicolons.csv:1: “1;2” in column 1 is not a number (cells are separated by commas), and the row is no header, since a name does not begin with a digit.
            grad Rosenbrock.java missing-cell.csv      | In Rosenbrock.value, x is a double[], but in line 3 of missing-cell.csv the cell in column 2 is empty.
            grad x[0][0] x=missing-cell.csv            | x is a table of numbers, but in line 3 of missing-cell.csv the cell in column 2 is empty.
            grad Rosenbrock.java header.csv            | header.csv holds a header (a, b) and no rows of numbers.
            trace Two.java::count 1                    | The value of Two.count is of the type int, which has no derivative; let it be a double or a double[].
            trace Two.java::nothing [1]                | The value of Two.nothing holds no real number, so it has no derivative.
            trace x*x x=1 -o trace.png                 | Pictures are written as .svg, or as .dot for Graphviz, but not as .png.
            grad None.java::f 1                        | Cannot read None.java: there is no such file or folder.
            grad no.such.Type::f 1                     | There is no class no.such.Type in this folder; name the folder or jar that holds it with --class-path.
            grad no.such.Type::f 1 -cp Two.java        | There is no class no.such.Type in Two.java.
            grad no.such.Type::f 1 -cp nowhere         | The class path names nowhere, but there is no such file or folder.
            grad none.jar#a.B::f 1                     | The class path names none.jar, but there is no such file or folder.
            grad lib.jar 1                             | lib.jar names no method; write lib.jar#pkg.Type::method.
            grad Rosenbrock.java missing.json          | Cannot read missing.json: there is no such file or folder.
            grad Rosenbrock.java missing.npy           | Cannot read missing.npy: there is no such file or folder.
            grad Rosenbrock.java missing.csv           | Cannot read missing.csv: there is no such file or folder.
            grad Rosenbrock.java words.csv             | words.csv:2: “four” in column 2 is not a number.
            grad Rosenbrock.java ragged.csv            | ragged.csv:3: this row has 1 value, but the header has 2.
            grad Rosenbrock.java empty.csv             | empty.csv is empty; it should hold rows of numbers.
            grad Rosenbrock.java not.npy               | not.npy is not a NumPy file: it does not begin with \\x93NUMPY.
            grad x*y x=1                               | y has no value; add y=….
            grad x*y                                   | x and y have no values; add x=… y=….
            grad x*y x=1 y=2 z=3                       | z is given a value but does not occur in the expression; did you mean x or y?
            grad sin(pi*x) x=1                         | pi has no value; add pi=… (the constants are PI and E).
            grad x*x 1 2                               | The expression has 1 variable (x), but the value 2 is one more.
            grad x*x x={"a":1}                         | x is an object with a; the variables of an expression are numbers, arrays of numbers, booleans or texts. A method in a .java file takes records, lists and maps too.
            grad x>0 x=1                               | The value of the expression is of the type boolean, which has no derivative; let it be a double or a double[].
            grad 5                                     | the expression takes no arguments, so there is nothing to differentiate by; give it a double or a double[].
            grad s.length()*1.0 s=abc                  | None of the arguments of the expression is a real number, so there is nothing to differentiate by; give it a double or a double[].
            grad x*x x=1 --chek                        | There is no option --chek; did you mean --check?
            grad x*x x=1 --mode sideways               | Invalid value for option '--mode': expected one of [FORWARD, REVERSE] (case-insensitive) but was 'sideways'. More: wengert grad --help.
            grad x*x x=1 --format npy                  | The npy format is binary; name a file with -o FILE, or -o - to send it to standard output.
            grad x*x x=1 --jacobian --hessian          | Ask for --jacobian or --hessian, one at a time.
            grad x*x x=1 --hessian --check             | --check compares first derivatives; leave out --hessian.
            grad x*x x=1 --hessian --mode forward      | A Hessian is computed forward over reverse; leave out --mode.
            grad x*x x=1 -o no/such/folder/g.json      | Cannot write no/such/folder/g.json: there is no such file or folder.
            grad                                       | Name what to differentiate, for example: wengert grad "sin(x)*x" x=2. More: wengert grad --help.
            check                                      | Name what to differentiate, for example: wengert check "sin(x)*x" x=2. More: wengert check --help.
            grda x*x x=1                               | There is no command grda; did you mean grad?
            x*x                                        | There is no command x*x; to differentiate it write wengert grad "x*x".
            --verison                                  | There is no option --verison; did you mean --version?
            trace x*x x=1 --seed y                     | There is no input y; did you mean x? There is x.
            trace x*x x=1 --decimals 40                | --decimals is between 0 and 17, but 40 was given.
            example nothing-like-it                    | There is no example nothing-like-it
            """)
    void oneClearSentenceAndExitCodeTwo(String words, String sentence) {
        Cli.Run run = cli.run(words.split(" +"));
        assertThat(run.err()).startsWith(sentence).doesNotContain("\tat ", "Exception", "org.wengert");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.text()).isEmpty();
        assertThat(folder.resolve("g.npy")).doesNotExist();
    }

    /** The parser keeps the last of two; which one was meant it cannot know. */
    @Test
    void anObjectWithAFieldTwiceIsRefused() {
        Cli.Run run = cli.run("grad", "Two.java::record", "{\"a\":1,\"b\":2,\"a\":3}");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err())
                .startsWith("The argument {\"a\":1,\"b\":2,\"a\":3} is not JSON at character ")
                .contains("Duplicate")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            broken.json | broken.json:3:2: this is not JSON:
            open.json   | open.json:2:1: this is not JSON:
            """)
    void malformedJsonIsNamedWithItsLine(String file, String beginning) {
        Cli.Run run = cli.run("grad", "Rosenbrock.java", file);
        assertThat(run.err()).startsWith(beginning).doesNotContain("Source", "REDACTED");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
    }

    @Test
    void malformedJsonOnTheLine() {
        Cli.Run run = cli.run("grad", "x[0]", "x=[1, 2");
        assertThat(run.err()).startsWith("The value of x is not JSON at character ");
    }

    /** The caret stands below the mistake. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x^2          | bad operand types for binary operator '^': first type: double, second type: int; in Java ^ is the exclusive or of integers; a power is pow(x, 2), or x*x. | 1
            3*ln(x)      | cannot find symbol: method ln(double); in Java it is log.               | 2
            x + snh(x)   | cannot find symbol: method snh(double); did you mean sinh?              | 4
            2x           | a product needs its sign, as in 2*x.                                    | 1
            x**2         | Java has no **; a power is pow(x, 2), or x*x.                           | 2
            sin(x        | it ends before it is complete (')' or ',' expected).                    | 5
            pow(x, i[x]) | incompatible types: possible lossy conversion from double to int; numbers are doubles here, write (int) before this one. | 9
            f(x)         | cannot find symbol: method f(double).                                   | 0
            pow(x)       | method pow in class Math cannot be applied to given types               | 0
            """)
    void anExpressionThatDoesNotCompileIsShownWithACaret(String expression, String why, int column) {
        Cli.Run run = cli.run(words(expression));
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err()).startsWith("The expression does not compile: " + why);
        assertThat(run.err()).endsWith("\n  " + expression + "\n  " + " ".repeat(column) + "^\n");
    }

    private static String[] words(String expression) {
        return expression.contains("i[")
                ? new String[] {"grad", expression, "x=3", "i=[1]"}
                : new String[] {"grad", expression, "x=3"};
    }

    @Test
    void aTextWhereANumberIsMeantIsNamed() {
        assertThat(cli.run("grad", "x*y", "x=1,5", "y=2").err())
                .contains("; x is the text “1,5”, and not a number.\n  x*y\n");
    }

    @Test
    void aMatrixThatMemoryCannotHoldIsRefusedBeforeItIsComputed() throws IOException {
        Files.write(folder.resolve("large.npy"), Npy.write(new double[1_000_000]));
        Cli.Run run = cli.run("grad", "Rosenbrock.java", "large.npy", "--hessian");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err()).startsWith("The Hessian has 1,000,000 rows and 1,000,000 columns, more than the ");
    }

    @Test
    void longListsOfMethodsAreCut() {
        StringBuilder source = new StringBuilder("class Many {");
        for (int i = 10; i < 40; i++) {
            source.append(" static double f").append(i).append("(double x) { return x; }");
        }
        cli.file("Many.java", source.append(" }").toString());
        assertThat(cli.run("grad", "Many.java", "1").err())
                .endsWith(", f28, f29 and 10 more; choose one, for example Many.java::f10.\n");
    }

    @Test
    void onlyOneExpressionIsAccepted() {
        Cli.Run run = cli.run("grad", "x; } static double g() { return 1", "x=3");
        assertThat(run.err()).startsWith("This is more than one expression");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
    }

    @Test
    void aFileThatDoesNotCompileIsShownWithLineAndCaret() {
        cli.file("Wrong.java", "class Wrong {\n\tstatic double f(double x) {\n\t\treturn y * x;\n\t}\n}\n");
        Cli.Run run = cli.run("grad", "Wrong.java", "1");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err()).isEqualTo("""
                Wrong.java:3:24 does not compile: cannot find symbol: variable y.
                  \t\treturn y * x;
                  \t\t       ^
                """);
    }

    @Test
    void severalMethodsAreListed() {
        Cli.Run run = cli.run("grad", "Two.java", "1");
        assertThat(run.err())
                .isEqualTo(
                        "Two.java has several methods: accessor, any, box, boxed, boxedResult, boxes, deep, index, iterable, keys, list, map, nothing, one, outputs, pair, ragged, record, set and two; choose one, for example Two.java::accessor.\n");
    }

    /** The engine's refusal names the method, the line and the remedy; it is shown as it is. */
    @Test
    void aRefusalIsShownAsItIs() {
        cli.file("Native.java", """
                class Native {
                    static native double f(double x);
                    static double value(double x) {
                        return f(x);
                    }
                }
                """);
        Cli.Run run = cli.run("grad", "Native.java::value", "1");
        assertThat(run.code()).isEqualTo(Failures.WRONG_INPUT);
        assertThat(run.err()).contains("Native.f", "Rules.define").doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isGreaterThanOrEqualTo(2);
    }
}
