"""Writes empty_axes.json: NumPy's results at shapes with an axis of length 0 or 1.

    python3 Tests/References/empty_axes.py            writes the file
    python3 Tests/References/empty_axes.py --check    compares it with what would be written

Letters name the axes of an operation's operands. For every letter and every pair of letters, there is a case in which
these axes have length 0. For every letter, there is a case in which the axis has length 1. Operand k is
`sample(shape, seed=k)`, the same function as in TestSupport. If NumPy raises an error, the case has an "error"
instead of a result, and the operation must trap.
"""

import itertools
import math
import pathlib
import sys
import warnings

import numpy as np

from reference_file import write_or_check

warnings.simplefilter("ignore")
np.seterr(all="ignore")

LENGTHS = {"i": 2, "j": 3, "k": 4, "b": 2, "t": 2, "c": 16, "o": 17, "h": 4, "w": 5, "n": 3, "m": 2}
FILE = pathlib.Path(__file__).with_name("empty_axes.json")


def sample(shape, seed):
    golden = 0.618_033_988_749_894_9
    count = math.prod(shape)
    value = (np.arange(count) * 7 + seed * 13 + 1).astype(np.float64) * golden
    width = 0.9 - 0.1
    return (0.1 + width * (value - np.floor(value))).reshape(shape)


erf = np.vectorize(math.erf, otypes=[float])
sigmoid = lambda x: 1 / (1 + np.exp(-x))


def softmax(x, axis):
    if x.shape[axis] == 0:
        return x
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_sum_exp(x, axis):
    return np.log(np.exp(x).sum(axis=axis))


def conv(x, weight, bias=None, padding=0):
    batch, _, height, width = x.shape
    outputs, _, kh, kw = weight.shape
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh, ow = height + 2 * padding - kh + 1, width + 2 * padding - kw + 1
    if oh < 1 or ow < 1 or kh < 1 or kw < 1:
        raise ValueError("no window fits")
    result = np.zeros((batch, outputs, oh, ow))
    for y, z in itertools.product(range(kh), range(kw)):
        result += np.einsum("bchw,oc->bohw", x[:, :, y : y + oh, z : z + ow], weight[:, :, y, z])
    return result if bias is None else result + bias[:, None, None]


def pool(x, reduce):
    batch, channels, height, width = x.shape
    if height < 2 or width < 2:
        raise ValueError("no window fits")
    oh, ow = (height - 2) // 2 + 1, (width - 2) // 2 + 1
    parts = [x[:, :, y : y + 2 * oh - 1 : 2, z : z + 2 * ow - 1 : 2] for y in (0, 1) for z in (0, 1)]
    return reduce(np.stack(parts), axis=0)


def batch_norm(x, scale, shift):
    axes = (0,) + tuple(range(2, x.ndim))
    channel = (1, -1) + (1,) * (x.ndim - 2)
    channel = tuple(x.shape[1] if length == -1 else length for length in channel)
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + 1e-5) * scale.reshape(channel) + shift.reshape(channel)


def layer_norm(x):
    return (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)


def recurrent(cell):
    def run(x, input_weight, hidden_weight):
        batch, steps, _ = x.shape
        hidden = hidden_weight.shape[1]
        h, memory, outputs = np.zeros((batch, hidden)), np.zeros((batch, hidden)), []
        for step in range(steps):
            p, q = x[:, step] @ input_weight.T, h @ hidden_weight.T
            part = lambda a, i: a[:, i * hidden : (i + 1) * hidden]
            if cell == "rnn":
                h = np.tanh(p + q)
            elif cell == "gru":
                r, z = sigmoid(part(p + q, 0)), sigmoid(part(p + q, 1))
                h = (1 - z) * np.tanh(part(p, 2) + r * part(q, 2)) + z * h
            else:
                s = p + q
                memory = sigmoid(part(s, 1)) * memory + sigmoid(part(s, 0)) * np.tanh(part(s, 2))
                h = sigmoid(part(s, 3)) * np.tanh(memory)
            outputs.append(h)
        return np.stack(outputs, axis=1)

    return run


def gather(axis):
    def run(x):
        length = x.shape[axis]
        return np.take(x, [length - 1, 0, length - 1] if length else [], axis=axis)

    return run


def labels(x):
    return np.arange(x.shape[0]) % max(1, x.shape[1])


def log_softmax(x):
    return x - log_sum_exp(x, 1)[:, None]


