"""Writes heston.csv: the price of a call in Heston's model and its derivatives by all parameters, from mpmath at 40 digits.

    python3 heston.py > heston.csv

The price is Heston's own formula of 1993, S e^(-qT) P1 - K e^(-rT) P2 by Gil-Pelaez's inversion: not the integral that the
example uses. The derivatives are central differences with a step of 1e-10, in 40 digits. Parameters are exact doubles, in the
order spot, rate, dividend, variance, reversion, longRun, volOfVariance, correlation, then strike and maturity.
"""

from mpmath import mp, mpf, mpc, exp, log, sqrt, pi, quad, linspace

mp.dps = 40


def characteristic(u, p, t):
    s, r, q, v, kappa, theta, xi, rho = p
    i = mpc(0, 1)
    b = kappa - rho * xi * i * u
    d = sqrt(b * b + xi * xi * (i * u + u * u))
    g = (b - d) / (b + d)
    e = exp(-d * t)
    c = kappa * theta / xi**2 * ((b - d) * t - 2 * log((1 - g * e) / (1 - g)))
    return exp(c + (b - d) / xi**2 * (1 - e) / (1 - g * e) * v)


def call(p, strike, t):
    s, r, q = p[:3]
    i = mpc(0, 1)
    k = log(strike / s) - (r - q) * t
    points = [mpf(x) for x in (0, 5, 10, 20, 40, 80, 160, 320)]

    def probability(shift):
        norm = characteristic(-i, p, t) if shift else mpf(1)
        f = lambda u: (exp(-i * u * k) * characteristic(u - (i if shift else 0), p, t) / (i * u * norm)).real
        return mpf(1) / 2 + quad(f, points) / pi

    return s * exp(-q * t) * probability(True) - strike * exp(-r * t) * probability(False)


cases = [
    ((100.0, 0.03, 0.01, 0.04, 2.0, 0.05, 0.3, -0.7), 105.0, 1.0),
    ((100.0, 0.01, 0.0, 0.09, 1.0, 0.06, 0.5, -0.3), 90.0, 2.0),
    ((50.0, 0.05, 0.02, 0.02, 3.0, 0.03, 0.4, 0.2), 50.0, 0.5),
]
for parameters, strike, t in cases:
    p = [mpf(x) for x in parameters]
    values = [call(p, mpf(strike), mpf(t))]
    h = mpf(10) ** -10
    for j in range(8):
        more, less = list(p), list(p)
        more[j] += h
        less[j] -= h
        values.append((call(more, mpf(strike), mpf(t)) - call(less, mpf(strike), mpf(t))) / (2 * h))
    print(",".join([repr(x) for x in parameters] + [repr(strike), repr(t)] + [mp.nstr(x, 17) for x in values]))
