"""Functions of matrices, as in `Benchmarks/Sources/operations/Cases/LinearAlgebraCases.swift`."""

from cases import Cases, gradient, np, scipy, tensors, torch


def cases() -> Cases:
    found = Cases()
    for n in (2, 4, 32, 128, 256, 1024):
        add_all(found, n)
    return found


def add_all(found: Cases, n: int) -> None:
    generator = np.random.default_rng(1)
    random = generator.standard_normal((n, n))
    general = random / np.sqrt(n) + 3 * np.eye(n)
    symmetric, positive = random + random.T, random @ random.T / n + np.eye(n)
    right, tall = generator.standard_normal(n), generator.standard_normal((2 * n, n))
    add_factorizations(found, n, general, symmetric, positive)
    add_solutions(found, n, general, positive, right, tall)
    add_functions(found, n, general)
    if n <= 256 and torch:
        add_derivatives(found, n, *tensors(general, symmetric, positive, right))


def add_factorizations(found: Cases, n: int, general, symmetric, positive) -> None:
    linalg, tg, ts, tp = (torch.linalg if torch else None), *tensors(general, symmetric, positive)

    def add(name: str, **works) -> None:
        found.add(f"{name} [{n}, {n}]", **works)

    add("LU factorization", scipy=lambda: scipy.linalg.lu_factor(general), torch=lambda: linalg.lu_factor(tg))
    add("Cholesky factorization", numpy=lambda: np.linalg.cholesky(positive), torch=lambda: linalg.cholesky(tp))
    add("QR factorization", numpy=lambda: np.linalg.qr(general), torch=lambda: linalg.qr(tg))
    add("singular value decomposition", numpy=lambda: np.linalg.svd(general, full_matrices=False),
        torch=lambda: linalg.svd(tg, full_matrices=False))
    add("singular values", numpy=lambda: np.linalg.svd(general, compute_uv=False), torch=lambda: linalg.svdvals(tg))
    add("symmetric eigenvectors", numpy=lambda: np.linalg.eigh(symmetric), torch=lambda: linalg.eigh(ts))
    add("symmetric eigenvalues", numpy=lambda: np.linalg.eigvalsh(symmetric), torch=lambda: linalg.eigvalsh(ts))
    add("eigenvectors", numpy=lambda: np.linalg.eig(general), torch=lambda: linalg.eig(tg))


def add_solutions(found: Cases, n: int, general, positive, right, tall) -> None:
    linalg, tg, tp, tr, tt = (torch.linalg if torch else None), *tensors(general, positive, right, tall)
    first = np.ascontiguousarray(tall[:, 0])
    tf, = tensors(first)

    def add(name: str, **works) -> None:
        found.add(f"{name} [{n}, {n}]", **works)

    add("solve", numpy=lambda: np.linalg.solve(general, right), torch=lambda: linalg.solve(tg, tr))
    add("solve, positive definite", scipy=lambda: scipy.linalg.solve(positive, right, assume_a="pos"),
        torch=lambda: torch.cholesky_solve(tr[:, None], linalg.cholesky(tp)))
    found.add(f"least squares [{2 * n}, {n}]", numpy=lambda: np.linalg.lstsq(tall, first),
              torch=lambda: linalg.lstsq(tt, tf[:, None]))
    add("inverse", numpy=lambda: np.linalg.inv(general), torch=lambda: linalg.inv(tg))
    add("pseudo-inverse", numpy=lambda: np.linalg.pinv(general), torch=lambda: linalg.pinv(tg))
    add("determinant", numpy=lambda: np.linalg.det(general), torch=lambda: linalg.det(tg))


def add_functions(found: Cases, n: int, general) -> None:
    small = general / 4
    tg, ts = tensors(general, small)
    found.add(f"matrix exponential [{n}, {n}]", scipy=lambda: scipy.linalg.expm(small), torch=lambda: torch.linalg.matrix_exp(ts))
    found.add(f"matrix square root [{n}, {n}]", scipy=lambda: scipy.linalg.sqrtm(general))
    found.add(f"fifth power of a matrix [{n}, {n}]", numpy=lambda: np.linalg.matrix_power(small, 5),
              torch=lambda: torch.linalg.matrix_power(ts, 5))
    if n <= 32:
        found.add(f"Kronecker product [{n}, {n}]", numpy=lambda: np.kron(general, general), torch=lambda: torch.kron(tg, tg))


def add_derivatives(found: Cases, n: int, general, symmetric, positive, right) -> None:
    linalg = torch.linalg

    def eigenvectors(a):
        values, vectors = linalg.eigh(a)
        return values.square().sum() + vectors.square().sum()

    def decomposition(a):
        u, values, vt = linalg.svd(a, full_matrices=False)
        return u.square().sum() + values.square().sum() + vt.square().sum()

    def add(name: str, suffix: str, function, *inputs) -> None:
        found.add(f"{name} with {suffix} [{n}, {n}]", torch=gradient(function, *inputs))

    add("solve", "gradients", lambda a, b: linalg.solve(a, b).square(), general, right)
    add("inverse", "gradient", lambda a: linalg.inv(a).square(), general)
    add("Cholesky factorization", "gradient", lambda a: linalg.cholesky(a).square(), positive)
    add("log-determinant", "gradient", lambda a: linalg.slogdet(a).logabsdet, positive)
    add("symmetric eigenvectors", "gradient", eigenvectors, symmetric)
    add("singular value decomposition", "gradient", decomposition, general)
