"""Writes reference.txt: values and derivatives of tensor functions as other systems compute them.

    pip install "jax[cpu]" torch mpmath
    python3 tensor_reference.py ../resources/org/wengert/transform/reference.txt

Elementwise functions come from mpmath at 40 digits, everything else from JAX in double precision. Where a case names PyTorch's
form of the function too, the script stops if the two disagree. Inputs are drawn from a generator that is seeded with the
case's name, so that a new case changes no other, and have few digits, so that the file stays small.

A case f with inputs x of real numbers, tangents v and the cotangent w of its value gives

    out    f(x)
    jvp    J v
    vjp    Jᵀ w, one for each x
    hvp    the derivative of Jᵀ w along v, which is the Hessian of ⟨w, f⟩ times v, one for each x

The file is read line by line. A line is a word, and for numbers a type, a shape and the elements in row-major order, such as

    case softmax
    in float64 2,3 0.25 -1.5 2 0.125 1 -0.75
    tangent float64 2,3 …
    in int64 2 0 1
    out float64 2,3 …
    jvp float64 2,3 …
    cotangent float64 2,3 …
    vjp float64 2,3 …
    hvp float64 2,3 …

A scalar's shape is a dash. Each real input is followed by its tangent, vjp and hvp come in the order of the real inputs. In a
case of float32 the inputs, tangents and cotangents are floats, and what follows from them is computed in double precision.
"""

import math
import os
import random
import sys

# XLA 0.10.2 aborts in this pass on the second order of a small transposed convolution
os.environ["XLA_FLAGS"] = "--xla_disable_hlo_passes=algsimp"

import jax
import mpmath
import numpy as np
import torch
from jax import lax
from jax import numpy as jnp
from jax import scipy as jsp
from mpmath import mpf

jax.config.update("jax_enable_x64", True)
mpmath.mp.dps = 40
F = torch.nn.functional
DTYPES = {"f": "float64", "i": "int64", "b": "bool"}
TORCH_TOLERANCE = 1e-10


# ---------------------------------------------------------------------- inputs


class Draw:
    """The inputs of one case: each method makes an array from the case's own generator."""

    def __init__(self, name):
        self.random = random.Random("wengert " + name)

    def array(self, shape, element):
        size = math.prod(shape)
        return np.array([element() for _ in range(size)]).reshape(shape)

    def normal(self, *shape):
        return self.array(shape, lambda: round(self.random.gauss(0, 1), 2))

    def uniform(self, low, high, *shape):
        return self.array(shape, lambda: round(self.random.uniform(low, high), 3))

    def distinct(self, *shape):
        """Numbers at least 0.1 apart, in any order: no ties, and no kink near."""
        n = math.prod(shape)
        places = self.random.sample(range(-n, n), n)
        return np.array([round(0.25 * p + self.random.uniform(0, 0.15), 2) for p in places]).reshape(shape)

    def truths(self, *shape):
        return self.array(shape, lambda: self.random.random() < 0.5)


class Case:
    """A function of arrays with its inputs; some of them are whole numbers or truth values."""

    def __init__(self, name, inputs, dtype, cotangent_of):
        draw = Draw(name + " directions")
        self.name = name
        self.dtype = dtype
        self.inputs = [self.rounded(np.asarray(x)) for x in inputs]
        self.tangents = [self.rounded(draw.normal(*x.shape)) for x in self.real()]
        self.out = np.asarray(cotangent_of(self.inputs))
        self.cotangent = self.rounded(draw.normal(*self.out.shape))

    def rounded(self, x):
        return x.astype(np.float32).astype(np.float64) if self.dtype == "float32" and x.dtype.kind == "f" else x

    def real(self):
        return [x for x in self.inputs if x.dtype.kind == "f"]

    def write(self, file, out_dtype, jvp, vjp, hvp):
        def line(word, x, dtype):
            x = np.asarray(x)
            if not (x.dtype.kind != "f" or np.isfinite(x).all()):
                raise ValueError(f"{self.name}: {word} is not finite: {x}")
            shape = ",".join(map(str, x.shape)) or "-"
            file.write(" ".join([word, dtype, shape] + [text(v, dtype) for v in x.ravel().tolist()]) + "\n")

        def text(v, dtype):
            if dtype == "bool":
                return str(int(v))
            if dtype == "float32":
                v = float(f"{v:.9g}")
            return str(int(v)) if v == int(v) and abs(v) < 1e15 and str(v) != "-0.0" else repr(v)

        file.write(f"case {self.name}\n")
        tangents = iter(self.tangents)
        for x in self.inputs:
            kind = x.dtype.kind
            line("in", x, self.dtype if kind == "f" else DTYPES[kind])
            if kind == "f":
                line("tangent", next(tangents), self.dtype)
        line("out", self.out, out_dtype)
        line("jvp", jvp, out_dtype)
        line("cotangent", self.cotangent, out_dtype)
        for x in vjp:
            line("vjp", x, self.dtype)
        for x in hvp:
            line("hvp", x, self.dtype)


# ---------------------------------------------------------------------- two oracles

CASES = {}
COMPARED = []


def add(name, write):
    if name in CASES:
        raise ValueError(f"two cases {name}")
    CASES[name] = write


def elementwise(name, f, *draws, dtype="float64"):
    """A function of mpmath numbers; the inputs have one shape. Derivatives by differences of 40 digits."""

    def write(file):
        draw = Draw(name)
        inputs = [d(draw) for d in draws]
        points = lambda xs: zip(*(x.ravel().tolist() for x in xs))
        number = lambda v: float(mpmath.re(v))
        case = Case(
            name, inputs, dtype, lambda xs: np.array([number(f(*map(mpf, p))) for p in points(xs)]).reshape(xs[0].shape)
        )
        n = len(inputs)

        def partial(p, *by):
            return number(mpmath.diff(f, tuple(map(mpf, p)), tuple(by.count(k) for k in range(n))))

        jvp, vjp, hvp = [], [[] for _ in inputs], [[] for _ in inputs]
        for p, v, w in zip(points(case.inputs), points(case.tangents), case.cotangent.ravel().tolist()):
            first = [partial(p, k) for k in range(n)]
            jvp.append(sum(d * vk for d, vk in zip(first, v)))
            for k in range(n):
                vjp[k].append(w * first[k])
                hvp[k].append(w * sum(partial(p, k, j) * v[j] for j in range(n)))
        shaped = lambda values: np.array(values).reshape(inputs[0].shape)
        case.write(file, dtype, shaped(jvp), list(map(shaped, vjp)), list(map(shaped, hvp)))

    add(name, write)


