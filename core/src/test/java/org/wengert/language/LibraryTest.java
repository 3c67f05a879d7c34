package org.wengert.language;

import static org.wengert.Wengert.stopGradient;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleUnaryOperator;
import org.wengert.Rules;

/** What the JDK offers besides the language: numbers, time, chance, threads, reflection. */
class LibraryTest extends Constructs {
    @Override
    String area() {
        return "The JDK";
    }

    @Construct(value = "`Math`: elementary functions", code = "Math.atan2(y, x) + Math.cbrt(x) * Math.expm1(y)")
    void math() {
        differentiates(
                (x, y) -> Math.pow(x, y) * Math.tan(x) / Math.cos(x) + Math.log10(x) + Math.sqrt(y),
                (x, y) -> x.log()
                        .times(y)
                        .exp()
                        .times(x.sin())
                        .over(x.cos().squared())
                        .plus(x.log().over(Math.log(10)))
                        .plus(y.sqrt()));
        differentiates(
                (x, y) -> Math.atan2(y, x) + Math.cbrt(x) * Math.expm1(y),
                (x, y) -> atan2(y, x).plus(x.log().over(3).exp().times(y.exp().minus(1))));
    }

    /** The angle of (x, y), x and y positive: Im log(x + iy), by its derivatives −y/r² and x/r². */
    private static Jet atan2(Jet y, Jet x) {
        double r2 = x.v() * x.v() + y.v() * y.v();
        double mixed = (y.v() * y.v() - x.v() * x.v()) / (r2 * r2);
        double twice = 2 * x.v() * y.v() / (r2 * r2);
        return new Jet(Math.atan2(y.v(), x.v()), -y.v() / r2, x.v() / r2, twice, mixed, -twice);
    }

    @Construct(
            value = "`Math.fma`, `clamp`, `hypot`, `toRadians`, `scalb`, `ulp`",
            code = "Math.fma(x, y, x) + Math.clamp(x, 0.5, 1.5)")
    void mathOfSeveralArguments() {
        differentiates(
                (x, y) -> Math.fma(x, y, x)
                        + Math.clamp(x, 0.5, 1.5)
                        + Math.scalb(y, 3)
                        + Math.toRadians(x) * Math.ulp(1.0)
                        + Math.copySign(x, -y),
                (x, y) -> x.times(y)
                        .plus(x)
                        .plus(x.v() > 1.5 ? Jet.constant(1.5) : x)
                        .plus(y.times(8))
                        .plus(x.times(Math.PI / 180 * Math.ulp(1.0)))
                        .minus(x));
    }

    @Construct(value = "`StrictMath`", code = "StrictMath.sin(x) * StrictMath.log(y + 1)")
    void strictMath() {
        differentiates(
                (x, y) -> StrictMath.sin(x) * StrictMath.log(y + 1),
                (x, y) -> x.sin().times(y.plus(1).log()));
    }

    @Construct(value = "exact integer arithmetic", code = "Math.floorMod(-7, 3) + Math.addExact(2, 3)")
    void exactIntegers() {
        differentiates(
                (x, y) -> x * (Math.floorMod(-7, 3) + Math.addExact(2, 3))
                        + y * Math.multiplyHigh(1L << 62, 8L)
                        + x * Integer.bitCount(255)
                        + y * Long.numberOfTrailingZeros(16L),
                (x, y) -> x.times(7 + 8).plus(y.times(2 + 4)));
    }

    @Construct(value = "random numbers: constants", code = "new Random(42).nextGaussian()")
    void randomNumbers() {
        double g = new Random(42).nextGaussian();
        double u = new SplittableRandom(7).nextDouble();
        differentiates(
                (x, y) -> x * new Random(42).nextGaussian() + y * new SplittableRandom(7).nextDouble() * x,
                (x, y) -> x.times(g).plus(y.times(u).times(x)));
    }

    @Construct(value = "the reparametrised sample of a distribution", code = "mean + deviation * random.nextGaussian()")
    void samples() {
        Random sampled = new Random(1);
        double a = sampled.nextGaussian();
        double b = sampled.nextGaussian();
        differentiates(
                (mean, deviation) -> {
                    Random random = new Random(1);
                    double sum = 0;
                    for (int i = 0; i < 2; i++) {
                        double sample = mean + deviation * random.nextGaussian();
                        sum += sample * sample;
                    }
                    return sum;
                },
                (x, y) -> x.plus(y.times(a)).squared().plus(x.plus(y.times(b)).squared()));
    }

    @Construct(value = "a random generator seeded by an active value", code = "new Random((long) x)")
    void seededByAStep() {
        double g = new Random(0).nextGaussian();
        double h = new Random(1).nextGaussian();
        differentiates(
                (x, y) -> x * new Random((long) x).nextGaussian() * y,
                (x, y) -> x.times(x.v() < 1 ? g : h).times(y));
    }

