"""Derives the rational approximations of ErrorFunctions and GammaFunctions.

Each is the rational function P/Q of given degrees that interpolates the target at Chebyshev nodes of its interval
(near-minimax), solved in 60 digits and rounded to double. Printed: the coefficients, lowest degree first, and the
largest error (relative to `unit` where given) over the interval after rounding.

    python3 coefficients.py
"""

import sys
from mpmath import mp, mpf, matrix, lu_solve, cos, pi, sqrt, erf, erfc, exp, loggamma, digamma, findroot, erfinv, log

mp.dps = 60


def rational(name, f, a, b, p, q, unit=None):
    n = p + q + 1
    a, b = mpf(a), mpf(b)
    nodes = [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    m, r = matrix(n, n), matrix(n, 1)
    for i, x in enumerate(nodes):
        y = f(x)
        for j in range(p + 1):
            m[i, j] = x**j
        for j in range(1, q + 1):
            m[i, p + j] = -y * x**j
        r[i] = y
    c = lu_solve(m, r)
    num = [float(c[j]) for j in range(p + 1)]
    den = [1.0] + [float(c[p + j]) for j in range(1, q + 1)]
    worst = mpf(0)
    for i in range(400):
        x = a + (b - a) * (mpf(i) + mpf(1) / 2) / 400
        v = sum(mpf(c) * x**j for j, c in enumerate(num)) / sum(mpf(c) * x**j for j, c in enumerate(den))
        worst = max(worst, abs(v - f(x)) / abs(unit(x) if unit else f(x)))
    print(f"{name} on [{mp.nstr(a, 6)}, {mp.nstr(b, 6)}] error {mp.nstr(worst, 3)}")
    print("  P", ", ".join(repr(x) for x in num))
    print("  Q", ", ".join(repr(x) for x in den))
    sys.stdout.flush()


def erfcx(x):
    return exp(x * x) * erfc(x)


if __name__ == "__main__":
    # erf(x) = x + x R(x²) for |x| ≤ 1
    rational("erf", lambda t: (erf(sqrt(t)) / sqrt(t) if t else 2 / sqrt(pi)) - 1, 0, 1, 5, 5, lambda t: mpf(1))
    # erf(1 + s) = c + R(s) with the short c ≈ erf 1
    c = mpf(27) / 32
    rational("erf(1 + s) - c", lambda s: erf(1 + s) - c, -0.17, 0.25, 6, 6, lambda s: mpf(1))
    # erfc(x) = e^(−x² − 73/128 + R(1/x²))/x, 73/128 ≈ ln √π
    def logarithm(t):
        if t < mpf(10) ** -30:
            return mpf(73) / 128 - log(pi) / 2 - t / 2
        return log(erfcx(1 / sqrt(t)) / sqrt(t)) + mpf(73) / 128
    for a, b, p, q in ((1.25, 2.5, 7, 7), (2.5, mp.inf, 7, 7)):
        rational(f"erfc on [{a}, {b}], t = 1/x²", logarithm, 1 / mpf(b) ** 2, 1 / mpf(a) ** 2, p, q, lambda t: mpf(1))
    rational("erfcx", erfcx, 0.5, 1.25, 7, 7)

    # ln Γ(1 + t) = t (t − 1) R(t)
    def lg(t):
        if abs(t) < mpf(10) ** -25:
            return mp.euler - t * (pi**2 / 12 - mp.euler)
        if abs(t - 1) < mpf(10) ** -25:
            return digamma(mpf(2))
        return loggamma(1 + t) / (t * (t - 1))
    rational("lgamma", lg, -0.3, 0.25, 6, 6)
    rational("lgamma", lg, 0.25, 1, 7, 7)
    rational("lgamma", lg, 1, 2, 7, 7)
    # ψ(x) = (x − x₀) R(x − 1)
    x0 = findroot(digamma, 1.4616)
    hi = float(x0)
    mid = float(x0 - hi)
    print("psi root", repr(hi), repr(mid))
    rational("digamma", lambda t: digamma(1 + t) / (1 + t - x0) if abs(1 + t - x0) > mpf(10) ** -20 else mp.psi(1, x0), 0, 1, 7, 7)
    # First guesses that one step of Newton's method completes: erfinv(x) = x R(x²) for |x| ≤ ½,
    rational("erfinv", lambda t: erfinv(sqrt(t)) / sqrt(t) if t > mpf(10) ** -40 else sqrt(pi) / 2, 0, 0.25, 3, 3)

    # and erfc⁻¹(p) = s R(1/(1 + s)) for p ≤ ½, s = √(−ln p)
    def tail(r):
        s = 1 / r - 1
        y = findroot(lambda y: log(erfc(y)) + s * s, sqrt(s * s - log(1 + mpf(1.77) * s) if s > 1 else mpf(0.5)))
        return y / s
    rational("erfcinv", tail, 1 / mpf(28.5), 1 / mpf(1.83), 5, 5)