def case(name, f, *draws, torch=None, dtype="float64", out_dtype=None):
    """A function of JAX arrays, and perhaps the same of PyTorch's tensors. A draw is an array or makes one."""

    def write(file):
        draw = Draw(name)
        inputs = [d(draw) if callable(d) else np.asarray(d) for d in draws]
        evaluate = lambda xs: f(*map(jnp.asarray, xs))
        c = Case(name, inputs, dtype, evaluate)
        places = [i for i, x in enumerate(c.inputs) if x.dtype.kind == "f"]

        def of_real(*real):
            xs = list(map(jnp.asarray, c.inputs))
            for i, x in zip(places, real):
                xs[i] = x
            return f(*xs)

        x, v = tuple(map(jnp.asarray, c.real())), tuple(map(jnp.asarray, c.tangents))
        w = jnp.asarray(c.cotangent)
        pull = lambda *real: jax.vjp(of_real, *real)[1](w)
        jvp = jax.jvp(of_real, x, v)[1]
        vjp, hvp = jax.jvp(pull, x, v)
        if torch is not None:
            compare(c, torch, places, [c.out, jvp, *vjp, *hvp])
        c.write(file, out_dtype or dtype, jvp, vjp, hvp)

    add(name, write)


def compare(c, f, places, expected):
    """Stops where PyTorch disagrees."""
    t = lambda x: torch.from_numpy(np.array(x))

    def of_real(*real):
        xs = list(map(t, c.inputs))
        for i, x in zip(places, real):
            xs[i] = x
        return f(*xs)

    x, v, w = tuple(map(t, c.real())), tuple(map(t, c.tangents)), t(c.cotangent)
    x = tuple(xi.requires_grad_() for xi in x)
    y = of_real(*x)
    vjp = torch.autograd.grad(y, x, w, create_graph=True)
    # reverse over reverse: the gradient of ⟨Jᵀ w, v⟩ is the Hessian of ⟨w, f⟩ times v, and that of ⟨Jᵀ w, v⟩ by w is J v
    w = w.requires_grad_()
    again = torch.autograd.grad(of_real(*x), x, w, create_graph=True)
    pairing = sum((a * vi).sum() for a, vi in zip(again, v))
    hvp = torch.autograd.grad(pairing, x, allow_unused=True, retain_graph=True)
    hvp = [torch.zeros_like(xi) if h is None else h for h, xi in zip(hvp, x)]
    jvp = torch.autograd.grad(pairing, w)[0]
    for ours, theirs in zip(expected, [y, jvp, *vjp, *hvp]):
        a, b = np.asarray(ours), theirs.detach().numpy()
        scale = max(1.0, float(np.abs(a).max(initial=0)))
        if a.shape != b.shape or float(np.abs(a - b).max(initial=0)) > TORCH_TOLERANCE * scale:
            raise ValueError(f"{c.name}: JAX has\n{a}\nbut PyTorch\n{b}")
    COMPARED.append(c.name)


# ---------------------------------------------------------------------- draws


def normal(*shape):
    return lambda draw: draw.normal(*shape)


def uniform(low, high, *shape):
    return lambda draw: draw.uniform(low, high, *shape)


def positive(*shape):
    return uniform(0.3, 3, *shape)


def distinct(*shape):
    return lambda draw: draw.distinct(*shape)


def truths(*shape):
    return lambda draw: draw.truths(*shape)


# ---------------------------------------------------------------------- elementwise functions

m = mpmath
PI = lambda: m.pi()


