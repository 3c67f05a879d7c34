"""Checks det5.txt: prints its matrix again with determinant and its cofactors by exact rational arithmetic."""
from fractions import Fraction


def det(m):
    return sum((-1) ** j * m[0][j] * det([r[:j] + r[j + 1:] for r in m[1:]]) for j in range(len(m))) if m else Fraction(1)


a = [float(v) for v in open("det5.txt").read().split("\n")[3:28]]
m = [[Fraction(a[5 * i + j]) for j in range(5)] for i in range(5)]
cofactors = [(-1) ** (i + j) * det([r[:j] + r[j + 1:] for k, r in enumerate(m) if k != i]) for i in range(5) for j in range(5)]
print("\n".join(repr(float(v)) for v in [det(m)] + a + cofactors))