    @Construct(
            value = "a distribution of the JDK that gets an active parameter",
            code = "new Random(1).nextGaussian(x, y)")
    void distributions() {
        double g = new Random(1).nextGaussian(0, 1);
        differentiates((x, y) -> new Random(1).nextGaussian(x, y), (x, y) -> x.plus(y.times(g)));
    }

    @Construct(value = "`System.nanoTime()`: a constant", code = "System.nanoTime() - start >= 0 ? 2 : 3")
    void time() {
        differentiates(
                (x, y) -> {
                    long start = System.nanoTime();
                    double z = x * y;
                    return z * (System.nanoTime() - start >= 0 ? 2 : 3);
                },
                (x, y) -> x.times(y).times(2));
    }

    @Construct(value = "system properties and the environment", code = "System.getProperty(\"java.version\").isEmpty()")
    void properties() {
        differentiates(
                (x, y) -> System.getProperty("java.version").isEmpty()
                        ? x
                        : x * y * (System.getenv("PATH_") == null ? 1 : 1),
                (x, y) -> x.times(y));
    }

    @Construct(value = "`System.exit` on a way that is not taken", code = "System.exit(1);")
    void exit() {
        differentiates(
                (x, y) -> {
                    if (x < 0) {
                        System.exit(1);
                    }
                    return x * y;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`Objects`", code = "Objects.checkIndex(1, Objects.requireNonNull(a).length);")
    void objects() {
        differentiates(
                (x, y) -> {
                    double[] a = {x, y};
                    Objects.checkIndex(1, Objects.requireNonNull(a).length);
                    return Objects.hash(1, 2) == Objects.hash(1, a.length) && Objects.equals("a", "a".strip())
                            ? a[0] * a[1]
                            : 0;
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "`BitSet`, `AtomicInteger` and the like with integers", code = "primes.set(2, 20);")
    void integersInTheLibrary() {
        differentiates(
                (x, y) -> {
                    BitSet primes = new BitSet();
                    primes.set(2, 20);
                    for (int i = 2; i < 20; i++) {
                        for (int j = 2 * i; j < 20; j += i) {
                            primes.clear(j);
                        }
                    }
                    AtomicInteger n = new AtomicInteger();
                    double sum = 0;
                    for (int p = primes.nextSetBit(0); p >= 0; p = primes.nextSetBit(p + 1)) {
                        sum += x * p;
                        n.incrementAndGet();
                    }
                    return sum * y / n.get();
                },
                (x, y) -> x.times(77).times(y).over(8));
    }

    @Construct(value = "`AtomicReference`", code = "new AtomicReference<>(x)")
    void atomicReference() {
        differentiates((x, y) -> new AtomicReference<>(x).get() * y, (x, y) -> x.times(y));
    }

    @Construct(value = "active values in `ThreadLocal`, `ByteBuffer`", code = "ByteBuffer.allocate(8)")
    void holders() {
        refuses(
                (x, y) -> {
                    ThreadLocal<Double> local = new ThreadLocal<>();
                    local.set(x * y);
                    return local.get();
                },
                "local.set(x * y)");
        refuses((x, y) -> ByteBuffer.allocate(8).putDouble(x * y).getDouble(0), "putDouble(x * y)");
    }

    @Construct(value = "threads started inside", code = "new Thread(() -> result[0] = x * y)")
    void threads() {
        refuses(
                (x, y) -> {
                    double[] result = {0};
                    Thread t = new Thread(() -> result[0] = x * y);
                    t.start();
                    try {
                        t.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return result[0];
                },
                "new Thread(");
    }

    @Construct(value = "executors and futures", code = "CompletableFuture.supplyAsync(() -> x * y)")
    void executors() {
        refuses((x, y) -> CompletableFuture.supplyAsync(() -> x * y).join(), "CompletableFuture.supplyAsync(");
        refuses(
                (x, y) -> {
                    try (ExecutorService e = Executors.newSingleThreadExecutor()) {
                        return e.submit(() -> x * y).get();
                    } catch (Exception e) {
                        return -1;
                    }
                },
                "e.submit(");
    }

    @Construct(value = "a `ReentrantLock` around active values", code = "lock.lock();")
    void locks() {
        differentiates(
                (x, y) -> {
                    ReentrantLock lock = new ReentrantLock();
                    lock.lock();
                    try {
                        return x * y;
                    } finally {
                        lock.unlock();
                    }
                },
                (x, y) -> x.times(y));
    }

    @Construct(value = "reflection: a method invoked with an active value", code = "SINE.invoke(null, x)")
    void reflectiveCalls() {
        refuses(
                (x, y) -> {
                    try {
                        return y * (double) SINE.invoke(null, x);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "SINE.invoke(null, x)");
    }

    private static final Method SINE;
    private static final MethodHandle SINE_HANDLE;

    static {
        try {
            SINE = Math.class.getMethod("sin", double.class);
            SINE_HANDLE = MethodHandles.lookup().unreflect(SINE);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Construct(value = "reflection: fields and array elements", code = "Array.getDouble(a, 1)")
    void reflectiveReads() {
        refuses(
                (x, y) -> {
                    double[] a = {x, y};
                    return Array.getDouble(a, 1) * x;
                },
                "Array.getDouble(a, 1)");
    }

    @Construct(value = "dynamic proxies", code = "Proxy.newProxyInstance(")
    void proxies() {
        refuses(
                (x, y) -> {
                    Object p = Proxy.newProxyInstance(
                            LibraryTest.class.getClassLoader(),
                            new Class<?>[] {DoubleUnaryOperator.class},
                            (proxy, method, arguments) -> (double) arguments[0] * 2);
                    return ((DoubleUnaryOperator) p).applyAsDouble(x * y);
                },
                "applyAsDouble(x * y)");
    }

    @Construct(value = "`MethodHandle.invokeExact`", code = "(double) SINE_HANDLE.invokeExact(x)")
    void methodHandles() {
        refuses(
                (x, y) -> {
                    try {
                        return (double) SINE_HANDLE.invokeExact(x) * y;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                },
                "(double) SINE_HANDLE.invokeExact(x)",
                "What a MethodHandle does");
    }

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(double[].class);

    @Construct(value = "`VarHandle`", code = "(double) ELEMENT.get(a, 0)")
    void varHandles() {
        refuses(
                (x, y) -> {
                    double[] a = {x};
                    return (double) ELEMENT.get(a, 0) * y;
                },
                "(double) ELEMENT.get(a, 0)",
                "What a VarHandle does");
    }

    @Construct(
            value = "anything at all, of a number that is declared constant",
            code = "Double.parseDouble(Double.toString(stopGradient(x)))")
    void stopped() {
        differentiates(
                (x, y) -> Double.parseDouble(Double.toString(stopGradient(x))) * y,
                // x is a constant: the derivative by it is zero, and so are those of second order.
                (x, y) -> y.times(x.v()));
    }

    private static double opaque(double x) {
        return Double.longBitsToDouble(Double.doubleToLongBits(x * x));
    }

    private static double product(double a, double b) {
        return Double.longBitsToDouble(Double.doubleToLongBits(a * b));
    }

    @Construct(
            value = "a rule for a method that cannot be followed",
            code = "Rules.define(LibraryTest::opaque, x -> 2 * x);")
    void rules() {
        Rules.define(LibraryTest::opaque, x -> 2 * x);
        Rules.define(LibraryTest::product, (a, b) -> b, (a, b) -> a);
        differentiates(
                (x, y) -> opaque(x * y) + product(x, x),
                (x, y) -> x.times(y).squared().plus(x.squared()));
    }

    private static double norm2(double[] v) {
        return opaque(Math.hypot(v[0], v[1]));
    }

    @Construct(value = "a rule for a method of an array", code = "Rules.defineGradient(LibraryTest::norm2")
    void gradientRules() {
        Rules.defineGradient(LibraryTest::norm2, v -> new double[] {2 * v[0], 2 * v[1]});
        differentiates(
                (x, y) -> norm2(new double[] {x, x * y}),
                (x, y) -> x.squared().plus(x.times(y).squared()));
    }

    private static native double foreign(double x);

    @Construct(value = "a native method of one's own", code = "private static native double foreign(double x);")
    void nativeMethods() {
        refuses((x, y) -> x > 1e9 ? foreign(x) : y, "foreign(x)");
    }

    @Construct(value = "memory outside Java's objects", code = "arena.allocate(8).set(ValueLayout.JAVA_DOUBLE, 0, x)")
    void foreignMemory() {
        refuses(
                (x, y) -> {
                    try (Arena arena = Arena.ofConfined()) {
                        arena.allocate(8).set(ValueLayout.JAVA_DOUBLE, 0, x);
                        return y;
                    }
                },
                "arena.allocate(8).set(ValueLayout.JAVA_DOUBLE, 0, x)");
    }

    @Construct(
            value = "a `StringBuilder`, `List` or counter of the surroundings, written with constants",
            code = "log.append(\"called \").append(1);")
    void effectsWithConstants() {
        StringBuilder log = new StringBuilder();
        differentiates(
                (x, y) -> {
                    log.append("called ").append(1);
                    return x * y;
                },
                (x, y) -> x.times(y));
    }
}