def cross_entropy(x, smoothing=0.0):
    if x.shape[1] == 0 and x.shape[0] > 0:
        raise ValueError("no class")
    p = log_softmax(x)
    losses = -p[np.arange(x.shape[0]), labels(x)] * (1 - smoothing)
    return np.mean(losses - (p.mean(axis=1) * smoothing if smoothing else 0))


def bce(p, t):
    return np.mean(-(t * np.log(p) + (1 - t) * np.log1p(-p)))


def bce_logits(z, t):
    return np.mean(np.log1p(np.exp(z)) - t * z)


def synapse(x, beta):
    return x * inhibition(x, beta)


def inhibition(x, beta):
    return np.prod(1 - beta[None] * x[:, None], axis=2)


def gated_synapse(z, beta, theta):
    rectified = np.maximum(z, 0)
    gate = np.exp(theta) * inhibition(-np.expm1(-rectified), beta)
    return rectified * np.minimum(gate, np.exp(4))


def assigned(a, b):
    a = a.copy()
    a[:, ::-1] = b
    return a


# The operations by name: the axes of the operands, the operation, and the axes that vary, if other axes are fixed.
UNARY = {
    "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p, "log1mexp": lambda x: np.log(-np.expm1(-x)),
    "tanh": np.tanh, "sigmoid": sigmoid, "softplus": lambda x: np.log1p(np.exp(x)), "relu": lambda x: np.maximum(x, 0),
    "gelu": lambda x: x * 0.5 * (1 + erf(x / math.sqrt(2))), "silu": lambda x: x * sigmoid(x), "erf": erf,
    "sin": np.sin, "cos": np.cos, "squareRoot": np.sqrt, "squared": np.square, "reciprocal": lambda x: 1 / x,
    "abs": np.abs, "sign": np.sign, "floor": np.floor, "ceil": np.ceil, "rounded": np.round, "negative": np.negative,
    "clipped": lambda x: np.clip(x, 0.3, 0.6), "surprisal": lambda x: -np.log(x),
    "surprisalOfComplement": lambda x: -np.log1p(-x), "probability": lambda x: np.exp(-x),
    "complement": lambda x: 1 - x, "surprisalComplement": lambda x: -np.log(-np.expm1(-x)),
    "boseEinstein": lambda x: 1 / np.expm1(x), "odds": lambda x: x / (1 - x), "logOdds": lambda x: np.log(x) - np.log1p(-x),
}
OPERATIONS = {name: (["ij"], function) for name, function in UNARY.items()} | {
    "add": (["ij", "ij"], np.add), "subtract": (["ij", "j"], np.subtract), "multiply": (["kij", "ij"], np.multiply),
    "divide": (["ij", "ij"], np.divide), "pow": (["ij", "j"], np.power), "addScalar": (["ij"], lambda a: a + 2),
    "minimum": (["ij", "ij"], np.minimum), "maximum": (["ij", "j"], np.maximum),
    "select": (["ij", "ij"], lambda a, b: np.where(a < b, a, b * 2)),
    "less": (["ij", "j"], lambda a, b: (a < b) * 1.0), "equal": (["ij", "ij"], lambda a, b: (a == b) * 1.0),
    "and": (["ij", "ij"], lambda a, b: ((a < 0.5) & (b < 0.5)) * 1.0), "not": (["ij"], lambda a: (a >= 0.5) * 1.0),
    "allAnyCount": (["ij"], lambda a: np.array([(a < 0.5).all(), (a < 0.5).any(), (a < 0.5).sum()]) * 1.0),
    "sum": (["ijk"], np.sum), "sum0": (["ijk"], lambda a: a.sum(axis=0)), "sum1": (["ijk"], lambda a: a.sum(axis=1)),
    "sum2": (["ijk"], lambda a: a.sum(axis=2)), "sum02": (["ijk"], lambda a: a.sum(axis=(0, 2), keepdims=True)),
    "mean": (["ijk"], np.mean), "mean1": (["ijk"], lambda a: a.mean(axis=1)),
    "mean01": (["ijk"], lambda a: a.mean(axis=(0, 1), keepdims=True)),
    "variance": (["ijk"], np.var), "variance1": (["ijk"], lambda a: a.var(axis=1)),
    "varianceUnbiased": (["ijk"], lambda a: a.var(axis=(0, 2), ddof=1)),
    "max": (["ijk"], np.max), "max1": (["ijk"], lambda a: a.max(axis=1)), "min2": (["ijk"], lambda a: a.min(axis=2)),
    "max02": (["ijk"], lambda a: a.max(axis=(0, 2), keepdims=True)),
    "argmax1": (["ijk"], lambda a: a.argmax(axis=1) * 1.0), "argmin0": (["ijk"], lambda a: a.argmin(axis=0) * 1.0),
    "argmax": (["ij"], lambda a: a.argmax() * 1.0),
    "softmax": (["ij"], lambda a: softmax(a, 1)), "softmax0": (["ijk"], lambda a: softmax(a, 0)),
    "logSoftmax": (["ij"], lambda a: np.log(softmax(a, 1))),
    "logSumExp": (["ij"], lambda a: log_sum_exp(a, 1)), "logSumExp0": (["ijk"], lambda a: log_sum_exp(a, 0)),
    "flattened": (["ijk"], lambda a: a.reshape(a.shape[0], a.shape[1] * a.shape[2])),
    "flattenedWhole": (["ijk"], lambda a: a.reshape(a.size)),
    "reshaped": (["ijk"], lambda a: a.reshape(a.shape[2], a.shape[0], 1, a.shape[1])),
    "permuted": (["ijk"], lambda a: a.transpose(2, 0, 1)), "transposed": (["ijk"], lambda a: a.swapaxes(-1, -2)),
    "broadcast": (["j"], lambda a: np.broadcast_to(a, (4,) + a.shape)), "squeezed": (["ijk"], np.squeeze),
    "expanded": (["ij"], lambda a: a[:, None]), "concatenated": (["ik", "jk"], lambda a, b: np.concatenate([a, b])),
    "concatenated1": (["ij", "ik"], lambda a, b: np.concatenate([a, b], axis=1)),
    "stacked": (["ij", "ij"], lambda a, b: np.stack([a, b], axis=1)),
    "padded": (["ij"], lambda a: np.pad(a, ((1, 2), (0, 1)), constant_values=3)),
    "narrowed": (["ij"], lambda a: a[:, 0 : a.shape[1] // 2]),
    "reversed": (["ij"], lambda a: a[::-1, ::-1]), "strided": (["ijk"], lambda a: a[..., None, ::2]),
    "assigned": (["ij", "j"], assigned), "gathered0": (["ijk"], gather(0)), "gathered1": (["ijk"], gather(1)),
    "scattered": (["ijk"], lambda a: gather(1)(a) * 2), "oneHot": (["ij"], lambda a: np.eye(3)[labels(a) % 3]),
    "converted": (["ij"], lambda a: a.astype(np.float32).astype(float)),
    "matmul": (["ij", "jk"], np.matmul), "matmulStackMatrix": (["bij", "jk"], np.matmul),
    "matmulMatrixStack": (["ij", "bjk"], np.matmul), "matmulStacks": (["bij", "bjk"], np.matmul),
    "matmulBroadcast": (["tij", "btjk"], np.matmul), "matmulTransposed": (["bji", "bkj"], lambda a, b: a.swapaxes(1, 2) @ b.swapaxes(1, 2)),
    "matmulVectorMatrix": (["j", "jk"], np.matmul), "matmulMatrixVector": (["ij", "j"], np.matmul),
    "matmulVectors": (["j", "j"], np.matmul), "matmulStackVector": (["bij", "j"], np.matmul),
    "matmulVectorStack": (["j", "bjk"], np.matmul),
    "linear": (["ij", "kj"], lambda x, w: x @ w.T), "linearBias": (["ij", "kj", "k"], lambda x, w, b: x @ w.T + b),
    "linearVector": (["j", "kj", "k"], lambda x, w, b: x @ w.T + b),
    "linearStack": (["bij", "kj", "k"], lambda x, w, b: x @ w.T + b),
    "linearStackNoBias": (["tbij", "kj"], lambda x, w: x @ w.T),
    "conv": (["bmhw", "nmij", "n"], lambda x, w, b: conv(x, w, b, padding=1)),
    "convPoint": (["bmhw", "nmtt"], lambda x, w: conv(x, w[:, :, :1, :1])),
    "convTiles": (["bchw", "ocnn"], lambda x, w: conv(x, w, padding=1).sum(axis=(1, 2))),
    "maxPool": (["bmhw"], lambda x: pool(x, np.max)), "averagePool": (["bmhw"], lambda x: pool(x, np.mean)),
    "globalAveragePool": (["bmhw"], lambda x: x.mean(axis=(2, 3))),
    "globalMaxPool": (["bmhw"], lambda x: x.max(axis=(2, 3))),
    "batchNormalized": (["bmhw", "m", "m"], batch_norm), "batchNormalizedFlat": (["kj", "j", "j"], batch_norm),
    "normalized": (["bmhw", "m", "m"], lambda x, s, t: (x - 0.5) / np.sqrt(0.25 + 1e-5) * s[:, None, None] + t[:, None, None]),
    "layerNorm": (["ij"], layer_norm),
    "meanSquaredError": (["ij", "ij"], lambda a, b: np.mean((a - b) ** 2)),
    "meanAbsoluteError": (["ij", "ij"], lambda a, b: np.mean(np.abs(a - b))),
    "huberLoss": (["ij", "ij"], lambda a, b: np.sum(np.where(np.abs(a - b) <= 0.2, (a - b) ** 2 / 2, 0.2 * (np.abs(a - b) - 0.1)))),
    "binaryCrossEntropy": (["ij", "ij"], bce), "binaryCrossEntropyLogits": (["ij", "ij"], bce_logits),
    "crossEntropy": (["ij"], cross_entropy), "crossEntropySmoothed": (["ij"], lambda x: cross_entropy(x, 0.1)),
    "rnn": (["bti", "ji", "jj"], recurrent("rnn"), "bt"), "gru": (["bti", "ji", "jj"], recurrent("gru"), "bt"),
    "lstm": (["bti", "ji", "jj"], recurrent("lstm"), "bt"),
    "inhibition": (["ij", "kj"], inhibition), "logInhibition": (["ij", "kj"], lambda x, b: np.log(inhibition(x, b))),
    "inhibitionByLogarithms": (["ij", "kj"], inhibition),
    "synapse": (["ij", "jj"], synapse), "synapseAlpha": (["ij", "jj", "j"], lambda x, b, a: a * synapse(x, b)),
    "excitedInhibition": (["ik", "ij", "kj"], lambda e, x, b: e * inhibition(x, b)),
    "gatedSynapse": (["ij", "jj", "j"], gated_synapse),
    "batchCoupledSynapse": (["ij", "jj"], lambda x, b: x * np.prod(inhibition(x, b), axis=0)),
    "surprisalSynapse": (["ij", "jj"], lambda u, b: u - np.log(inhibition(np.exp(-u), b))),
    "synapseFunction": (["ij", "j"], lambda x, y: x * 2 * (1 - 0.5 * y)),
}
GATES = {"rnn": 1, "gru": 3, "lstm": 4}
COMPLEX = ["add", "subtract", "multiply", "divide", "sum", "sum1", "sum02", "negative", "flattened", "reshaped", "permuted",
           "transposed", "strided", "assigned", "broadcast", "matmul", "matmulStackMatrix", "matmulMatrixStack",
           "matmulStacks", "matmulBroadcast", "matmulVectorMatrix", "matmulMatrixVector", "matmulVectors", "matmulStackVector"]


def lengths_to_try(specs, varying=None):
    letters = sorted(set(varying or "".join(specs)))
    yield {}
    for letter in letters:
        yield {letter: 0}
        yield {letter: 1}
    for pair in itertools.combinations(letters, 2):
        yield dict.fromkeys(pair, 0)


def stored(value):
    def number(x):
        return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf") if math.isinf(x) else float(x)

    return {"shape": list(value.shape), "values": [number(x) for x in value.ravel()]}


def cases():
    for name, (specs, function, *varying) in OPERATIONS.items():
        for changes in lengths_to_try(specs, *varying):
            lengths = LENGTHS | changes
            shapes = [[lengths[letter] for letter in spec] for spec in specs]
            if name in GATES:
                for shape in shapes[1:]:
                    shape[0] *= GATES[name]
            for is_complex in [False] + [True] * (name in COMPLEX):
                operands = [sample(shape, k) for k, shape in enumerate(shapes)]
                if is_complex:
                    operands = [a + 1j * sample(a.shape, k + 50) for k, a in enumerate(operands)]
                case = {"operation": ("complex/" if is_complex else "") + name, "shapes": shapes}
                try:
                    output = np.asarray(function(*operands))
                    case["output"] = stored(output.real)
                    if is_complex:
                        case["imaginary"] = stored(output.imag)
                except (ValueError, ZeroDivisionError) as error:
                    case["error"] = str(error)
                yield case


def main():
    versions = {"python": sys.version.split()[0], "numpy": np.__version__}
    write_or_check(
        FILE, {"versions": versions, "command": "python3 Tests/References/empty_axes.py"}, list(cases()))


main()
