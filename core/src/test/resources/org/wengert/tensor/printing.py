"""Writes printing.txt: arrays as NumPy prints them. Made with NumPy 2.4.6: python3 printing.py > printing.txt"""

import re

import numpy as np

np.set_printoptions(linewidth=75, threshold=1000, precision=8, legacy=False)


class tensor(np.ndarray):
    """An array under another name."""


def case(a):
    a = np.asarray(a)
    print("case", a.dtype, *a.shape)
    bits = {"float64": "int64", "float32": "int32"}.get(str(a.dtype))
    flat = a.reshape(-1)
    print(*(flat.view(bits) if bits else flat.astype("int64")))
    text = repr(a.view(tensor))
    print(re.sub(r"shape=\(([^)]*?),?\)", r"shape=[\1]", text))
    print("end")


rng = np.random.default_rng(7)
for x in [0.0, -0.0, 1.0, -1.5, 0.1, 1e8, 99999999.0, 1e-4, 9.9e-5, 1 / 3, 1e300, 5e-324, np.nan, np.inf, -np.inf]:
    case(np.float64(x))
    if not np.isfinite(x) or x == 0 or 1e-30 < abs(x) < 1e30:
        case(np.float32(x))
for a in [
    [1.0, 2.0, 3.0],
    [1.0, 2.5, 1 / 3],
    [0.5, 100.0, -2.0],
    [1e-5, 1.0],
    [1e10, 1.0, -2.5e-3],
    [1.0, 1000.0],
    [1.0, 1001.0],
    [123456.0, 999999.0, 1000000.0],
    [12345678.0, 1.5],
    [1.0, np.nan],
    [np.nan, np.inf],
    [np.nan, -np.inf],
    [-np.inf, 12345.5],
    [1e100, 1e-100, 0.0, -0.0],
    [1.23456789012345, 12.3456789012345],
    [0.123456785, 0.123456775, 2.000000005],
    [1.123456789e20, 2e20],
    [0.00012345678912345, 0.5],
]:
    case(a)
    with np.errstate(over="ignore"):
        case(np.array(a, dtype="float32"))
case(np.array([], dtype="float64"))
case(np.zeros((0, 3)))
case(np.zeros((2, 0), dtype="int32"))
case(np.array([], dtype="bool"))
case(np.array(True))
case(np.array(False))
case([True, False])
case([[True], [False]])
case(np.array(-7))
case([1, -20, 300])
case(np.array([1, -20, 300], dtype="int32"))
case([np.iinfo("int64").min, np.iinfo("int64").max, 0])
case(np.arange(1000))
case(np.arange(1001))
case(np.arange(1001) % 2 == 0)
case(np.arange(30) / 30)
case(np.arange(31, dtype="float32") / 31)
case(np.arange(24).reshape(2, 3, 4))
case(np.arange(24).reshape(2, 3, 2, 2) / 7)
case(np.arange(24, dtype="float32").reshape(1, 2, 3, 4))
case(np.arange(1400).reshape(200, 7))
case(np.arange(1331).reshape(11, 11, 11) / 3)
case((np.arange(1280) % 10 / 8).astype("float32").reshape(2, 5, 2, 64))
case(np.arange(100).reshape(2, 50))
case(rng.normal(size=(4, 5)))
case(rng.normal(size=(3, 12)))
case(rng.normal(size=(3, 12)).astype("float32"))
case(np.exp(rng.normal(size=40) * 3))
case(np.exp(rng.normal(size=(5, 7)) * 30))
case(np.exp(rng.normal(size=(5, 7)) * 10).astype("float32"))
case(rng.integers(-1000, 1000, size=(6, 25)))
case(np.where(rng.random((4, 4)) < 0.3, np.nan, rng.normal(size=(4, 4))))
for k in range(40):
    digits = int(rng.integers(0, 12))
    case(np.round(rng.normal(size=int(rng.integers(1, 9))) * 10.0 ** rng.integers(-6, 10), digits))
    case(rng.integers(0, 2**32, size=3, dtype="uint32").view("float32"))
    case(rng.integers(0, 2**63, size=3).view("float64"))
