package org.wengert.language;

import java.util.Arrays;

/** Arrays: JLS chapter 10, and {@link Arrays}. */
class ArraysTest extends Constructs {
    @Override
    String area() {
        return "Arrays";
    }

    @Construct(value = "array initialisers", code = "double[][] m = {{x, 1}, {y, x * y}};")
    void initialisers() {
        differentiates(
                (x, y) -> {
                    double[][] m = {{x, 1}, {y, x * y}};
                    return m[0][0] * m[1][1] - m[0][1] * m[1][0];
                },
                (x, y) -> x.squared().times(y).minus(y));
    }

    @Construct(value = "several dimensions", code = "double[][][] cube = new double[2][3][4];")
    void severalDimensions() {
        differentiates(
                (x, y) -> {
                    double[][][] cube = new double[2][3][4];
                    for (int i = 0; i < 2; i++) {
                        for (int j = 0; j < 3; j++) {
                            for (int k = 0; k < 4; k++) {
                                cube[i][j][k] = i * x + j * y * y + k;
                            }
                        }
                    }
                    return cube[1][2][3] * cube[1][0][1] * cube.length;
                },
                (x, y) -> x.plus(y.squared().times(2)).plus(3).times(x.plus(1)).times(2));
    }

    @Construct(value = "jagged arrays", code = "triangle[i] = new double[i + 1];")
    void jagged() {
        differentiates(
                (x, y) -> {
                    double[][] triangle = new double[4][];
                    for (int i = 0; i < triangle.length; i++) {
                        triangle[i] = new double[i + 1];
                        triangle[i][0] = triangle[i][i] = i == 0 ? x : y;
                        for (int j = 1; j < i; j++) {
                            triangle[i][j] = triangle[i - 1][j - 1] * triangle[i - 1][j];
                        }
                    }
                    return triangle[2][1] + triangle[3][1] * x;
                },
                (x, y) -> y.squared().plus(y.power(3).times(x)));
    }

