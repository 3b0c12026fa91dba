"""Creating, moving and selecting elements, as in `Benchmarks/Sources/operations/Cases/ShapeCases.swift`."""

from cases import Cases, np, tensors, torch


def cases() -> Cases:
    found = Cases()
    for add in (add_creation, add_copies, add_joining, add_permutations, add_gathers, add_assignments):
        add(found)
    return found


def add_creation(found: Cases) -> None:
    generator = np.random.default_rng(1)
    values = [float(i) for i in range(1_000_000)]
    tensor = torch.tensor(values) if torch else None
    array = np.array(values, dtype=np.float32)
    classes, digits = generator.integers(0, 1000, 1024), generator.integers(0, 10, 10_000)
    tclasses, tdigits = tensors(classes, digits)

    def one_hot(labels, count):
        result = np.zeros((len(labels), count), dtype=np.float32)
        result[np.arange(len(labels)), labels] = 1
        return result

    def torch_one_hot(labels, count):
        return torch.zeros(len(labels), count).scatter_(1, labels[:, None], 1.0)

    add = found.add
    add("zeros [1000000]", numpy=lambda: np.zeros(1_000_000, dtype=np.float32).fill(0), torch=lambda: torch.zeros(1_000_000))
    add("full [1000000]", numpy=lambda: np.full(1_000_000, 3, dtype=np.float32), torch=lambda: torch.full((1_000_000,), 3.0))
    add("arange [1000000]", numpy=lambda: np.arange(1_000_000), torch=lambda: torch.arange(1_000_000))
    add("linear space [1000000]", numpy=lambda: np.linspace(0, 1, 1_000_000, dtype=np.float32),
        torch=lambda: torch.linspace(0, 1, 1_000_000))
    add("identity [1000, 1000]", numpy=lambda: np.eye(1000, dtype=np.float32), torch=lambda: torch.eye(1000))
    # The array of the language has unboxed floats in Swift; in Python, NumPy's array is what PyTorch's users have.
    add("from an array of the language [1000000]", numpy=lambda: array.copy(),
        torch=lambda: torch.from_numpy(array).clone())
    add("to an array of the language [1000000]", numpy=lambda: array.copy(), torch=lambda: tensor.numpy().copy())
    add("one-hot [1024, 1000]", numpy=lambda: one_hot(classes, 1000), torch=lambda: torch_one_hot(tclasses, 1000))
    add("one-hot [10000, 10]", numpy=lambda: one_hot(digits, 10), torch=lambda: torch_one_hot(tdigits, 10))


def add_copies(found: Cases) -> None:
    generator = np.random.default_rng(2)
    x = generator.random((1000, 1000), dtype=np.float32)
    images = generator.random((32, 64, 28, 28), dtype=np.float32)
    tx, timages = tensors(x, images)
    functional = torch.nn.functional if torch else None
    add = found.add
    add("copy [1000, 1000]", numpy=lambda: x.copy(), torch=lambda: tx.clone())
    add("copy of a transposed array [1000, 1000]", numpy=lambda: x.T.copy(order="C"), torch=lambda: tx.T.contiguous())
    add("copy of a part [800, 800]", numpy=lambda: x[100:900, 100:900].copy(), torch=lambda: tx[100:900, 100:900].contiguous())
    add("copy of a repeated row [1000, 1000]", numpy=lambda: np.broadcast_to(x[0], (1000, 1000)).copy(),
        torch=lambda: tx[0].expand(1000, 1000).contiguous())
    add("view of a part [1000, 1000]", numpy=lambda: x[100:900, 100:900], torch=lambda: tx[100:900, 100:900])
    add("view of a row [1000, 1000]", numpy=lambda: x[500], torch=lambda: tx[500])
    add("view with another shape [1000, 1000]", numpy=lambda: x.reshape(100, 10_000), torch=lambda: tx.reshape(100, 10_000))
    add("element [1000, 1000]", numpy=lambda: x[500, 500], torch=lambda: tx[500, 500].item())
    add("flip [1000, 1000]", numpy=lambda: np.flip(x).copy(), torch=lambda: torch.flip(tx, (0, 1)))
    add("roll [1000, 1000]", numpy=lambda: np.roll(x, 7, 1), torch=lambda: torch.roll(tx, 7, 1))
    add("lower triangle [1000, 1000]", numpy=lambda: np.tril(x), torch=lambda: torch.tril(tx))
    add("diagonal [1000, 1000]", numpy=lambda: np.diagonal(x).copy(), torch=lambda: torch.diagonal(tx).contiguous())
    add("pad height and width by 1 [32, 64, 28, 28]", numpy=lambda: np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1))),
        torch=lambda: functional.pad(timages, (1, 1, 1, 1)))
    add("pad [100, 100]", numpy=lambda: np.pad(x[:100, :100], ((1, 1), (2, 2))),
        torch=lambda: functional.pad(tx[:100, :100], (2, 2, 1, 1)))
    add("repeat elements [1000, 1000]", numpy=lambda: np.repeat(x, 2, 1), torch=lambda: torch.repeat_interleave(tx, 2, 1))
    add("tile [1000, 1000]", numpy=lambda: np.tile(x, (2, 2)), torch=lambda: torch.tile(tx, (2, 2)))