def cdf(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def quantile(p):
    return -m.sqrt(2) * m.erfinv(1 - 2 * p)


def sigmoid(x):
    return 1 / (1 + m.exp(-x))


def softplus(x):
    return m.log1p(m.exp(x))


def trunc(x):
    return m.floor(x) if x >= 0 else m.ceil(x)


def clamp(x, low, high):
    return min(max(x, m.mpf(low)), m.mpf(high))


REAL = uniform(-2.5, 2.5, 5)
UNIT = uniform(-0.95, 0.95, 5)
POSITIVE = uniform(0.2, 4, 5)

for name, f, draw in [
    ("neg", lambda x: -x, REAL),
    ("abs", abs, REAL),
    ("sqrt", m.sqrt, POSITIVE),
    ("cbrt", lambda x: m.sign(x) * m.cbrt(abs(x)), REAL),
    ("exp", m.exp, REAL),
    ("expm1", m.expm1, REAL),
    ("log", m.log, POSITIVE),
    ("log1p", m.log1p, POSITIVE),
    ("log10", m.log10, POSITIVE),
    ("log2", lambda x: m.log(x, 2), POSITIVE),
    ("exp2", lambda x: m.power(2, x), REAL),
    ("sin", m.sin, REAL),
    ("cos", m.cos, REAL),
    ("tan", m.tan, uniform(-1.3, 1.3, 5)),
    ("asin", m.asin, UNIT),
    ("acos", m.acos, UNIT),
    ("atan", m.atan, REAL),
    ("sinh", m.sinh, REAL),
    ("cosh", m.cosh, REAL),
    ("tanh", m.tanh, REAL),
    ("asinh", m.asinh, REAL),
    ("acosh", m.acosh, uniform(1.1, 5, 5)),
    ("atanh", m.atanh, UNIT),
    ("toRadians", m.radians, REAL),
    ("toDegrees", m.degrees, REAL),
    ("floor", m.floor, np.array([-1.5, -0.25, 0.5, 1.75, 2.3])),
    ("ceil", m.ceil, np.array([-1.5, -0.25, 0.5, 1.75, 2.3])),
    ("rint", m.nint, np.array([-1.6, -0.25, 0.4, 1.75, 2.3])),
    ("signum", m.sign, REAL),
    ("reciprocal", lambda x: 1 / x, POSITIVE),
    ("square", lambda x: x * x, REAL),
    ("rsqrt", lambda x: 1 / m.sqrt(x), POSITIVE),
    ("sigmoid", sigmoid, REAL),
    ("softplus", softplus, REAL),
    ("logSigmoid", lambda x: -softplus(-x), REAL),
    ("log1mexp", lambda x: m.log(-m.expm1(x)), uniform(-3, -0.1, 5)),
    ("relu", lambda x: max(x, m.mpf(0)), REAL),
    ("relu6", lambda x: clamp(x, 0, 6), np.array([-1.5, 0.25, 3.5, 5.75, 7.25])),
    ("sinc", lambda x: m.sinc(PI() * x), REAL),
    ("erf", m.erf, REAL),
    ("erfc", m.erfc, REAL),
    ("erfcx", lambda x: m.exp(x * x) * m.erfc(x), REAL),
    ("erfinv", m.erfinv, UNIT),
    ("normalCdf", cdf, REAL),
    ("logNormalCdf", lambda x: m.log(cdf(x)), REAL),
    ("normalQuantile", quantile, uniform(0.05, 0.95, 5)),
    ("gamma", m.gamma, POSITIVE),
    ("lgamma", m.loggamma, POSITIVE),
    ("digamma", m.digamma, POSITIVE),
    ("trigamma", lambda x: m.psi(1, x), POSITIVE),
    ("j0", lambda x: m.besselj(0, x), REAL),
    ("j1", lambda x: m.besselj(1, x), REAL),
    ("i0", lambda x: m.besseli(0, x), REAL),
    ("i1", lambda x: m.besseli(1, x), REAL),
    # composed ones that every library of neural networks has
    ("gelu", lambda x: x * cdf(x), REAL),
    ("geluTanh", lambda x: x / 2 * (1 + m.tanh(m.sqrt(2 / PI()) * (x + m.mpf("0.044715") * x**3))), REAL),
    ("silu", lambda x: x * sigmoid(x), REAL),
    ("mish", lambda x: x * m.tanh(softplus(x)), REAL),
    ("softsign", lambda x: x / (1 + abs(x)), REAL),
    ("elu", lambda x: x if x > 0 else m.expm1(x), REAL),
    ("leakyRelu", lambda x: x if x > 0 else m.mpf(0.01) * x, REAL),
    ("hardSwish", lambda x: x * clamp(x + 3, 0, 6) / 6, np.array([-4.5, -1.25, 0.5, 2.75, 4.25])),
    ("logit", lambda x: m.log(x / (1 - x)), uniform(0.05, 0.95, 5)),
    ("powNumber", lambda x: x ** m.mpf(2.5), POSITIVE),
    ("cube", lambda x: x**3, REAL),
]:
    elementwise(name, f, (lambda d: d if callable(d) else lambda _: d)(draw))

for name, f, first, second in [
    ("add", lambda x, y: x + y, REAL, REAL),
    ("sub", lambda x, y: x - y, REAL, REAL),
    ("mul", lambda x, y: x * y, REAL, REAL),
    ("div", lambda x, y: x / y, REAL, POSITIVE),
    ("rem", lambda x, y: x - y * trunc(x / y), lambda _: np.array([5.3, -5.3, 2.2, 7.75]), lambda _: np.array([2.1, 2.1, -0.6, 3.0])),
    ("pow", lambda x, y: x**y, POSITIVE, REAL),
    ("atan2", m.atan2, REAL, REAL),
    ("hypot", m.hypot, REAL, REAL),
    ("min", min, REAL, REAL),
    ("max", max, REAL, REAL),
    ("copySign", lambda x, y: abs(x) * m.sign(y), REAL, REAL),
    ("logAddExp", lambda x, y: m.log(m.exp(x) + m.exp(y)), REAL, REAL),
    ("xlogy", lambda x, y: x * m.log(y), REAL, POSITIVE),
    ("xlog1py", lambda x, y: x * m.log1p(y), REAL, POSITIVE),
]:
    elementwise(name, f, first, second)

elementwise("fma", lambda x, y, z: x * y + z, REAL, REAL, REAL)
elementwise("clamp", lambda x: clamp(x, -1, 1), lambda _: np.array([-1.75, -0.5, 0.25, 0.75, 2.5]))
elementwise("polygamma2", lambda x: m.psi(2, x), POSITIVE)
elementwise("jn3", lambda x: m.besselj(3, x), POSITIVE)
elementwise("in2", lambda x: m.besseli(2, x), POSITIVE)

# ---------------------------------------------------------------------- broadcasting, choice, types

case("addRowToMatrix", lambda x, y: x * x + y, normal(2, 3), normal(3), torch=lambda x, y: x * x + y)
case("mulColumnByRow", lambda x, y: x * y, normal(3, 1), normal(4), torch=lambda x, y: x * y)
case("divByScalar", lambda x, y: x / y, normal(2, 2), uniform(1, 2), torch=lambda x, y: x / y)
case("powBroadcast", lambda x, y: x**y, positive(2, 1, 2), uniform(-2, 3, 3, 1), torch=lambda x, y: x**y)
case("where", lambda c, x, y: jnp.where(c, x * x, jnp.sin(y)), truths(2, 3), normal(2, 3), normal(2, 3),
     torch=lambda c, x, y: torch.where(c, x * x, torch.sin(y)))
case("whereBroadcast", lambda c, x, y: jnp.where(c, jnp.exp(x), y * y), truths(3), normal(2, 3), normal(),
     torch=lambda c, x, y: torch.where(c, torch.exp(x), y * y))
case("whereCompared", lambda x, y: jnp.where(x > y, x * y, y / (2 + x * x)), distinct(6), distinct(6),
     torch=lambda x, y: torch.where(x > y, x * y, y / (2 + x * x)))
case("maskedLog", lambda x: jnp.where(x > 0, jnp.log(jnp.where(x > 0, x, 1)), 0), distinct(6))
case("expandTo", lambda x: jnp.broadcast_to(jnp.exp(x), (2, 3, 4)), normal(3, 1), torch=lambda x: torch.exp(x).expand(2, 3, 4))
case("timesInteger", lambda x, n: x * x * n, normal(4), np.array([1, -2, 0, 3]), torch=lambda x, n: x * x * n)
case("castToDouble", lambda x: x * x, normal(4), dtype="float32", out_dtype="float64")
case("stopGradient", lambda x: x * lax.stop_gradient(jnp.exp(x)), normal(4), torch=lambda x: x * torch.exp(x).detach())

# ---------------------------------------------------------------------- structure: each after a square, so that the second order shows

sq = lambda x: x * x
case("reshape", lambda x: sq(x).reshape(3, 2, 2), normal(2, 6), torch=lambda x: sq(x).reshape(3, 2, 2))
case("flatten", lambda x: sq(x).reshape(-1), normal(2, 3), torch=lambda x: sq(x).flatten())
case("permute", lambda x: sq(x).transpose(2, 0, 1), normal(2, 3, 2), torch=lambda x: sq(x).permute(2, 0, 1))
case("transpose", lambda x: sq(x).T, normal(2, 3), torch=lambda x: sq(x).T)
case("swapAxes", lambda x: sq(x).swapaxes(0, 2), normal(2, 3, 2), torch=lambda x: sq(x).swapaxes(0, 2))
case("moveAxis", lambda x: jnp.moveaxis(sq(x), 0, -1), normal(2, 3, 2), torch=lambda x: torch.movedim(sq(x), 0, -1))
case("expandDims", lambda x: sq(x)[:, None], normal(3), torch=lambda x: sq(x)[:, None])
case("squeeze", lambda x: sq(x).squeeze(1), normal(3, 1, 2), torch=lambda x: sq(x).squeeze(1))
case("slice", lambda x: sq(x)[1:3], normal(4, 2), torch=lambda x: sq(x)[1:3])
case("sliceSteps", lambda x: sq(x)[1:6:2, ::3], normal(7, 4), torch=lambda x: sq(x)[1:6:2, ::3])
case("sliceBackwards", lambda x: sq(x)[5:0:-2], normal(7), torch=lambda x: sq(x)[1:6:2].flip(0))
case("sliceFromTheEnd", lambda x: sq(x)[-3:-1], normal(5), torch=lambda x: sq(x)[-3:-1])
case("pickRow", lambda x: sq(x)[1], normal(3, 2), torch=lambda x: sq(x)[1])
case("pickElement", lambda x: sq(x)[1, 2], normal(3, 4), torch=lambda x: sq(x)[1, 2])
case("sliceOverlapping", lambda x: sq(x)[1:] * x[:-1], normal(5), torch=lambda x: sq(x)[1:] * x[:-1])
case("pad", lambda x: jnp.pad(sq(x), ((1, 0), (2, 1)), constant_values=0.5), normal(2, 3),
     torch=lambda x: F.pad(sq(x), (2, 1, 1, 0), value=0.5))
case("padReflect", lambda x: jnp.pad(sq(x), ((0, 0), (2, 1)), mode="reflect"), normal(2, 4),
     torch=lambda x: F.pad(sq(x), (2, 1), mode="reflect"))
case("padEdge", lambda x: jnp.pad(sq(x), ((0, 0), (2, 1)), mode="edge"), normal(2, 3),
     torch=lambda x: F.pad(sq(x), (2, 1), mode="replicate"))
case("padWrap", lambda x: jnp.pad(sq(x), ((0, 0), (2, 1)), mode="wrap"), normal(2, 3))
case("flip", lambda x: jnp.flip(sq(x), (0, 1)), normal(2, 3), torch=lambda x: sq(x).flip(0, 1))
case("flipAxis", lambda x: jnp.flip(sq(x), 1) * x, normal(2, 3), torch=lambda x: sq(x).flip(1) * x)
case("roll", lambda x: jnp.roll(sq(x), 2, 1) * x, normal(2, 5), torch=lambda x: sq(x).roll(2, 1) * x)
case("rollBackwards", lambda x: jnp.roll(sq(x), -1, 0) * x, normal(3, 2), torch=lambda x: sq(x).roll(-1, 0) * x)
case("concat", lambda x, y: jnp.concatenate([sq(x), x[:, :1] * y, y], 1), normal(2, 3), normal(2, 1),
     torch=lambda x, y: torch.cat([sq(x), x[:, :1] * y, y], 1))
case("concatItself", lambda x: jnp.concatenate([sq(x), x, jnp.sin(x)], 0), normal(2, 2),
     torch=lambda x: torch.cat([sq(x), x, torch.sin(x)], 0))
case("stack", lambda x, y: jnp.stack([x * y, sq(y)], 1), normal(2, 2), normal(2, 2), torch=lambda x, y: torch.stack([x * y, sq(y)], 1))
case("split", lambda x: jnp.split(sq(x), [1, 3], 1)[1] * x[:, :2], normal(2, 5), torch=lambda x: sq(x).split([1, 2, 2], 1)[1] * x[:, :2])
case("repeat", lambda x: jnp.repeat(sq(x), 2, 1), normal(2, 3), torch=lambda x: sq(x).repeat_interleave(2, 1))
case("tile", lambda x: jnp.tile(sq(x), (2, 3)), normal(2, 2), torch=lambda x: sq(x).tile(2, 3))
case("diagOfVector", lambda x: jnp.diag(sq(x)), normal(3), torch=lambda x: torch.diag(sq(x)))
case("diagonal", lambda x: jnp.diagonal(sq(x)), normal(3, 4), torch=lambda x: sq(x).diagonal())
case("diagonalAbove", lambda x: jnp.diagonal(sq(x), 1), normal(3, 4), torch=lambda x: sq(x).diagonal(1))
case("trace", lambda x: jnp.trace(x @ x), normal(3, 3), torch=lambda x: torch.trace(x @ x))
case("tril", lambda x: jnp.tril(sq(x)), normal(3, 4), torch=lambda x: torch.tril(sq(x)))
case("trilBelow", lambda x: jnp.tril(sq(x), -1), normal(2, 3, 3), torch=lambda x: torch.tril(sq(x), -1))
case("triu", lambda x: jnp.triu(sq(x)), normal(4, 3), torch=lambda x: torch.triu(sq(x)))
case("triuAbove", lambda x: jnp.triu(sq(x), 1), normal(3, 3), torch=lambda x: torch.triu(sq(x), 1))
case("windows", lambda x: sq(x)[np.arange(3)[:, None] * 2 + np.arange(3)], normal(7), torch=lambda x: sq(x).unfold(0, 3, 2))
case("diff", lambda x: jnp.diff(sq(x), axis=1), normal(2, 4), torch=lambda x: torch.diff(sq(x), dim=1))

# ---------------------------------------------------------------------- by index

rows = np.array([2, 0, 2, 1])
case("takeRows", lambda x, i: sq(x)[i], normal(3, 2), rows, torch=lambda x, i: sq(x)[i])
case("takeColumns", lambda x, i: jnp.take(sq(x), i, axis=1), normal(2, 3), rows, torch=lambda x, i: torch.index_select(sq(x), 1, i))
case("takeMatrixOfIndices", lambda x, i: sq(x)[i], normal(3, 2), rows.reshape(2, 2), torch=lambda x, i: sq(x)[i])
case("takeFromTheEnd", lambda x, i: sq(x)[i], normal(4), np.array([-1, -4, 1]), torch=lambda x, i: sq(x)[i])
along = np.array([[0, 2, 2], [1, 1, 0]])
case("takeAlongAxis1", lambda x, i: jnp.take_along_axis(sq(x), i, 1), normal(2, 3), along, torch=lambda x, i: torch.take_along_dim(sq(x), i, 1))
case("takeAlongAxis0", lambda x, i: jnp.take_along_axis(sq(x), i, 0), normal(3, 3), along, torch=lambda x, i: torch.take_along_dim(sq(x), i, 0))
case("embeddingSum", lambda t, i: jnp.sum(jnp.tanh(t)[i], 0), normal(4, 3), np.array([3, 1, 3, 3]), torch=lambda t, i: torch.tanh(t)[i].sum(0))
case("scatterAdd", lambda x, u, i: sq(x).at[i].add(u * u), normal(3, 2), normal(4, 2), rows,
     torch=lambda x, u, i: sq(x).index_add(0, i, u * u))
case("scatterAddOntoZeros", lambda u, i: jnp.zeros((5,)).at[i].add(u * u), normal(4), rows,
     torch=lambda u, i: torch.zeros(5, dtype=u.dtype).index_add(0, i, u * u))
case("scatterSet", lambda x, u, i: sq(x).at[i].set(u * u), normal(4, 2), normal(2, 2), np.array([3, 1]),
     torch=lambda x, u, i: sq(x).index_copy(0, i, u * u))
case("scatterMax", lambda x, u, i: sq(x).at[i].max(u * u), distinct(3), np.array([0.3, 1.45, -2.2, 0.8]), rows,
     torch=lambda x, u, i: sq(x).index_reduce(0, i, u * u, "amax"))
case("scatterMin", lambda x, u, i: sq(x).at[i].min(u * u), np.array([0.55, 1.25, 0.95]), np.array([0.3, 1.45, -2.2, 0.8]), rows,
     torch=lambda x, u, i: sq(x).index_reduce(0, i, u * u, "amin"))
case("segmentSum", lambda x, i: jax.ops.segment_sum(sq(x), i, 3), normal(5, 2), np.array([0, 0, 1, 2, 1]))
case("segmentMax", lambda x, i: jax.ops.segment_max(sq(x), i, 3), distinct(6), np.array([0, 0, 1, 2, 1, 2]))

# ---------------------------------------------------------------------- reductions

case("sumAll", lambda x: jnp.sum(sq(x)), normal(2, 3), torch=lambda x: sq(x).sum())
case("sumAxis", lambda x: jnp.sum(sq(x), 1), normal(2, 3, 2), torch=lambda x: sq(x).sum(1))
case("sumAxes", lambda x: jnp.sum(sq(x), (0, 2)), normal(2, 3, 2), torch=lambda x: sq(x).sum((0, 2)))
case("sumKept", lambda x: x / jnp.sum(x, 1, keepdims=True), positive(2, 3), torch=lambda x: x / x.sum(1, keepdim=True))
case("meanAll", lambda x: jnp.mean(sq(x)), normal(2, 3), torch=lambda x: sq(x).mean())
case("meanAxis", lambda x: jnp.mean(sq(x), 0), normal(3, 2), torch=lambda x: sq(x).mean(0))
case("varAll", lambda x: jnp.var(x), normal(2, 3), torch=lambda x: x.var(correction=0))
case("varAxis", lambda x: jnp.var(x, 1), normal(2, 4), torch=lambda x: x.var(1, correction=0))
case("varUnbiased", lambda x: jnp.var(x, 1, ddof=1), normal(2, 4), torch=lambda x: x.var(1))
case("stdAll", lambda x: jnp.std(x), normal(5), torch=lambda x: x.std(correction=0))
case("stdAxis", lambda x: jnp.std(x, 0), normal(4, 2), torch=lambda x: x.std(0, correction=0))
case("stdUnbiased", lambda x: jnp.std(x, 0, ddof=1), normal(4, 2), torch=lambda x: x.std(0))
case("prodAll", lambda x: jnp.prod(x), positive(2, 3), torch=lambda x: x.prod())
case("prodAxis", lambda x: jnp.prod(x, 1), positive(2, 4), torch=lambda x: x.prod(1))
case("prodOneZero", lambda x: jnp.prod(x), np.array([2.0, 3.0, 0.0, 4.0]), torch=lambda x: x.prod())
case("prodTwoZeros", lambda x: jnp.prod(x), np.array([2.0, 0.0, 3.0, 0.0, 5.0]), torch=lambda x: x.prod())
case("prodZerosInRows", lambda x: jnp.prod(x, 1), np.array([[1.5, 0.0, 2.0], [0.0, 0.0, 3.0], [1.0, 2.0, 0.5]]), torch=lambda x: x.prod(1))
case("maxAll", lambda x: jnp.max(sq(x)), distinct(2, 3), torch=lambda x: sq(x).amax())
case("maxAxis", lambda x: jnp.max(sq(x), 1), distinct(3, 4), torch=lambda x: sq(x).amax(1))
case("minAxis", lambda x: jnp.min(jnp.exp(x), 0), distinct(3, 2), torch=lambda x: torch.exp(x).amin(0))
case("maxTied", lambda x: jnp.max(x, 1), np.array([[2.0, 2.0, 1.0], [1.0, 0.0, 1.0]]), torch=lambda x: x.amax(1))
case("logSumExpAll", lambda x: jsp.special.logsumexp(x), normal(5), torch=lambda x: x.logsumexp(0))
case("logSumExpAxis", lambda x: jsp.special.logsumexp(x, 1), normal(2, 4), torch=lambda x: x.logsumexp(1))
case("logSumExpLarge", lambda x: jsp.special.logsumexp(x), np.array([1000.0, 999.5, 998.75]), torch=lambda x: x.logsumexp(0))
case("norm", lambda x: jnp.linalg.norm(x), normal(5), torch=lambda x: x.norm())
case("normAxis", lambda x: jnp.linalg.norm(x, axis=1), normal(2, 3), torch=lambda x: x.norm(dim=1))
case("norm1", lambda x: jnp.sum(jnp.abs(sq(x) - 3)), distinct(5))
case("norm3", lambda x: jnp.sum(jnp.abs(x) ** 3) ** (1 / 3), distinct(5), torch=lambda x: x.norm(3))
case("normalized", lambda x: x / jnp.linalg.norm(x, axis=1, keepdims=True), normal(2, 3), torch=lambda x: F.normalize(x))
case("median", lambda x: jnp.median(sq(x)), distinct(5), torch=lambda x: sq(x).median())

# ---------------------------------------------------------------------- running and sorted

case("cumsum", lambda x: jnp.cumsum(sq(x), 1), normal(2, 4), torch=lambda x: sq(x).cumsum(1))
case("cumsumAxis0", lambda x: jnp.cumsum(sq(x), 0), normal(3, 2), torch=lambda x: sq(x).cumsum(0))
case("cumsumReverse", lambda x: lax.cumsum(sq(x), 0, reverse=True), normal(4), torch=lambda x: sq(x).flip(0).cumsum(0).flip(0))
case("cumprod", lambda x: jnp.cumprod(x, 1), positive(2, 4), torch=lambda x: x.cumprod(1))
case("cumprodZero", lambda x: jnp.cumprod(x), np.array([2.0, 0.0, 3.0, 1.5]), torch=lambda x: x.cumprod(0))
case("cumprodTwoZeros", lambda x: jnp.cumprod(x), np.array([2.0, 0.0, 3.0, 0.0, 1.5]), torch=lambda x: x.cumprod(0))
case("cummax", lambda x: lax.cummax(x, 1) * x, distinct(2, 5), torch=lambda x: x.cummax(1)[0] * x)
case("cummin", lambda x: lax.cummin(x, 0) * x, distinct(4, 2), torch=lambda x: x.cummin(0)[0] * x)
case("cumLogSumExp", lambda x: lax.cumlogsumexp(x, 0), normal(5), torch=lambda x: x.logcumsumexp(0))
case("sort", lambda x: jnp.sort(sq(x), 1), distinct(2, 4), torch=lambda x: sq(x).sort(1)[0])
case("sortAxis0", lambda x: jnp.sort(sq(x), 0), distinct(4, 2), torch=lambda x: sq(x).sort(0)[0])
case("sortDescending", lambda x: jnp.sort(x, descending=True) ** 3, distinct(5), torch=lambda x: x.sort(descending=True)[0] ** 3)
case("topK", lambda x: lax.top_k(sq(x), 3)[0], distinct(2, 5), torch=lambda x: sq(x).topk(3)[0])
case("affineRecurrence", lambda a, b: lax.scan(lambda r, ab: (ab[0] * r + ab[1],) * 2, 0.0, (a, b))[1], normal(6), normal(6))

# ---------------------------------------------------------------------- products

case("matmul", lambda x, y: x @ y, normal(2, 3), normal(3, 4), torch=lambda x, y: x @ y)
case("matmulWithItself", lambda x: x @ x @ x, normal(3, 3), torch=lambda x: x @ x @ x)
case("matmulGram", lambda x: x @ x.T, normal(2, 3), torch=lambda x: x @ x.T)
case("matrixTimesVector", lambda x, y: x @ y, normal(2, 3), normal(3), torch=lambda x, y: x @ y)
case("vectorTimesMatrix", lambda x, y: x @ y, normal(3), normal(3, 2), torch=lambda x, y: x @ y)
case("dot", lambda x, y: x @ y, normal(4), normal(4), torch=lambda x, y: x @ y)
case("matmulBatched", lambda x, y: x @ y, normal(2, 2, 3), normal(2, 3, 2), torch=lambda x, y: x @ y)
case("matmulBroadcast", lambda x, y: x @ y, normal(2, 1, 2, 3), normal(2, 3, 1), torch=lambda x, y: x @ y)
case("matmulSharedRight", lambda x, y: x @ y, normal(2, 2, 3), normal(3, 2), torch=lambda x, y: x @ y)
case("batchedTimesVector", lambda x, y: x @ y, normal(2, 2, 3), normal(3), torch=lambda x, y: x @ y)
case("outer", lambda x, y: jnp.outer(x, y), normal(2), normal(3), torch=lambda x, y: torch.outer(x, y))
case("tensordot1", lambda x, y: jnp.tensordot(x, y, 1), normal(2, 3), normal(3, 2), torch=lambda x, y: torch.tensordot(x, y, 1))
case("tensordot2", lambda x, y: jnp.tensordot(x, y, 2), normal(2, 3, 2), normal(3, 2, 2), torch=lambda x, y: torch.tensordot(x, y, 2))
case("tensordotAxes", lambda x, y: jnp.tensordot(x, y, ([0, 2], [1, 0])), normal(2, 3, 2), normal(2, 2, 3),
     torch=lambda x, y: torch.tensordot(x, y, ([0, 2], [1, 0])))
for name, equation, *shapes in [
    ("einsumMatmul", "ij,jk->ik", (2, 3), (3, 2)),
    ("einsumImplicit", "ij,jk", (2, 3), (3, 2)),
    ("einsumTransposed", "ij,kj->ki", (2, 3), (4, 3)),
    ("einsumBatched", "bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
    ("einsumSumOfAll", "ij,jk->", (2, 3), (3, 2)),
    ("einsumElementwise", "ij,ij->ij", (2, 3), (2, 3)),
    ("einsumRowDots", "ij,ij->i", (2, 3), (2, 3)),
    ("einsumOuter", "i,j->ij", (3,), (2,)),
    ("einsumBilinear", "i,ij,j->", (2,), (2, 3), (3,)),
    ("einsumThree", "ab,bcd,de->ace", (2, 2), (2, 3, 2), (2, 2)),
    ("einsumAttention", "bqhd,bkhd->bhqk", (1, 2, 2, 3), (1, 3, 2, 3)),
    ("einsumEllipsis", "...ij,...jk->...ik", (2, 2, 3), (3, 2)),
    ("einsumOneSided", "ij,k->i", (2, 3), (2,)),
    ("einsumWeights", "n,ni,nj->ij", (3,), (3, 2), (3, 2)),
]:
    case(name, lambda *x, e=equation: jnp.einsum(e, *x), *(normal(*s) for s in shapes), torch=lambda *x, e=equation: torch.einsum(e, *x))
for name, equation, shape in [
    ("einsumTrace", "ii->", (3, 3)),
    ("einsumDiagonal", "ii->i", (3, 3)),
    ("einsumPermute", "ijk->kij", (2, 3, 2)),
    ("einsumColumnSums", "ij->j", (2, 3)),
    ("einsumBatchTrace", "bii->b", (2, 3, 3)),
]:
    case(name, lambda x, e=equation: jnp.einsum(e, sq(x)), normal(*shape), torch=lambda x, e=equation: torch.einsum(e, sq(x)))

# ---------------------------------------------------------------------- convolution


def conv(x, w, stride=1, padding=0, dilation=1, groups=1):
    n = x.ndim - 2
    each = lambda v: (v,) * n if isinstance(v, int) else v
    pads = [p if isinstance(p, tuple) else (p, p) for p in each(padding)]
    return lax.conv_general_dilated(x, w, each(stride), pads, rhs_dilation=each(dilation), feature_group_count=groups)


CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
for name, image, kernel, options in [
    ("conv1d", (2, 2, 5), (3, 2, 3), {}),
    ("conv1dStridePadding", (1, 2, 7), (2, 2, 3), dict(stride=2, padding=1)),
    ("conv1dDilation", (1, 1, 8), (2, 1, 3), dict(dilation=2)),
    ("conv1dRest", (1, 1, 8), (1, 1, 3), dict(stride=3)),
    ("conv1dDepthwise", (1, 3, 5), (3, 1, 2), dict(groups=3, padding=1)),
    ("conv2d", (1, 2, 4, 4), (2, 2, 3, 3), {}),
    ("conv2dPadding", (1, 1, 3, 4), (2, 1, 3, 3), dict(padding=1)),
    ("conv2dStride", (2, 1, 5, 5), (2, 1, 2, 3), dict(stride=(2, 1))),
    ("conv2dDilation", (1, 1, 6, 5), (1, 1, 3, 2), dict(dilation=(2, 3), padding=(1, 0))),
    ("conv2dGroups", (1, 4, 3, 3), (4, 2, 2, 2), dict(groups=2)),
    ("conv2dEverything", (1, 2, 6, 7), (4, 1, 2, 3), dict(stride=(2, 3), padding=(2, 1), dilation=(2, 1), groups=2)),
    ("conv3d", (1, 1, 3, 3, 3), (2, 1, 2, 2, 2), {}),
    ("conv3dStride", (1, 2, 3, 4, 3), (1, 2, 2, 1, 2), dict(stride=(1, 2, 1), padding=(0, 0, 1))),
]:
    case(name, lambda x, w, o=options: conv(x, w, **o), normal(*image), normal(*kernel),
         torch=lambda x, w, o=options: CONV[x.ndim - 2](x, w, **o))
case("conv2dAsymmetric", lambda x, w: conv(x, w, padding=((0, 1), (2, 0))), normal(1, 1, 3, 3), normal(1, 1, 2, 2),
     torch=lambda x, w: F.conv2d(F.pad(x, (2, 0, 0, 1)), w))
case("conv2dOneByOne", lambda x, w: jnp.einsum("bixy,oi->boxy", x, w[:, :, 0, 0]), normal(2, 3, 2, 2), normal(2, 3, 1, 1), torch=F.conv2d)
case("conv2dBiasRelu", lambda x, w, b: jax.nn.relu(conv(x, w) + b[:, None, None]), distinct(1, 1, 4, 4), normal(2, 1, 2, 2), normal(2),
     torch=lambda x, w, b: F.relu(F.conv2d(x, w, b)))


def conv_transpose(x, w, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """PyTorch's: kernels [in, out/groups, W…], the transpose of the convolution by images."""
    n = x.ndim - 2
    each = lambda v: (v,) * n if isinstance(v, int) else v
    stride, padding, output_padding, dilation = map(each, (stride, padding, output_padding, dilation))
    extents = [(x.shape[i + 2] - 1) * stride[i] - 2 * padding[i] + dilation[i] * (w.shape[i + 2] - 1) + output_padding[i] + 1 for i in range(n)]
    images = jnp.zeros((x.shape[0], w.shape[1] * groups, *extents))
    return jax.linear_transpose(lambda y: conv(y, w, stride, padding, dilation, groups), images)(x)[0]


CONV_TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
for name, image, kernel, options in [
    ("convTranspose1d", (1, 2, 4), (2, 3, 3), {}),
    ("convTranspose1dStride", (1, 2, 4), (2, 1, 3), dict(stride=2, padding=1, output_padding=1)),
    ("convTranspose2d", (1, 2, 2, 3), (2, 1, 2, 2), dict(stride=2)),
    ("convTranspose2dEverything", (1, 2, 3, 2), (2, 2, 2, 3), dict(stride=(2, 1), padding=(1, 1), dilation=(1, 2), groups=2)),
]:
    case(name, lambda x, w, o=options: conv_transpose(x, w, **o), normal(*image), normal(*kernel),
         torch=lambda x, w, o=options: CONV_TRANSPOSE[x.ndim - 2](x, w, **o))

# ---------------------------------------------------------------------- pooling


def pool(x, size, stride, padding, start, combine):
    n = x.ndim - 2
    each = lambda v: (v,) * n if isinstance(v, int) else v
    return lax.reduce_window(x, start, combine, (1, 1, *each(size)), (1, 1, *each(stride)), [(0, 0)] * 2 + [(p, p) for p in each(padding)])


def max_pool(x, size, stride, padding=0):
    return pool(x, size, stride, padding, -jnp.inf, lax.max)


def avg_pool(x, size, stride, padding=0):
    """Zeros of the padding are counted."""
    return pool(x, size, stride, padding, 0.0, lax.add) / (size ** (x.ndim - 2) if isinstance(size, int) else math.prod(size))


for name, image, options in [
    ("maxPool1d", (1, 2, 6), dict(size=2, stride=2)),
    ("maxPool1dOverlapping", (1, 1, 7), dict(size=3, stride=2, padding=1)),
    ("maxPool2d", (1, 2, 4, 4), dict(size=2, stride=2)),
    ("maxPool2dOverlapping", (1, 1, 5, 4), dict(size=(3, 2), stride=(1, 2), padding=(1, 0))),
    ("maxPool3d", (1, 1, 2, 4, 4), dict(size=2, stride=2)),
]:
    case(name, lambda x, o=options: max_pool(sq(x), **o), distinct(*image),
         torch=lambda x, o=options: {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}[x.ndim - 2](sq(x), o["size"], o["stride"], o.get("padding", 0)))
for name, image, options in [
    ("avgPool1d", (1, 2, 6), dict(size=2, stride=2)),
    ("avgPool2d", (1, 1, 4, 5), dict(size=2, stride=2)),
    ("avgPool2dOverlapping", (1, 1, 5, 4), dict(size=(3, 2), stride=(1, 2), padding=(1, 0))),
    ("avgPool3d", (1, 1, 2, 4, 2), dict(size=2, stride=2)),
]:
    case(name, lambda x, o=options: avg_pool(sq(x), **o), normal(*image),
         torch=lambda x, o=options: {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}[x.ndim - 2](sq(x), o["size"], o["stride"], o.get("padding", 0)))

# ---------------------------------------------------------------------- what networks are made of

case("softmax", lambda x: jax.nn.softmax(x, 1), normal(2, 4), torch=lambda x: x.softmax(1))
case("softmaxAxis0", lambda x: jax.nn.softmax(x, 0), normal(3, 2), torch=lambda x: x.softmax(0))
case("softmaxLarge", lambda x: jax.nn.softmax(x, 0), np.array([1000.0, 1001.5, 998.25]), torch=lambda x: x.softmax(0))
case("logSoftmax", lambda x: jax.nn.log_softmax(x, 1), normal(2, 4), torch=lambda x: x.log_softmax(1))
case("logSoftmaxAxis0", lambda x: jax.nn.log_softmax(x, 0), normal(3, 2), torch=lambda x: x.log_softmax(0))
case("softmaxMasked", lambda x: jax.nn.softmax(jnp.where(jnp.tril(jnp.ones((3, 3), bool)), x, -jnp.inf), 1), normal(3, 3),
     torch=lambda x: x.masked_fill(~torch.ones(3, 3, dtype=bool).tril(), -math.inf).softmax(1))
case("crossEntropy", lambda x, i: -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(x, 1), i[:, None], 1)), normal(3, 4), np.array([1, 3, 0]),
     torch=lambda x, i: F.cross_entropy(x, i))
case("layerNorm", lambda x, g, b: (x - x.mean(1, keepdims=True)) / jnp.sqrt(x.var(1, keepdims=True) + 1e-5) * g + b,
     normal(2, 4), normal(4), normal(4), torch=lambda x, g, b: F.layer_norm(x, (4,), g, b))
case("batchNorm", lambda x, g, b: (x - x.mean(0)) / jnp.sqrt(x.var(0) + 1e-5) * g + b, normal(4, 2), normal(2), normal(2),
     torch=lambda x, g, b: F.batch_norm(x, None, None, g, b, True))
case("rmsNorm", lambda x, g: x / jnp.sqrt(jnp.mean(x * x, 1, keepdims=True) + 1e-6) * g, normal(2, 3), normal(3),
     torch=lambda x, g: F.rms_norm(x, (3,), g, 1e-6))
case("attention", lambda q, k, v: jax.nn.softmax(q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1]), -1) @ v, normal(2, 2, 3), normal(2, 3, 3), normal(2, 3, 2),
     torch=lambda q, k, v: F.scaled_dot_product_attention(q, k, v))
