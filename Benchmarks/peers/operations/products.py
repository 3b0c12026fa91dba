"""Matrix products, contractions and attention, as in `Benchmarks/Sources/operations/Cases/ProductCases.swift`."""

from cases import Cases, gradient, np, tensors, torch


def cases() -> Cases:
    found = Cases()
    for add in (add_square, add_layouts, add_stacks, add_vectors, add_contractions, add_attention):
        add(found)
    return found


def normal(generator, *shape):
    return generator.standard_normal(shape, dtype=np.float32)


def add_product(found: Cases, name: str, a, b) -> None:
    ta, tb = tensors(a, b)
    found.add(name, numpy=lambda: a @ b, torch=lambda: ta @ tb)


def add_square(found: Cases) -> None:
    generator = np.random.default_rng(1)
    for n in (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048):
        add_product(found, f"matrix product [{n}, {n}]", normal(generator, n, n), normal(generator, n, n))
    doubles = generator.standard_normal((512, 512))
    add_product(found, "double matrix product [512, 512]", doubles, doubles)
    c = (normal(generator, 256, 256) + 1j * normal(generator, 256, 256)).astype(np.complex64)
    add_product(found, "complex matrix product [256, 256]", c, c)
    if torch:
        w, x = tensors(normal(generator, 256, 256), normal(generator, 256, 256))
        found.add("matrix product with gradients [256, 256]", torch=gradient(lambda w, x: (w @ x).square(), w, x))


def add_layouts(found: Cases) -> None:
    generator = np.random.default_rng(2)
    a, b = normal(generator, 512, 512), normal(generator, 512, 512)
    stepped = normal(generator, 1024, 1024)[::2, ::2]
    tall, square = normal(generator, 10_000, 128), normal(generator, 128, 128)
    thin, flat = normal(generator, 1000, 10), normal(generator, 10, 1000)
    images, weights = normal(generator, 32, 784), normal(generator, 784, 128)
    for name, x, y in (
            ("matrix product, first transposed [512, 512]", a.T, b),
            ("matrix product, second transposed [512, 512]", a, b.T),
            ("matrix product, both transposed [512, 512]", a.T, b.T),
            ("matrix product of stepped arrays [512, 512]", stepped, stepped),
            ("matrix product, tall [10000, 128] [128, 128]", tall, square),
            ("matrix product, tall transposed [128, 10000] [10000, 128]", tall.T, tall),
            ("matrix product, thin [1000, 10] [10, 1000]", thin, flat),
            ("matrix product, layer [32, 784] [784, 128]", images, weights)):
        add_product(found, name, x, y)


def add_stacks(found: Cases) -> None:
    generator = np.random.default_rng(3)
    for count, n in ((512, 16), (512, 32), (64, 64), (16, 256)):
        a, b = normal(generator, count, n, n), normal(generator, count, n, n)
        add_product(found, f"stack of matrix products [{count}, {n}, {n}]", a, b)
        if n == 64:
            add_product(found, "stack of matrix products, one second matrix [64, 64, 64]", a, b[0])
            add_product(found, "stack of matrix products, second transposed [64, 64, 64]", a, b.transpose(0, 2, 1))


def add_vectors(found: Cases) -> None:
    generator = np.random.default_rng(4)
    x, y = normal(generator, 1_000_000), normal(generator, 1_000_000)
    short, matrix = x[:1000], y.reshape(1000, 1000)
    tshort, = tensors(short)
    for name, a, b in (
            ("dot [1000000]", x, y), ("dot [1000]", short, short), ("matrix times vector [1000, 1000]", matrix, short),
            ("vector times matrix [1000, 1000]", short, matrix),
            ("vector times transposed matrix [1000, 1000]", short, matrix.T)):
        add_product(found, name, a, b)
    found.add("outer product [1000] [1000]", numpy=lambda: np.outer(short, short), torch=lambda: torch.outer(tshort, tshort))


def add_contractions(found: Cases) -> None:
    generator = np.random.default_rng(5)
    small, a, b, stack, heads, positions = (
        normal(generator, *shape)
        for shape in ((4, 4), (512, 512), (512, 512), (64, 64, 64), (16, 8, 64, 64), (16, 64, 8, 64)))

    def add(path, *arrays):
        operands = tensors(*arrays)
        copied = "->ji" in path
        found.add(f"einsum {path} {list(arrays[0].shape)}",
                  numpy=lambda: np.einsum(path, *arrays, optimize=len(arrays) > 1).copy() if copied
                  else np.einsum(path, *arrays, optimize=len(arrays) > 1),
                  torch=lambda: torch.einsum(path, *operands).contiguous())

    add("ij,jk->ik", small, small)
    add("ij,kj->ik", a, b)
    add("ij->ji", a)
    add("ij,ij->i", a, b)
    add("ii", a)
    add("bij,bjk->bik", stack, stack)
    add("bhqd,bhkd->bhqk", heads, heads)
    add("bqhd,bkhd->bhqk", positions, positions)


def add_attention(found: Cases) -> None:
    if not torch:
        return
    x = torch.randn(8, 8, 128, 64)
    attention = torch.nn.functional.scaled_dot_product_attention
    found.add("attention [8, 8, 128, 64]", torch=lambda: attention(x, x, x))
    found.add("attention with gradient [8, 8, 128, 64]", torch=gradient(lambda x: attention(x, x, x).square(), x))
