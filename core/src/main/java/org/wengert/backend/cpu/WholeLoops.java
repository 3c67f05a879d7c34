package org.wengert.backend.cpu;

import org.wengert.rule.Binary;
import org.wengert.rule.Unary;
import org.wengert.tensor.Op;

/** The loops of {@link FloatLoops} for whole numbers and truth values, as Java computes them. */
final class WholeLoops {
    private WholeLoops() {}

    // ------------------------------------------------------------------ long

    static void map(Unary f, long[] x, int xo, int xm, long[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            long a = x[xo + (i & xm)];
            z[zo + i] = switch (f) {
                case NEG -> -a;
                case ABS -> Math.abs(a);
                case SIGNUM -> Long.signum(a);
                case SQUARE -> a * a;
                default -> throw new AssertionError(f + " of whole numbers, please report");
            };
        }
    }

    static void map(Binary f, long[] x, int xo, int xm, long[] y, int yo, int ym, long[] z, int zo, int n) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] + y[yo + (i & ym)];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] - y[yo + (i & ym)];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] * y[yo + (i & ym)];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] / y[yo + (i & ym)];
                }
            }
            case REM -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] % y[yo + (i & ym)];
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = Math.min(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = Math.max(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            default -> throw new AssertionError(f + " of whole numbers, please report");
        }
    }

    static void bits(Op.Bitwise f, long[] x, int xo, int xm, long[] y, int yo, int ym, long[] z, int zo, int n) {
        switch (f) {
            case AND -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] & y[yo + (i & ym)];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] | y[yo + (i & ym)];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ^ y[yo + (i & ym)];
                }
            }
            case SHL -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] << y[yo + (i & ym)];
                }
            }
            case SHR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >> y[yo + (i & ym)];
                }
            }
            case USHR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >>> y[yo + (i & ym)];
                }
            }
        }
    }

    static void compare(
            Op.Comparison f, long[] x, int xo, int xm, long[] y, int yo, int ym, boolean[] z, int zo, int n) {
        switch (f) {
            case LT -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] < y[yo + (i & ym)];
                }
            }
            case LE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] <= y[yo + (i & ym)];
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] > y[yo + (i & ym)];
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >= y[yo + (i & ym)];
                }
            }
            case EQ -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] == y[yo + (i & ym)];
                }
            }
            case NE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != y[yo + (i & ym)];
                }
            }
        }
    }

    static void where(
            boolean[] c, int co, int cm, long[] x, int xo, int xm, long[] y, int yo, int ym, long[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = c[co + (i & cm)] ? x[xo + (i & xm)] : y[yo + (i & ym)];
        }
    }

    static long neutralLong(Op.Reduction f) {
        return switch (f) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Long.MIN_VALUE;
            case MIN -> Long.MAX_VALUE;
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    static long combine(Op.Reduction f, long x, long y) {
        return switch (f) {
            case SUM -> x + y;
            case PROD -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    static long reduce(Op.Reduction f, long[] x, int xo, int n) {
        long y = x[xo];
        for (int i = 1; i < n; i++) {
            y = combine(f, y, x[xo + i]);
        }
        return y;
    }

    // ------------------------------------------------------------------ int

    static void map(Unary f, int[] x, int xo, int xm, int[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            int a = x[xo + (i & xm)];
            z[zo + i] = switch (f) {
                case NEG -> -a;
                case ABS -> Math.abs(a);
                case SIGNUM -> Integer.signum(a);
                case SQUARE -> a * a;
                default -> throw new AssertionError(f + " of whole numbers, please report");
            };
        }
    }

    static void map(Binary f, int[] x, int xo, int xm, int[] y, int yo, int ym, int[] z, int zo, int n) {
        switch (f) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] + y[yo + (i & ym)];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] - y[yo + (i & ym)];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] * y[yo + (i & ym)];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] / y[yo + (i & ym)];
                }
            }
            case REM -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] % y[yo + (i & ym)];
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = Math.min(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = Math.max(x[xo + (i & xm)], y[yo + (i & ym)]);
                }
            }
            default -> throw new AssertionError(f + " of whole numbers, please report");
        }
    }

    static void bits(Op.Bitwise f, int[] x, int xo, int xm, int[] y, int yo, int ym, int[] z, int zo, int n) {
        switch (f) {
            case AND -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] & y[yo + (i & ym)];
                }
            }
            case OR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] | y[yo + (i & ym)];
                }
            }
            case XOR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] ^ y[yo + (i & ym)];
                }
            }
            case SHL -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] << y[yo + (i & ym)];
                }
            }
            case SHR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >> y[yo + (i & ym)];
                }
            }
            case USHR -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >>> y[yo + (i & ym)];
                }
            }
        }
    }

    static void compare(Op.Comparison f, int[] x, int xo, int xm, int[] y, int yo, int ym, boolean[] z, int zo, int n) {
        switch (f) {
            case LT -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] < y[yo + (i & ym)];
                }
            }
            case LE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] <= y[yo + (i & ym)];
                }
            }
            case GT -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] > y[yo + (i & ym)];
                }
            }
            case GE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] >= y[yo + (i & ym)];
                }
            }
            case EQ -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] == y[yo + (i & ym)];
                }
            }
            case NE -> {
                for (int i = 0; i < n; i++) {
                    z[zo + i] = x[xo + (i & xm)] != y[yo + (i & ym)];
                }
            }
        }
    }

    static void where(
            boolean[] c, int co, int cm, int[] x, int xo, int xm, int[] y, int yo, int ym, int[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = c[co + (i & cm)] ? x[xo + (i & xm)] : y[yo + (i & ym)];
        }
    }

    static int neutralInteger(Op.Reduction f) {
        return switch (f) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Integer.MIN_VALUE;
            case MIN -> Integer.MAX_VALUE;
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    static int combine(Op.Reduction f, int x, int y) {
        return switch (f) {
            case SUM -> x + y;
            case PROD -> x * y;
            case MAX -> Math.max(x, y);
            case MIN -> Math.min(x, y);
            case ANY, ALL -> throw new AssertionError("not of numbers, please report");
        };
    }

    static int reduce(Op.Reduction f, int[] x, int xo, int n) {
        int y = x[xo];
        for (int i = 1; i < n; i++) {
            y = combine(f, y, x[xo + i]);
        }
        return y;
    }

    // ------------------------------------------------------------------ boolean

    static void bits(
            Op.Bitwise f, boolean[] x, int xo, int xm, boolean[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            boolean a = x[xo + (i & xm)];
            boolean b = y[yo + (i & ym)];
            z[zo + i] = switch (f) {
                case AND -> a && b;
                case OR -> a || b;
                case XOR -> a != b;
                case SHL, SHR, USHR -> throw new AssertionError("a shift of truth values, please report");
            };
        }
    }

    /** false is less than true. */
    static void compare(
            Op.Comparison f, boolean[] x, int xo, int xm, boolean[] y, int yo, int ym, boolean[] z, int zo, int n) {
        for (int i = 0; i < n; i++) {
            boolean a = x[xo + (i & xm)];
            boolean b = y[yo + (i & ym)];
            z[zo + i] = switch (f) {
                case LT -> !a && b;
                case LE -> !a || b;
                case GT -> a && !b;
                case GE -> a || !b;
                case EQ -> a == b;
                case NE -> a != b;
            };
        }
    }

    static void where(
            boolean[] c,
            int co,
            int cm,
            boolean[] x,
            int xo,
            int xm,
            boolean[] y,
            int yo,
            int ym,
            boolean[] z,
            int zo,
            int n) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = c[co + (i & cm)] ? x[xo + (i & xm)] : y[yo + (i & ym)];
        }
    }

    static boolean reduce(Op.Reduction f, boolean[] x, int xo, int n) {
        boolean decisive = f == Op.Reduction.ANY;
        for (int i = 0; i < n; i++) {
            if (x[xo + i] == decisive) {
                return decisive;
            }
        }
        return !decisive;
    }
}