case("causalAttention", lambda q, k, v: jax.nn.softmax(jnp.where(jnp.tril(jnp.ones((3, 3), bool)), q @ k.T / math.sqrt(q.shape[-1]), -jnp.inf), -1) @ v,
     normal(3, 2), normal(3, 2), normal(3, 2), torch=lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True))
case("twoLayers", lambda x, w, b, u: jnp.tanh(x @ w + b) @ u, normal(2, 3), normal(3, 4), normal(4), normal(4, 2),
     torch=lambda x, w, b, u: torch.tanh(x @ w + b) @ u)


def recurrent(x, w, u, tanh, h):
    for i in range(x.shape[0]):
        h = tanh(x[i] @ w + h @ u)
    return h


case("recurrentCell", lambda x, w, u: recurrent(x, w, u, jnp.tanh, jnp.zeros(2)), normal(4, 3), normal(3, 2), normal(2, 2),
     torch=lambda x, w, u: recurrent(x, w, u, torch.tanh, torch.zeros(2, dtype=x.dtype)))


def lstm(x, w, u, b, sigmoid, tanh, h):
    c = h
    for t in range(x.shape[0]):
        g = x[t] @ w + h @ u + b
        i, f, o, n = sigmoid(g[0:2]), sigmoid(g[2:4]), sigmoid(g[4:6]), tanh(g[6:8])
        c = f * c + i * n
        h = o * tanh(c)
    return h


