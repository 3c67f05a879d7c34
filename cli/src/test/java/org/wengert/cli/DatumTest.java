package org.wengert.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and numbers as text, in both directions. */
class DatumTest {
    @TempDir
    private Path folder;

    private Datum npy(String name) {
        Cli cli = new Cli(folder);
        cli.resource(name);
        return Npy.read(folder.resolve(name), name);
    }

    private double[] vector(String name) {
        return ((Datum.Vector) npy(name)).values();
    }

    // The files are NumPy's own; arrays.py beside them made them.

    @ParameterizedTest
    @ValueSource(strings = {"f8.npy", "f8-big.npy"})
    void numpysDoublesInBothOrdersOfBytes(String name) {
        assertThat(vector(name)).containsExactly(1.5, -2.25, 1e300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "f4-big.npy"})
    void numpysFloatsInBothOrdersOfBytes(String name) {
        assertThat(vector(name)).containsExactly(1.5, -2.25, 0.1f);
    }

    @Test
    void numpysHalves() {
        assertThat(vector("f2.npy")).containsExactly(1.5, -2.25, 0.0999755859375);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix.npy", "matrix-fortran.npy", "matrix-big.npy"})
    void numpysMatricesInBothOrdersOfAxes(String name) {
        assertThat(((Datum.Matrix) npy(name)).rows()).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
    }

    @Test
    void numpysIntegers() {
        assertThat(vector("i1.npy")).containsExactly(-128, 127);
        assertThat(vector("i2-big.npy")).containsExactly(-32768, 32767);
        assertThat(((Datum.Matrix) npy("i4.npy")).rows()).isDeepEqualTo(new double[][] {{-2147483648, 2147483647}});
        assertThat(vector("i8.npy")).containsExactly(-9007199254740992.0, 9007199254740992.0);
        assertThat(vector("u1.npy")).containsExactly(0, 255);
        assertThat(vector("u2.npy")).containsExactly(0, 65535);
        assertThat(vector("u4-big.npy")).containsExactly(0, 4294967295.0);
    }

    @Test
    void numpysNumberAndEmptyArray() {
        assertThat(npy("number.npy")).isEqualTo(new Datum.Decimal(2.5));
        assertThat(vector("empty.npy")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i8-huge.npy | i8-huge.npy holds integers beyond 2^53, which a double cannot hold exactly.
            u8-huge.npy | u8-huge.npy holds integers beyond 2^53, which a double cannot hold exactly.
            cube.npy    | cube.npy holds an array of shape (2, 2, 2); read are numbers and arrays of rank 1 and 2. Reshape it, for example with a.reshape(len(a), -1).
            complex.npy | complex.npy holds elements of type c16; read are floats and integers. Convert it, for example with a.astype('float64').
            text.npy    | text.npy holds elements of type U1; read are floats and integers. Convert it, for example with a.astype('float64').
            """)
    void whatNumpyHoldsBeyondNumbersIsRefused(String name, String sentence) {
        assertThatThrownBy(() -> npy(name)).isInstanceOf(WrongInput.class).hasMessage(sentence);
    }

    /** Every prefix of a file is refused, with a sentence. */
    @Test
    void aCutFileIsRefused() throws Exception {
        new Cli(folder).resource("matrix.npy");
        byte[] whole = Files.readAllBytes(folder.resolve("matrix.npy"));
        for (int n = 0; n < whole.length; n++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(whole, n));
            assertThatThrownBy(() -> Npy.parse(part, "cut.npy")).isInstanceOf(WrongInput.class);
        }
    }

    @Test
    void whatWeWriteIsWhatNumpyWrites() {
        Cli cli = new Cli(folder);
        for (String name : List.of("f8.npy", "matrix.npy", "number.npy", "empty.npy")) {
            cli.resource(name);
        }
        assertThat(Npy.write(new double[] {1.5, -2.25, 1e300})).isEqualTo(cli.bytes("f8.npy"));
        assertThat(Npy.write(new double[][] {{1, 2, 3}, {4, 5, 6}}, 3)).isEqualTo(cli.bytes("matrix.npy"));
        assertThat(Npy.write(2.5)).isEqualTo(cli.bytes("number.npy"));
        assertThat(Npy.write(new double[0])).isEqualTo(cli.bytes("empty.npy"));
    }

    /** Random bits, so also subnormal numbers and infinities: what is written in any format comes back the same. */
    @Test
    void numbersComeBackFromText() {
        SplittableRandom random = new SplittableRandom(20260101);
        for (int i = 0; i < 10_000; i++) {
            double x = Double.longBitsToDouble(random.nextLong());
            String text = Numerals.of(x);
            assertThat(Numerals.parse(text).value()).as(text).isEqualTo((Double) x);
            Datum json = Json.parse(Json.write(x), "json", true);
            double back = json instanceof Datum.Decimal d ? d.value() : Double.parseDouble(((Datum.Text) json).value());
            assertThat(back).as(text).isEqualTo((Double) x);
        }
    }

    @ParameterizedTest
    @CsvSource({"2,2", "0.1,0.1", "1e10,1e10", "1.5E-7,1.5e-7", "-0.0,-0", "100000,100000", "12345678.5,1.23456785e7"})
    void numbersAreShort(double x, String text) {
        assertThat(Numerals.of(x)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "+1.5,1.5",
        "-.5,-0.5",
        "1e-3,0.001",
        "1_000,1000",
        "2.,2",
        "3d,3",
        "4L,4",
        "Infinity,Infinity",
        "-Infinity,-Infinity",
        "NaN,NaN"
    })
    void javasNumbersAreRead(String word, double x) {
        assertThat(Numerals.parse(word).value()).isEqualTo((Double) x);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "--1", "1e", ".", "1,5", "0x", "-", "e3", "_1"})
    void otherWordsAreNoNumbers(String word) {
        assertThat(Numerals.parse(word)).isNull();
    }

    @Test
    void jsonArraysOfNumbersAreVectorsAndMatrices() {
        assertThat(((Datum.Vector) Json.parse("[1, 2.5, -3e2]", "x", true)).values())
                .containsExactly(1, 2.5, -300);
        assertThat(((Datum.Matrix) Json.parse("[[1], [2, 3]]", "x", true)).rows())
                .isDeepEqualTo(new double[][] {{1}, {2, 3}});
    }

    @Test
    void jsonKeepsOrderNullsAndMixedArrays() {
        Datum.Fields fields = (Datum.Fields) Json.parse("{\"b\": [1, \"a\", null, true], \"a\": {}}", "x", true);
        assertThat(fields.fields().keySet()).containsExactly("b", "a");
        assertThat(fields.fields().get("b"))
                .isEqualTo(new Datum.Items(List.of(
                        new Datum.Decimal(1), new Datum.Text("a"), new Datum.Missing(), new Datum.Truth(true))));
        assertThat(fields.fields().get("a")).isEqualTo(new Datum.Fields(Map.of()));
    }

    @Test
    void integersThatNoDoubleHoldsKeepTheirDigits() {
        Datum.Items items = (Datum.Items) Json.parse("[1, 9007199254740993]", "x", true);
        assertThat((long[]) Binding.bind(items, long[].class, "x")).containsExactly(1, 9007199254740993L);
    }

    @Test
    void csvWithAndWithoutAHeader() {
        Cli cli = new Cli(folder);
        Datum.Table bare = (Datum.Table) Csv.read(cli.file("bare.csv", "1,2\n\n3, 4\n"), "bare.csv");
        assertThat(bare.rows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
        Datum.Table headed = (Datum.Table) Csv.read(cli.file("headed.csv", "\"a\",b\r\n1,2\r\n"), "headed.csv");
        assertThat(headed.columns()).containsExactly("a", "b");
        assertThat(headed.rows()).isDeepEqualTo(new double[][] {{1, 2}});
    }

    private record Row(String name, double a, double b) {}

    private record Numbers(double a, double b) {}

    @Test
    void csvRowsBecomeRecords() {
        Cli cli = new Cli(folder);
        Datum named = Csv.read(cli.file("named.csv", "name,a,b\nfirst,1,2\nsecond,3,4\n"), "named.csv");
        assertThat((Row[]) Binding.bind(named, Row[].class, "rows"))
                .containsExactly(new Row("first", 1, 2), new Row("second", 3, 4));
        Datum numbers = Csv.read(cli.file("numbers.csv", "b,a\n1,2\n3,4\n"), "numbers.csv");
        assertThat((Numbers[]) Binding.bind(numbers, Numbers[].class, "rows"))
                .containsExactly(new Numbers(2, 1), new Numbers(4, 3));
    }

    @Test
    void aTableFitsTheShapeThatIsWanted() {
        Cli cli = new Cli(folder);
        Datum column = Csv.read(cli.file("column.csv", "1\n2\n3\n"), "column.csv");
        assertThat((double[]) Binding.bind(column, double[].class, "x")).containsExactly(1, 2, 3);
        assertThat((double[][]) Binding.bind(column, double[][].class, "x"))
                .isDeepEqualTo(new double[][] {{1}, {2}, {3}});
        assertThat((int[]) Binding.bind(column, int[].class, "x")).containsExactly(1, 2, 3);
    }

    @Test
    void arraysAreCopies() {
        Datum.Vector datum = new Datum.Vector(new double[] {1, 2});
        double[] first = (double[]) Binding.bind(datum, double[].class, "x");
        first[0] = 9;
        assertThat((double[]) Binding.bind(datum, double[].class, "x")).containsExactly(1, 2);
    }

    @Test
    void aByteOrderMarkBeforeJsonIsNoText() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.json"), "\uFEFF[1, 2]");
        assertThat(Json.read(file, "bom.json"))
                .isInstanceOfSatisfying(
                        Datum.Vector.class, v -> assertThat(v.values()).containsExactly(1, 2));
    }
}
