"""Writes special.csv: values of the functions of Special, from mpmath at 50 digits.

    python3 special.py > special.csv

Each line is a function, its arguments (exact doubles) and the value. The points are drawn from a fixed seed and joined by
the places where an implementation changes its method.
"""

import math
import random

import mpmath as m
from mpmath import mpf

m.mp.dps = 50
random.seed(20260101)


def uniform(a, b, n=24):
    return [random.uniform(a, b) for _ in range(n)]


def log_uniform(a, b, n=24):
    return [math.exp(random.uniform(math.log(a), math.log(b))) for _ in range(n)]


def both(xs):
    return xs + [-x for x in xs]


def around(*xs):
    return [y for x in xs for y in (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))]


def cdf(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def mills(n, x):
    h = lambda t: m.exp(-t * t / 2) / m.sqrt(2 * m.pi) / cdf(t)
    return m.diff(h, x, n) if n else h(x)


def coerror(n, x):
    f = lambda t: t**n * m.exp(-t * t - 2 * x * t)
    return 2 / m.sqrt(m.pi) / m.factorial(n) * m.quad(f, [0, 0.1, 0.3, 1, 3, 10, 30])


def sinc_derivative(n, x):
    return m.pi**n * m.quad(lambda t: t**n * m.cos(m.pi * (x * t + mpf(n) / 2)), m.linspace(0, 1, 12))


def quantile(p):
    return m.findroot(lambda y: m.log(cdf(y)) - m.log(p), -m.sqrt(-2 * m.log(p)) if p < 0.1 else m.mpf(0))


REAL = {
    "exp2": (lambda x: m.power(2, x), uniform(-1000, 1000)),
    "log2": (lambda x: m.log(x) / m.log(2), log_uniform(1e-308, 1e308) + uniform(0.5, 2) + [5e-324, 1e-310, 8.0]),
    "asinh": (m.asinh, both(log_uniform(1e-9, 1e300)) + around(2.0**28)),
    "acosh": (m.acosh, uniform(1, 5) + [1.0, 1 + 2**-52] + log_uniform(5, 1e300) + around(2.0**28)),
    "atanh": (m.atanh, uniform(-1, 1) + log_uniform(1e-9, 1)),
    "sigmoid": (lambda x: 1 / (1 + m.exp(-x)), uniform(-40, 40) + uniform(-2, 2) + [-700.0]),
    "softplus": (lambda x: m.log1p(m.exp(x)), uniform(-40, 40) + uniform(-2, 2) + [-700.0, 700.0]),
    "logSigmoid": (lambda x: -m.log1p(m.exp(-x)), uniform(-40, 40) + uniform(-2, 2) + [-700.0, 700.0]),
    "log1mexp": (lambda x: m.log(-m.expm1(x)), uniform(-40, 0) + [-v for v in log_uniform(1e-9, 1)] + around(-math.log(2))),
    "sinc": (lambda x: m.sin(m.pi * x) / (m.pi * x), uniform(-10, 10) + log_uniform(1e-9, 1) + [1e6 + 0.25]),
    "erf": (m.erf, both(log_uniform(1e-9, 6)) + around(0.25, 0.84, 1.25, 2.5)),
    "erfc": (m.erfc, uniform(-6, 26, 60) + around(0.25, 0.84, 1.25, 2.5)),
    "erfcx": (lambda x: m.exp(x * x) * m.erfc(x), uniform(-26, 30, 60) + around(0.5, 1.25, 2.5) + [1e10]),
    "erfinv": (m.erfinv, uniform(-1, 1, 60) + around(0.5) + [1 - 2.0**-53, 1 - 1e-9, 1e-9]),
    "normalCdf": (cdf, uniform(-37, 8, 60) + uniform(-1, 1) + around(-0.7, 0.7)),
    "logNormalCdf": (
        lambda x: m.log(cdf(x)) if x < 0 else m.log1p(-cdf(-x)),
        uniform(-60, 8, 60) + around(-1.0, 0.7) + [-40.0, -1e5],
    ),
    "normalQuantile": (quantile, uniform(0, 1, 40) + log_uniform(1e-300, 0.1) + around(0.25, 0.75)),
    "gamma": (m.gamma, uniform(0, 30) + uniform(30, 171) + uniform(-30, 0) + around(0.7, 2.0, 30.0)),
    "lgamma": (
        lambda x: m.log(abs(m.gamma(x))),
        uniform(0, 4, 60) + log_uniform(1e-10, 1e8) + around(0.25, 0.7, 1.25, 3.0, 10.0) + uniform(-10, 0),
    ),
    "digamma": (m.digamma, uniform(0, 4, 60) + log_uniform(1e-10, 1e8) + around(1.0, 2.0, 10.0) + uniform(-10, 0)),
    "trigamma": (lambda x: m.psi(1, x), log_uniform(1e-5, 1e5, 40) + uniform(-10, 0)),
    "j0": (lambda x: m.besselj(0, x), uniform(-60, 60, 60) + around(2.0**0.5, 25.0)),
    "j1": (lambda x: m.besselj(1, x), uniform(-60, 60, 60) + around(2.0, 25.0)),
    "i0": (lambda x: m.besseli(0, x), uniform(-60, 60, 60) + around(25.0) + [710.0]),
    "i1": (lambda x: m.besseli(1, x), uniform(-60, 60, 60) + around(25.0) + [710.0]),
}

ORDERED = {
    "polygamma": (m.psi, [(n, x) for n in (0, 1, 2, 3, 5, 9, 12) for x in log_uniform(1e-3, 1e3, 8) + uniform(-5, 0, 4)]),
    "sincDerivative": (sinc_derivative, [(n, x) for n in range(9) for x in uniform(-5, 5, 6)]),
    "coerror": (coerror, [(n, x) for n in range(9) for x in uniform(-4, 30, 5) + around(0.5)]),
    "millsDerivative": (mills, [(n, x) for n in range(5) for x in uniform(-60, 8, 12) + around(0.0) + around(-20.0 - 4 * n)]),
    "jn": (m.besselj, [(n, x) for n in (-3, 2, 3, 7, 20, 40) for x in uniform(-60, 60, 10)]),
    "in": (m.besseli, [(n, x) for n in (-3, 2, 3, 7, 20, 40) for x in uniform(-60, 60, 10)]),
}

PAIRS = {
    "logAddExp": (lambda x, y: m.log(m.exp(x) + m.exp(y)), [(x, y) for x in uniform(-50, 50, 6) for y in uniform(-50, 50, 6)]),
    "softWeight": (lambda x, y: 1 / (1 + m.exp(y - x)), [(x, y) for x in uniform(-9, 9, 6) for y in uniform(-9, 9, 6)]),
    "xlogy": (lambda x, y: x * m.log(y), [(x, y) for x in uniform(-9, 9, 6) for y in log_uniform(1e-9, 1e9, 6)]),
    "xlog1py": (lambda x, y: x * m.log1p(y), [(x, y) for x in uniform(-9, 9, 6) for y in log_uniform(1e-9, 1e9, 6)]),
}


def pow_derivative(order, x, y):
    k, l = int(order) % 256, int(order) // 256
    return m.diff(lambda b, e: b**e, (x, y), (k, l))


TRIPLES = {
    "powDerivative": (
        pow_derivative,
        [(float(k + 256 * l), x, y) for k in range(4) for l in range(3) for x in uniform(0.2, 3, 3) for y in uniform(-3, 3, 2)],
    ),
}


def line(name, arguments, value):
    value = m.re(value)
    if m.isfinite(value) and abs(value) < 1.7e308:
        print(",".join([name] + [repr(float(a)) for a in arguments] + [m.nstr(value, 25)]))


print("function,arguments…,value")
for name, (f, points) in REAL.items():
    for x in points:
        line(name, [x], f(mpf(x)))
for name, (f, points) in ORDERED.items():
    for n, x in points:
        line(name, [n, x], f(n, mpf(x)))
for table in (PAIRS, TRIPLES):
    for name, (f, points) in table.items():
        for point in points:
            line(name, point, f(*map(mpf, point)))