case("lstm", lambda x, w, u, b: lstm(x, w, u, b, jax.nn.sigmoid, jnp.tanh, jnp.zeros(2)), normal(3, 2), normal(2, 8), normal(2, 8), normal(8),
     torch=lambda x, w, u, b: lstm(x, w, u, b, torch.sigmoid, torch.tanh, torch.zeros(2, dtype=x.dtype)))
case("meanSquaredError", lambda x, y: jnp.mean((x - y) ** 2), normal(2, 3), normal(2, 3), torch=F.mse_loss)
case("binaryCrossEntropyWithLogits", lambda x, y: jnp.mean(jax.nn.softplus(x) - x * y), normal(4), uniform(0.1, 0.9, 4),
     torch=lambda x, y: F.binary_cross_entropy_with_logits(x, y))
case("huber", lambda x: jnp.where(jnp.abs(x) <= 1, 0.5 * x * x, jnp.abs(x) - 0.5), np.array([-2.5, -0.5, 0.25, 1.75]),
     torch=lambda x: F.huber_loss(x, torch.zeros_like(x), reduction="none"))
case("klDivergence", lambda x, y: jnp.sum(jax.nn.softmax(y) * (jax.nn.log_softmax(y) - jax.nn.log_softmax(x))), normal(4), normal(4),
     torch=lambda x, y: F.kl_div(x.log_softmax(0), y.log_softmax(0), reduction="sum", log_target=True))