def add_joining(found: Cases) -> None:
    generator = np.random.default_rng(3)
    x = generator.random((1000, 1000), dtype=np.float32)
    rows = list(generator.random((1000, 100), dtype=np.float32))
    eight = list(generator.random((8, 128, 128), dtype=np.float32))
    (tx,), trows, teight = tensors(x), tensors(*rows), tensors(*eight)
    add = found.add
    add("concatenate, axis 0 [1000, 1000]", numpy=lambda: np.concatenate([x, x], 0), torch=lambda: torch.cat([tx, tx], 0))
    add("concatenate, axis 1 [1000, 1000]", numpy=lambda: np.concatenate([x, x], 1), torch=lambda: torch.cat([tx, tx], 1))
    add("concatenate 1000 rows [100]", numpy=lambda: np.concatenate(rows), torch=lambda: torch.cat(trows))
    add("stack 1000 rows [100]", numpy=lambda: np.stack(rows), torch=lambda: torch.stack(trows))
    add("stack 8 matrices, axis 0 [128, 128]", numpy=lambda: np.stack(eight), torch=lambda: torch.stack(teight))
    add("stack 8 matrices, last axis [128, 128]", numpy=lambda: np.stack(eight, -1), torch=lambda: torch.stack(teight, -1))
    add("split into 10 [1000, 1000]", numpy=lambda: np.split(x, 10, 1), torch=lambda: torch.tensor_split(tx, 10, 1))


def add_permutations(found: Cases) -> None:
    generator = np.random.default_rng(4)
    images, last, heads = (generator.random(shape, dtype=np.float32)
                           for shape in ((32, 64, 28, 28), (32, 28, 28, 64), (16, 64, 8, 32)))
    timages, tlast, theads = tensors(images, last, heads)

    def add(name, array, tensor, axes):
        found.add(name, numpy=lambda: np.ascontiguousarray(array.transpose(axes)),
                  torch=lambda: tensor.permute(axes).contiguous())

    add("channels to the last axis [32, 64, 28, 28]", images, timages, (0, 2, 3, 1))
    add("channels to the second axis [32, 28, 28, 64]", last, tlast, (0, 3, 1, 2))
    add("heads before positions [16, 64, 8, 32]", heads, theads, (0, 2, 1, 3))
    add("heads before positions, transposed [16, 64, 8, 32]", heads, theads, (0, 2, 3, 1))


def add_gathers(found: Cases) -> None:
    generator = np.random.default_rng(5)
    x, table, images, every = (generator.random(shape, dtype=np.float32)
                               for shape in ((1000, 1000), (10_000, 64), (10_000, 784), 1_000_000))
    few, many = generator.integers(0, 10_000, 128), generator.integers(0, 10_000, 10_000)
    columns, positions = generator.integers(0, 1000, 1000), generator.integers(0, 1_000_000, 100_000)
    order, large = np.argsort(x, 1), x > 0.5
    tx, ttable, timages, tevery = tensors(x, table, images, every)
    tfew, tmany, tcolumns, tpositions, torder, tlarge = tensors(few, many, columns, positions, order, large)
    add = found.add
    add("gather 128 rows [10000, 64]", numpy=lambda: np.take(table, few, 0), torch=lambda: torch.index_select(ttable, 0, tfew))
    add("gather 128 rows [10000, 784]", numpy=lambda: np.take(images, few, 0),
        torch=lambda: torch.index_select(timages, 0, tfew))
    add("gather 10000 rows [10000, 64]", numpy=lambda: np.take(table, many, 0),
        torch=lambda: torch.index_select(ttable, 0, tmany))
    add("gather 1000 columns [1000, 1000]", numpy=lambda: np.take(x, columns, 1),
        torch=lambda: torch.index_select(tx, 1, tcolumns))
    add("gather 100000 elements [1000000]", numpy=lambda: np.take(every, positions),
        torch=lambda: torch.index_select(tevery, 0, tpositions))
    add("take along axis 1 [1000, 1000]", numpy=lambda: np.take_along_axis(x, order, 1), torch=lambda: torch.gather(tx, 1, torder))
    add("mask [1000, 1000]", numpy=lambda: x[large], torch=lambda: tx[tlarge])
    add("nonzero [1000, 1000]", numpy=lambda: large.nonzero(), torch=lambda: torch.nonzero(tlarge))
    add("sort, axis 1 [1000, 1000]", numpy=lambda: np.sort(x, 1), torch=lambda: torch.sort(tx, 1))
    add("argsort, axis 1 [1000, 1000]", numpy=lambda: np.argsort(x, 1), torch=lambda: torch.argsort(tx, 1))
    add("the 10 greatest, axis 1 [1000, 1000]", numpy=lambda: np.partition(x, -10, 1)[:, -10:],
        torch=lambda: torch.topk(tx, 10, 1))
    add("cumulative sum, axis 1 [1000, 1000]", numpy=lambda: x.cumsum(1), torch=lambda: tx.cumsum(1))


def add_assignments(found: Cases) -> None:
    generator = np.random.default_rng(6)
    x, row, block, stepped = (generator.random(shape, dtype=np.float32)
                              for shape in ((1000, 1000), 1000, (800, 800), (500, 1000)))
    tx, trow, tblock, tstepped = tensors(x.copy(), row, block, stepped)

    def assign(target, key, value):
        target[key] = value

    part, every = (slice(100, 900), slice(100, 900)), slice(None, None, 2)
    add = found.add
    add("assign an element [1000, 1000]", numpy=lambda: assign(x, (500, 500), 1), torch=lambda: assign(tx, (500, 500), 1))
    add("assign a row [1000, 1000]", numpy=lambda: assign(x, 500, row), torch=lambda: assign(tx, 500, trow))
    add("assign a part [800, 800]", numpy=lambda: assign(x, part, block), torch=lambda: assign(tx, part, tblock))
    add("assign every second row [500, 1000]", numpy=lambda: assign(x, every, stepped),
        torch=lambda: assign(tx, every, tstepped))
