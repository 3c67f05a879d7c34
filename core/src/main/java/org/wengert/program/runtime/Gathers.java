package org.wengert.program.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.wengert.program.runtime.Pipes.Gather;

/** The collectors of {@link java.util.stream.Collectors} that move numbers, written with {@link Pipes}. */
@SuppressWarnings("unchecked") // a container is what the collector has made
public final class Gathers {
    private static final int MAKE = 0;
    private static final int PUT = 1;

    private Gathers() {}

    static Gather toList() {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new ArrayList<Object>();
            }
            if (what == PUT) {
                ((List<@Nullable Object>) Objects.requireNonNull(container)).add(x);
            }
            return container;
        };
    }

    static Gather toUnmodifiableList() {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new ArrayList<Object>();
            }
            if (what == PUT) {
                ((List<@Nullable Object>) Objects.requireNonNull(container)).add(x);
                return container;
            }
            return List.copyOf((List<Object>) Objects.requireNonNull(container));
        };
    }

    static Gather toCollection(Supplier<Object> supplier) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return supplier.get();
            }
            if (what == PUT) {
                ((Collection<@Nullable Object>) Objects.requireNonNull(container)).add(x);
            }
            return container;
        };
    }

    static Gather summingDouble(ToDoubleFunction<@Nullable Object> f) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new double[3];
            }
            double[] s = (double[]) Objects.requireNonNull(container);
            if (what == PUT) {
                double v = f.applyAsDouble(x);
                Pipes.add(s, v);
                s[2] += v;
                return s;
            }
            return Pipes.total(s, s[2]);
        };
    }

    static Gather averagingDouble(ToDoubleFunction<@Nullable Object> f) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new double[4];
            }
            double[] s = (double[]) Objects.requireNonNull(container);
            if (what == PUT) {
                double v = f.applyAsDouble(x);
                Pipes.add(s, v);
                s[2]++;
                s[3] += v;
                return s;
            }
            return s[2] == 0 ? 0.0 : Pipes.total(s, s[3]) / s[2];
        };
    }

    static Gather counting() {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new long[1];
            }
            long[] n = (long[]) Objects.requireNonNull(container);
            if (what == PUT) {
                n[0]++;
                return n;
            }
            return n[0];
        };
    }

    static Gather reducing(Object identity, BinaryOperator<@Nullable Object> f) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new Object[] {identity};
            }
            Object[] y = (Object[]) Objects.requireNonNull(container);
            if (what == PUT) {
                y[0] = f.apply(y[0], x);
                return y;
            }
            return y[0];
        };
    }

    static Gather reducing(
            Object identity, Function<@Nullable Object, Object> mapper, BinaryOperator<@Nullable Object> f) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new Object[] {identity};
            }
            Object[] y = (Object[]) Objects.requireNonNull(container);
            if (what == PUT) {
                y[0] = f.apply(y[0], mapper.apply(x));
                return y;
            }
            return y[0];
        };
    }

    static Gather reducing(BinaryOperator<@Nullable Object> f) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new ArrayList<Object>();
            }
            List<@Nullable Object> y = (List<@Nullable Object>) Objects.requireNonNull(container);
            if (what == PUT) {
                if (y.isEmpty()) {
                    y.add(x);
                } else {
                    y.set(0, f.apply(y.get(0), x));
                }
                return y;
            }
            return y.isEmpty() ? Optional.empty() : Optional.ofNullable(y.get(0));
        };
    }

    static Gather maxBy(Comparator<Object> order) {
        return first(order, true);
    }

    static Gather minBy(Comparator<Object> order) {
        return first(order, false);
    }

    private static Gather first(Comparator<Object> order, boolean greatest) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return new ArrayList<Object>();
            }
            List<Object> all = (List<Object>) Objects.requireNonNull(container);
            if (what == PUT) {
                all.add(x);
                return all;
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(Twins.indexOf(all, order, greatest)));
        };
    }

    static Gather mapping(Function<@Nullable Object, Object> f, Gather below) {
        return (what, container, x) -> below.step(what, container, what == PUT ? f.apply(x) : null);
    }

    static Gather filtering(Predicate<@Nullable Object> condition, Gather below) {
        return (what, container, x) -> what != PUT || condition.test(x) ? below.step(what, container, x) : container;
    }

    static Gather collectingAndThen(Gather first, Function<@Nullable Object, Object> f) {
        return (what, container, x) -> {
            Object y = first.step(what, container, x);
            return what == MAKE || what == PUT ? y : f.apply(y);
        };
    }

    static Gather groupingBy(Function<@Nullable Object, Object> key) {
        return groupingBy(key, toList());
    }

    static Gather groupingBy(Function<@Nullable Object, Object> key, Gather below) {
        return grouped(key, HashMap::new, below);
    }

    static Gather groupingBy(Function<@Nullable Object, Object> key, Supplier<Object> map, Gather below) {
        return grouped(key, map, below);
    }

    private static Gather grouped(Function<@Nullable Object, Object> key, Supplier<Object> supplier, Gather below) {
        return (what, container, x) -> {
            if (what == MAKE) {
                return supplier.get();
            }
            Map<Object, @Nullable Object> map = (Map<Object, @Nullable Object>) Objects.requireNonNull(container);
            if (what == PUT) {
                Object k = key.apply(x);
                if (k == null) {
                    throw new NullPointerException("element cannot be mapped to a null key");
                }
                Object group = map.get(k);
                if (group == null) {
                    group = below.step(MAKE, null, null);
                    map.put(k, group);
                }
                below.step(PUT, group, x);
                return map;
            }
            map.replaceAll((k, group) -> below.step(2, group, null));
            return map;
        };
    }
}