    @Construct(value = "two names for one array", code = "double[] same = a;")
    void aliases() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    double[] same = a;
                    same[0] *= a[1];
                    a[1] += same[0];
                    return a[0] * same[1];
                },
                (x, y) -> x.times(y).times(y.plus(x.times(y))));
    }

    @Construct(value = "one array as two arguments", code = "axpy(2, a, a)")
    void oneArrayTwice() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    axpy(2, a, a);
                    axpy(x, new double[] {y, y}, a);
                    return a[0] * a[1];
                },
                (x, y) -> x.times(3).plus(x.times(y)).times(y.times(3).plus(x.times(y))));
    }

    private static void axpy(double alpha, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += alpha * x[i];
        }
    }

    @Construct(value = "rows that are exchanged", code = "m[0] = m[1];")
    void rowsExchanged() {
        differentiates(
                (x, y) -> {
                    double[][] m = {{x, 2}, {y, x}};
                    double[] first = m[0];
                    if (x < y) {
                        m[0] = m[1];
                        m[1] = first;
                    }
                    m[0][0] *= first[0];
                    return m[0][0] * m[1][1] + m[1][0];
                },
                (x, y) -> x.v() < y.v()
                        ? y.times(x).times(2).plus(x)
                        : x.squared().times(x).plus(y));
    }

    @Construct(value = "one row twice in a matrix", code = "double[][] m = {row, row, {y, y}};")
    void oneRowTwice() {
        differentiates(
                (x, y) -> {
                    double[] row = {x, y};
                    double[][] m = {row, row, {y, y}};
                    m[0][0] += m[2][1];
                    return m[1][0] * m[1][0];
                },
                (x, y) -> x.plus(y).squared());
    }

    @Construct(value = "an array that contains itself", code = "loop[1] = loop;")
    void anArrayThatContainsItself() {
        differentiates(
                (x, y) -> {
                    Object[] loop = new Object[2];
                    double[] numbers = {x, y};
                    loop[0] = numbers;
                    loop[1] = loop;
                    Object[] again = (Object[]) loop[1];
                    double[] seen = (double[]) ((Object[]) again[1])[0];
                    return seen[0] * numbers[1];
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`clone()` of an array", code = "double[] b = a.clone();")
    void cloned() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    double[] b = a.clone();
                    b[0] = a[0] * a[1];
                    a[1] = 0;
                    return b[0] * b[1] + a[0];
                },
                (x, y) -> x.times(y.squared()).plus(x));
    }

    @Construct(value = "`clone()` of an array of arrays: rows are shared", code = "double[][] shallow = m.clone();")
    void clonedShallowly() {
        differentiates(
                (x, y) -> {
                    double[][] m = {{x}, {y}};
                    double[][] shallow = m.clone();
                    shallow[0][0] *= y;
                    shallow[1] = new double[] {7};
                    return m[0][0] * m[1][0];
                },
                (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "`System.arraycopy`, overlapping", code = "System.arraycopy(a, 0, a, 1, 3);")
    void arraycopy() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y, 1};
                    System.arraycopy(a, 0, a, 1, 3);
                    return a[0] * a[1] + a[2] * a[3];
                },
                (x, y) -> x.squared().plus(y.squared().times(x)));
    }

    @Construct(value = "`System.arraycopy` of rows", code = "System.arraycopy(m, 0, moved, 1, 2);")
    void arraycopyOfRows() {
        differentiates(
                (x, y) -> {
                    double[][] m = {{x}, {y}};
                    double[][] moved = new double[3][];
                    System.arraycopy(m, 0, moved, 1, 2);
                    m[0][0] = x * y;
                    return moved[1][0] * moved[2][0];
                },
                (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "`Arrays.fill`, `copyOf`, `copyOfRange`", code = "Arrays.copyOfRange(a, 1, 4)")
    void fillAndCopy() {
        differentiates(
                (x, y) -> {
                    double[] a = new double[4];
                    Arrays.fill(a, x);
                    Arrays.fill(a, 2, 4, y);
                    double[] b = Arrays.copyOfRange(a, 1, 4);
                    double[] c = Arrays.copyOf(b, 5);
                    return b[0] * c[1] * c[2] + c[4];
                },
                (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "`Arrays.setAll`", code = "Arrays.setAll(a, i -> i * x + y)")
    void setAll() {
        differentiates(
                (x, y) -> {
                    double[] a = new double[4];
                    Arrays.setAll(a, i -> i * x + y);
                    return a[1] * a[2];
                },
                (x, y) -> x.plus(y).times(x.times(2).plus(y)));
    }

    @Construct(value = "`Arrays.sort` of numbers", code = "Arrays.sort(a);")
    void sort() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y};
                    Arrays.sort(a);
                    return a[0] * a[2];
                },
                (x, y) -> x.v() < y.v() ? x.times(y) : y.times(x));
    }

    @Construct(value = "a sort of one's own", code = "while (j > 0 && a[j - 1] > a[j])")
    void insertionSort() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y, x * y, 1};
                    for (int i = 1; i < a.length; i++) {
                        int j = i;
                        while (j > 0 && a[j - 1] > a[j]) {
                            double t = a[j];
                            a[j] = a[j - 1];
                            a[--j] = t;
                        }
                    }
                    return a[3] * 100 + a[2] * 10 * a[1] + a[0];
                },
                // 0.7, 0.91, 1, 1.3 and 0.4, 0.64, 1, 1.6
                (x, y) -> x.v() < y.v()
                        ? y.times(100).plus(x.times(y).times(10)).plus(x)
                        : x.times(100).plus(x.times(y).times(10)).plus(y));
    }

    @Construct(
            value = "arrays of `int`, `long`, `short`, `byte`, `char`, `boolean`",
            code = "boolean[] sieve = new boolean[12];")
    void arraysOfIntegers() {
        differentiates(
                (x, y) -> {
                    boolean[] sieve = new boolean[12];
                    int[] counts = {1, 2, 3};
                    long[] big = {10L, 20L};
                    short[] small = {7};
                    byte[] bytes = {1, -1};
                    char[] letters = {'a', 'b'};
                    counts[2] += counts[1]++;
                    big[1] -= big[0];
                    long shown = big[0] = 5;
                    small[0] *= 2;
                    bytes[0] += 3;
                    letters[1]++;
                    for (int i = 2; i < 12; i++) {
                        for (int j = 2 * i; j < 12; j += i) {
                            sieve[j] = true;
                        }
                    }
                    double sum = 0;
                    for (int i = 2; i < 12; i++) {
                        sum += sieve[i] ? 0 : x * i;
                    }
                    return sum
                            + y * (counts[1] + counts[2] + big[0] + big[1] + shown + small[0] + bytes[0] + bytes[1])
                            + x * y * letters[1];
                },
                (x, y) -> x.times(28)
                        .plus(y.times(3 + 5 + 5 + 10 + 5 + 14 + 4 - 1))
                        .plus(x.times(y).times(99)));
    }

    @Construct(value = "arrays of `float`", code = "float[] f = {0.5f, 2f};")
    void arraysOfFloat() {
        differentiates(
                (x, y) -> {
                    float[] f = {0.5f, 2f};
                    f[0] += f[1];
                    return x * f[0] + y * f[1];
                },
                (x, y) -> x.times(2.5).plus(y.times(2)));
    }

    record Point(double x, double y) {}

    @Construct(
            value = "arrays of records",
            code = "Point[] path = new Point[] {new Point(x, y), new Point(y, 2), new Point(0, x * y)};")
    void arraysOfRecords() {
        differentiates(
                (x, y) -> {
                    Point[] path = new Point[] {new Point(x, y), new Point(y, 2), new Point(0, x * y)};
                    double length = 0;
                    for (int i = 1; i < path.length; i++) {
                        double dx = path[i].x() - path[i - 1].x();
                        double dy = path[i].y - path[i - 1].y;
                        length += dx * dx + dy * dy;
                    }
                    return length;
                },
                (x, y) -> y.minus(x)
                        .squared()
                        .plus(y.times(-1).plus(2).squared())
                        .plus(y.squared())
                        .plus(x.times(y).minus(2).squared()));
    }

    static final class Body {
        double position;
        double velocity;
        Body next;
    }

    @Construct(value = "arrays of objects that change", code = "bodies[i].position += bodies[i].velocity * 0.5;")
    void arraysOfObjects() {
        differentiates(
                (x, y) -> {
                    Body[] bodies = new Body[3];
                    for (int i = 0; i < bodies.length; i++) {
                        bodies[i] = new Body();
                        bodies[i].velocity = i * x;
                        bodies[i].position = y;
                        bodies[i].next = bodies[Math.max(0, i - 1)];
                    }
                    for (int step = 0; step < 2; step++) {
                        for (int i = 0; i < bodies.length; i++) {
                            bodies[i].position += bodies[i].velocity * 0.5;
                            bodies[i].next.velocity *= 2;
                        }
                    }
                    return bodies[1].position * bodies[2].position;
                },
                // Body 1: y + x/2 + (2x)/2; body 2: y + x + x. (Body 1 is doubled by body 2 after its own step.)
                (x, y) -> y.plus(x.times(1.5)).times(y.plus(x.times(2))));
    }

    @Construct(value = "an index that is out of bounds", code = "a[a.length]")
    void outOfBounds() {
        throwsAlike(
                (x, y) -> {
                    double[] a = {x, y};
                    return a[a.length] * x;
                },
                ArrayIndexOutOfBoundsException.class);
    }

    @Construct(value = "an array of negative size", code = "new double[(int) (-10 * x)]")
    void negativeSize() {
        throwsAlike((x, y) -> new double[(int) (-10 * x)].length * y, NegativeArraySizeException.class);
    }

    @Construct(value = "an element of the wrong kind", code = "objects[0] = new Point(x, y);")
    void wrongKindOfElement() {
        throwsAlike(
                (x, y) -> {
                    Object[] objects = new String[1];
                    objects[0] = new Point(x, y);
                    return x;
                },
                ArrayStoreException.class);
    }

    @Construct(value = "`Arrays.toString`, `equals`, `hashCode`", code = "Arrays.equals(a, b)")
    void comparedArrays() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    double[] b = {x, y};
                    return Arrays.equals(a, b)
                                    && Arrays.hashCode(a) == Arrays.hashCode(b)
                                    && Arrays.toString(a).equals(Arrays.toString(b))
                            ? a[0] * b[1]
                            : 0;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`Arrays.asList` of numbers", code = "Arrays.asList(x, y, x * y)")
    void asList() {
        differentiates(
                (x, y) -> {
                    double sum = 0;
                    for (double d : Arrays.asList(x, y, x * y)) {
                        sum += d * d;
                    }
                    return sum;
                },
                (x, y) -> x.squared().plus(y.squared()).plus(x.times(y).squared()));
    }

    @Construct(value = "an array that existed before the call, read", code = "WEIGHTS[1] * y")
    void constantArray() {
        differentiates(
                (x, y) -> WEIGHTS[0] * x + WEIGHTS[1] * y * y,
                (x, y) -> x.times(3).plus(y.squared().times(4)));
    }

    private static final double[] WEIGHTS = {3, 4};

    @Construct(value = "an array that existed before the call, written", code = "scratch[0] = x * y;")
    void scratchArray() {
        double[] scratch = new double[1];
        differentiates(
                (x, y) -> {
                    scratch[0] = x * y;
                    return scratch[0] * scratch[0];
                },
                (x, y) -> x.times(y).squared());
    }

    @Construct(value = "covariance of arrays", code = "Number[] numbers = new Double[] {x, y};")
    void covariance() {
        differentiates(
                (x, y) -> {
                    Number[] numbers = new Double[] {x, y};
                    Object[] objects = numbers;
                    objects[0] = x * y;
                    double product = 1;
                    for (Number n : numbers) {
                        product *= n.doubleValue();
                    }
                    return product;
                },
                (x, y) -> x.times(y.squared()));
    }

    @Construct(value = "a cache of rows that is allocated when it is needed", code = "if (rows[i] == null)")
    void rowsOnDemand() {
        differentiates(
                (x, y) -> {
                    double[][] rows = new double[3][];
                    for (int k = 0; k < 6; k++) {
                        int i = k * k % 3;
                        if (rows[i] == null) {
                            rows[i] = new double[] {x, k};
                        }
                        rows[i][0] *= y;
                        rows[i][1] += rows[i][0];
                    }
                    return rows[0][1] * rows[1][0] + (rows[2] == null ? x : 0);
                },
                // Row 0 at k = 0, 3: 0 + xy + xy²; row 1 at k = 1, 2, 4, 5: x y⁴.
                (x, y) -> x.times(y)
                        .plus(x.times(y.squared()))
                        .times(x.times(y.power(4)))
                        .plus(x));
    }

    @Construct(
            value = "a pivoted elimination: rows exchanged by their size",
            code = "if (Math.abs(a[r][c]) > Math.abs(a[p][c]))")
    void pivoting() {
        differentiates(
                (x, y) -> {
                    double[][] a = {{x, 1, 0}, {2, y, 1}, {0, x * y, 3}};
                    double det = 1;
                    for (int c = 0; c < 3; c++) {
                        int p = c;
                        for (int r = c + 1; r < 3; r++) {
                            if (Math.abs(a[r][c]) > Math.abs(a[p][c])) {
                                p = r;
                            }
                        }
                        if (p != c) {
                            double[] row = a[p];
                            a[p] = a[c];
                            a[c] = row;
                            det = -det;
                        }
                        det *= a[c][c];
                        for (int r = c + 1; r < 3; r++) {
                            double f = a[r][c] / a[c][c];
                            for (int k = c; k < 3; k++) {
                                a[r][k] -= f * a[c][k];
                            }
                        }
                    }
                    return det;
                },
                // x (3y − xy) − 6
                (x, y) -> x.times(y.times(3).minus(x.times(y))).minus(6));
    }

    private static void sort(double[] a, int low, int high) {
        if (low >= high) {
            return;
        }
        double pivot = a[high];
        int i = low;
        for (int j = low; j < high; j++) {
            if (a[j] < pivot) {
                double t = a[i];
                a[i++] = a[j];
                a[j] = t;
            }
        }
        double t = a[i];
        a[i] = a[high];
        a[high] = t;
        sort(a, low, i - 1);
        sort(a, i + 1, high);
    }

    @Construct(value = "quicksort by recursion", code = "sort(a, low, i - 1);")
    void quicksort() {
        differentiates(
                (x, y) -> {
                    double[] a = {x * 3, y, x * y, x, y + 4};
                    sort(a, 0, a.length - 1);
                    return a[0] + 10 * a[1] + 100 * a[2] * a[3] - a[4];
                },
                // 0.7, 0.91, 1.3, 2.1, 5.3 and 0.4, 0.64, 1.6, 4.4, 4.8
                (x, y) -> x.v() < y.v()
                        ? x.plus(x.times(y).times(10))
                                .plus(y.times(x).times(300))
                                .minus(y.plus(4))
                        : y.plus(x.times(y).times(10))
                                .plus(x.times(y.plus(4)).times(100))
                                .minus(x.times(3)));
    }
}