case("cosineSimilarity", lambda x, y: jnp.sum(x * y, 1) / (jnp.linalg.norm(x, axis=1) * jnp.linalg.norm(y, axis=1)), normal(2, 3), normal(2, 3),
     torch=F.cosine_similarity)
case("pairwiseSquaredDistances", lambda x, y: jnp.sum((x[:, None] - y[None]) ** 2, -1), normal(2, 3), normal(3, 3),
     torch=lambda x, y: ((x[:, None] - y[None]) ** 2).sum(-1))
case("polynomial", lambda c, x: jnp.polyval(c, x), normal(4), normal(3))
case("rosenbrock", lambda x: jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2), normal(5),
     torch=lambda x: (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum())
case("gaussianMixture", lambda x, mu, s, a: jnp.sum(jsp.special.logsumexp(jax.nn.log_softmax(a) - 0.5 * ((x[:, None] - mu) / jnp.exp(s)) ** 2 - s, 1)),
     normal(4), normal(3), uniform(-0.5, 0.5, 3), normal(3),
     torch=lambda x, mu, s, a: (a.log_softmax(0) - 0.5 * ((x[:, None] - mu) / torch.exp(s)) ** 2 - s).logsumexp(1).sum())


def newton(a):
    x = a
    for _ in range(6):
        x = 0.5 * (x + a / x)
    return x


