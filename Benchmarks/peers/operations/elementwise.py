"""Operations on elements, as in `Benchmarks/Sources/operations/Cases/ElementwiseCases.swift`."""

from cases import Cases, np, scipy, tensors, torch


def cases() -> Cases:
    found = Cases()
    for count in (1, 100, 10_000, 1_000_000, 10_000_000):
        add_floats(found, count)
    add_doubles(found)
    add_integers(found)
    add_conversions(found)
    return found


def add_floats(found: Cases, count: int) -> None:
    generator = np.random.default_rng(1)
    x, y = (generator.uniform(0.1, 2, count).astype(np.float32) for _ in range(2))
    centred, large, total = x - 1, x > 1, x + y
    tx, ty, tc, tl, tt = tensors(x, y, centred, large, total)
    half, upper, exponent, number = np.float32(0.5), np.float32(1.5), np.float32(1.7), np.float32(2.5)
    functional = torch.nn.functional if torch else None

    def add(name: str, **works) -> None:
        found.add(f"{name} [{count}]", **works)

    add("add", numpy=lambda: x + y, torch=lambda: tx + ty)
    add("multiply", numpy=lambda: x * y, torch=lambda: tx * ty)
    add("divide", numpy=lambda: x / y, torch=lambda: tx / ty)
    add("add a number", numpy=lambda: x + number, torch=lambda: tx + 2.5)
    add("add in place", numpy=lambda: np.add(total, x, out=total), torch=lambda: tt.add_(tx))
    add("maximum", numpy=lambda: np.maximum(x, y), torch=lambda: torch.maximum(tx, ty))
    add("power", numpy=lambda: np.power(x, y), torch=lambda: torch.pow(tx, ty))
    add("power 1.7", numpy=lambda: np.power(x, exponent), torch=lambda: torch.pow(tx, 1.7))
    add("less", numpy=lambda: x < y, torch=lambda: tx < ty)
    add("where", numpy=lambda: np.where(large, x, y), torch=lambda: torch.where(tl, tx, ty))
    add("clip", numpy=lambda: np.clip(x, half, upper), torch=lambda: torch.clamp(tx, 0.5, 1.5))
    add("abs", numpy=lambda: np.abs(centred), torch=lambda: torch.abs(tc))
    add("negative", numpy=lambda: -x, torch=lambda: -tx)
    add("square root", numpy=lambda: np.sqrt(x), torch=lambda: torch.sqrt(tx))
    add("exp", numpy=lambda: np.exp(x), torch=lambda: torch.exp(tx))
    add("log", numpy=lambda: np.log(x), torch=lambda: torch.log(tx))
    add("log1p", numpy=lambda: np.log1p(x), torch=lambda: torch.log1p(tx))
    add("sin", numpy=lambda: np.sin(x), torch=lambda: torch.sin(tx))
    add("tanh", numpy=lambda: np.tanh(centred), torch=lambda: torch.tanh(tc))
    add("sigmoid", torch=lambda: torch.sigmoid(tc), scipy=lambda: scipy.special.expit(centred))
    add("erf", torch=lambda: torch.erf(tc), scipy=lambda: scipy.special.erf(centred))
    add("relu", torch=lambda: torch.relu(tc))
    add("silu", torch=lambda: functional.silu(tc))
    add("gelu", torch=lambda: functional.gelu(tc))


def add_doubles(found: Cases) -> None:
    generator = np.random.default_rng(2)
    x, y = (generator.uniform(0.1, 2, 1_000_000) for _ in range(2))
    tx, ty = tensors(x, y)
    found.add("double add [1000000]", numpy=lambda: x + y, torch=lambda: tx + ty)
    found.add("double exp [1000000]", numpy=lambda: np.exp(x), torch=lambda: torch.exp(tx))
    found.add("double log [1000000]", numpy=lambda: np.log(x), torch=lambda: torch.log(tx))
    found.add("double tanh [1000000]", numpy=lambda: np.tanh(x), torch=lambda: torch.tanh(tx))
    found.add("double power [1000000]", numpy=lambda: np.power(x, y), torch=lambda: torch.pow(tx, ty))


def add_integers(found: Cases) -> None:
    generator = np.random.default_rng(3)
    n, m = (generator.integers(1, 1000, 1_000_000) for _ in range(2))
    a, b = n > 500, m > 500
    tn, tm, ta, tb = tensors(n, m, a, b)
    found.add("int add [1000000]", numpy=lambda: n + m, torch=lambda: tn + tm)
    found.add("int multiply [1000000]", numpy=lambda: n * m, torch=lambda: tn * tm)
    found.add("int floor divide [1000000]", numpy=lambda: n // m, torch=lambda: torch.floor_divide(tn, tm))
    found.add("int equal [1000000]", numpy=lambda: n == m, torch=lambda: tn == tm)
    found.add("bool and [1000000]", numpy=lambda: np.logical_and(a, b), torch=lambda: torch.logical_and(ta, tb))
    found.add("bool or [1000000]", numpy=lambda: np.logical_or(a, b), torch=lambda: torch.logical_or(ta, tb))
    found.add("bool not [1000000]", numpy=lambda: np.logical_not(a), torch=lambda: torch.logical_not(ta))


def add_conversions(found: Cases) -> None:
    generator = np.random.default_rng(4)
    x = generator.random(1_000_000, dtype=np.float32)
    copy, doubles, n, large = x.copy(), x.astype(np.float64), generator.integers(1, 1000, 1_000_000), x > 0.5
    tx, tc, td, tn, tl = tensors(x, copy, doubles, n, large)
    found.add("float to double [1000000]", numpy=lambda: x.astype(np.float64), torch=lambda: tx.double())
    found.add("double to float [1000000]", numpy=lambda: doubles.astype(np.float32), torch=lambda: td.float())
    found.add("int to float [1000000]", numpy=lambda: n.astype(np.float32), torch=lambda: tn.float())
    found.add("bool to float [1000000]", numpy=lambda: large.astype(np.float32), torch=lambda: tl.float())
    found.add("whole arrays are equal [1000000]", numpy=lambda: np.array_equal(x, copy), torch=lambda: torch.equal(tx, tc))
