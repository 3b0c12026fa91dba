"""Reductions along every axis, as in `Benchmarks/Sources/operations/Cases/ReductionCases.swift`."""

from cases import Cases, np, scipy, tensors, torch

SHAPES = ((100_000, 10), (1000, 1000), (20, 50_000))


def cases() -> Cases:
    found = Cases()
    add_shapes_of_rows(found)
    add_axes(found)
    add_softmax(found)
    add_integers(found)
    add_images(found)
    return found


def add_shapes_of_rows(found: Cases) -> None:
    generator = np.random.default_rng(1)
    for count in (1, 100, 10_000, 1_000_000, 10_000_000):
        add_whole(found, generator.random(count, dtype=np.float32))
    for shape in SHAPES:
        add_rows(found, generator.random(shape, dtype=np.float32))


def add_whole(found: Cases, x) -> None:
    (tx,) = tensors(x)
    found.add(f"sum [{x.size}]", numpy=lambda: x.sum(), torch=lambda: tx.sum())
    found.add(f"max [{x.size}]", numpy=lambda: x.max(), torch=lambda: tx.max())
    found.add(f"mean [{x.size}]", numpy=lambda: x.mean(), torch=lambda: tx.mean())
    found.add(f"argmax [{x.size}]", numpy=lambda: x.argmax(), torch=lambda: tx.argmax())


def add_rows(found: Cases, x) -> None:
    (tx,) = tensors(x)
    shape = list(x.shape)
    found.add(f"sum, axis 1 {shape}", numpy=lambda: x.sum(1), torch=lambda: tx.sum(1))
    found.add(f"mean, axis 1 {shape}", numpy=lambda: x.mean(1), torch=lambda: tx.mean(1))
    found.add(f"max, axis 1 {shape}", numpy=lambda: x.max(1), torch=lambda: tx.amax(1))
    found.add(f"argmax, axis 1 {shape}", numpy=lambda: x.argmax(1), torch=lambda: tx.argmax(1))
    found.add(f"norm, axis 1 {shape}", numpy=lambda: np.linalg.norm(x, axis=1),
              torch=lambda: torch.linalg.vector_norm(tx, dim=1))


def add_axes(found: Cases) -> None:
    generator = np.random.default_rng(2)
    x = generator.random((1000, 1000), dtype=np.float32)
    stack = generator.random((64, 100, 128), dtype=np.float32)
    doubles = x.astype(np.float64)
    tx, ts, td = tensors(x, stack, doubles)
    add = found.add
    add("sum, axis 0 [1000, 1000]", numpy=lambda: x.sum(0), torch=lambda: tx.sum(0))
    add("mean, axis 0 [1000, 1000]", numpy=lambda: x.mean(0), torch=lambda: tx.mean(0))
    add("max, axis 0 [1000, 1000]", numpy=lambda: x.max(0), torch=lambda: tx.amax(0))
    add("argmax, axis 0 [1000, 1000]", numpy=lambda: x.argmax(0), torch=lambda: tx.argmax(0))
    add("variance [1000, 1000]", numpy=lambda: x.var(), torch=lambda: tx.var(correction=0))
    add("variance, axis 0 [1000, 1000]", numpy=lambda: x.var(0), torch=lambda: tx.var(0, correction=0))
    add("variance, axis 1 [1000, 1000]", numpy=lambda: x.var(1), torch=lambda: tx.var(1, correction=0))
    add("Frobenius norm [1000, 1000]", numpy=lambda: np.linalg.norm(x), torch=lambda: torch.linalg.matrix_norm(tx))
    add("1-norm, axis 1 [1000, 1000]", numpy=lambda: np.linalg.norm(x, 1, axis=1),
        torch=lambda: torch.linalg.vector_norm(tx, 1, dim=1))
    add("sum, axis 1 [64, 100, 128]", numpy=lambda: stack.sum(1), torch=lambda: ts.sum(1))
    add("sum, axes 0 and 2 [64, 100, 128]", numpy=lambda: stack.sum((0, 2)), torch=lambda: ts.sum((0, 2)))
    add("mean, axis 1 [64, 100, 128]", numpy=lambda: stack.mean(1), torch=lambda: ts.mean(1))
    add("max, axis 1 [64, 100, 128]", numpy=lambda: stack.max(1), torch=lambda: ts.amax(1))
    add("argmax, axis 1 [64, 100, 128]", numpy=lambda: stack.argmax(1), torch=lambda: ts.argmax(1))
    add("variance, axis 1 [64, 100, 128]", numpy=lambda: stack.var(1), torch=lambda: ts.var(1, correction=0))
    add("double sum [1000, 1000]", numpy=lambda: doubles.sum(), torch=lambda: td.sum())
    add("double sum, axis 0 [1000, 1000]", numpy=lambda: doubles.sum(0), torch=lambda: td.sum(0))
    add("double sum, axis 1 [1000, 1000]", numpy=lambda: doubles.sum(1), torch=lambda: td.sum(1))


def add_softmax(found: Cases) -> None:
    generator = np.random.default_rng(3)
    for shape in SHAPES:
        add_softmax_of(found, generator.standard_normal(shape, dtype=np.float32))


def add_softmax_of(found: Cases, x) -> None:
    (tx,) = tensors(x)
    shape = list(x.shape)
    found.add(f"softmax {shape}", torch=lambda: torch.softmax(tx, 1), scipy=lambda: scipy.special.softmax(x, 1))
    found.add(f"log-softmax {shape}", torch=lambda: torch.log_softmax(tx, 1),
              scipy=lambda: scipy.special.log_softmax(x, 1))
    found.add(f"log-sum-exp {shape}", torch=lambda: torch.logsumexp(tx, 1), scipy=lambda: scipy.special.logsumexp(x, 1))


def add_integers(found: Cases) -> None:
    n = np.random.default_rng(4).integers(1, 1000, 1_000_000)
    mixed, none = n > 500, n < 0
    tn, tmixed, tnone = tensors(n, mixed, none)
    found.add("int sum [1000000]", numpy=lambda: n.sum(), torch=lambda: tn.sum())
    found.add("int max [1000000]", numpy=lambda: n.max(), torch=lambda: tn.max())
    found.add("any, some are true [1000000]", numpy=lambda: mixed.any(), torch=lambda: tmixed.any())
    found.add("any, none is true [1000000]", numpy=lambda: none.any(), torch=lambda: tnone.any())
    found.add("count of true [1000000]", numpy=lambda: np.count_nonzero(mixed), torch=lambda: torch.count_nonzero(tmixed))


def add_images(found: Cases) -> None:
    images = np.random.default_rng(5).random((32, 64, 28, 28), dtype=np.float32)
    (timages,) = tensors(images)
    found.add("mean, axes 0, 2 and 3 [32, 64, 28, 28]", numpy=lambda: images.mean((0, 2, 3)),
              torch=lambda: timages.mean((0, 2, 3)))
    found.add("variance, axes 0, 2 and 3 [32, 64, 28, 28]", numpy=lambda: images.var((0, 2, 3)),
              torch=lambda: timages.var((0, 2, 3), correction=0))