case("newtonSquareRoot", newton, positive(3), torch=lambda a: a.sqrt())

# ---------------------------------------------------------------------- single precision

single = dict(dtype="float32")
for name, f, draw in [
    ("expFloat", m.exp, REAL),
    ("logFloat", m.log, POSITIVE),
    ("tanhFloat", m.tanh, REAL),
    ("sigmoidFloat", sigmoid, REAL),
    ("erfFloat", m.erf, REAL),
    ("geluFloat", lambda x: x * cdf(x), REAL),
    ("lgammaFloat", m.loggamma, POSITIVE),
]:
    elementwise(name, f, draw, dtype="float32")
elementwise("powFloat", lambda x, y: x**y, POSITIVE, REAL, dtype="float32")
case("divBroadcastFloat", lambda x, y: x / y, normal(2, 3), positive(3), **single)
case("sumFloat", lambda x: jnp.sum(sq(x), 1), normal(2, 8), **single)
case("varFloat", lambda x: jnp.var(x, 1), normal(2, 4), **single)
case("prodOneZeroFloat", lambda x: jnp.prod(x), np.array([2.0, 3.0, 0.0, 4.0]), **single)
case("maxFloat", lambda x: jnp.max(sq(x), 1), distinct(2, 4), **single)
case("logSumExpFloat", lambda x: jsp.special.logsumexp(x, 1), normal(2, 4), **single)
case("softmaxFloat", lambda x: jax.nn.softmax(x, 1), normal(2, 4), **single)
case("cumsumFloat", lambda x: jnp.cumsum(sq(x), 1), normal(2, 4), **single)
case("cumprodFloat", lambda x: jnp.cumprod(x), positive(5), **single)
case("sortFloat", lambda x: jnp.sort(sq(x), 1), distinct(2, 4), **single)
case("takeRowsFloat", lambda x, i: sq(x)[i], normal(3, 2), rows, **single)
case("scatterAddFloat", lambda x, u, i: sq(x).at[i].add(u * u), normal(3, 2), normal(4, 2), rows, **single)
case("matmulFloat", lambda x, y: x @ y, normal(2, 3), normal(3, 4), **single)
case("matmulBroadcastFloat", lambda x, y: x @ y, normal(2, 1, 2, 3), normal(2, 3, 1), **single)
case("einsumAttentionFloat", lambda x, y: jnp.einsum("bqhd,bkhd->bhqk", x, y), normal(1, 2, 2, 3), normal(1, 3, 2, 3), **single)
case("conv2dFloat", lambda x, w: conv(x, w, stride=2, padding=1), normal(1, 2, 5, 4), normal(2, 2, 3, 3), **single)
case("maxPool2dFloat", lambda x: max_pool(sq(x), 2, 2), distinct(1, 1, 4, 4), **single)
case("layerNormFloat", lambda x, g, b: (x - x.mean(1, keepdims=True)) / jnp.sqrt(x.var(1, keepdims=True) + 1e-5) * g + b,
     normal(2, 4), normal(4), normal(4), **single)
case("twoLayersFloat", lambda x, w, b, u: jnp.tanh(x @ w + b) @ u, normal(2, 3), normal(3, 4), normal(4), normal(4, 2), **single)

if __name__ == "__main__":
    with open(sys.argv[1], "w") as file:
        file.write("# Written by core/src/test/python/tensor_reference.py from mpmath, JAX and PyTorch; not to be edited.\n")
        for write in CASES.values():
            write(file)
    print(f"{len(CASES)} cases, of which {len(COMPARED)} agree with PyTorch")
