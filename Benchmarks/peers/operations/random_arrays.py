"""Random arrays, as in `Benchmarks/Sources/operations/Cases/RandomCases.swift`."""

from cases import Cases, np, torch


def cases() -> Cases:
    found = Cases()
    generator = np.random.default_rng(1)
    probabilities = torch.full((1_000_000,), 0.3) if torch else None
    add = found.add
    add("normal [100]", numpy=lambda: generator.standard_normal(100, dtype=np.float32), torch=lambda: torch.randn(100))
    add("normal [1000000]", numpy=lambda: generator.standard_normal(1_000_000, dtype=np.float32),
        torch=lambda: torch.randn(1_000_000))
    add("double normal [1000000]", numpy=lambda: generator.standard_normal(1_000_000),
        torch=lambda: torch.randn(1_000_000, dtype=torch.float64))
    add("uniform [1000000]", numpy=lambda: generator.random(1_000_000, dtype=np.float32),
        torch=lambda: torch.rand(1_000_000))
    add("double uniform [1000000]", numpy=lambda: generator.random(1_000_000),
        torch=lambda: torch.rand(1_000_000, dtype=torch.float64))
    add("Bernoulli [1000000]", numpy=lambda: generator.binomial(1, 0.3, 1_000_000),
        torch=lambda: torch.bernoulli(probabilities))
    add("integers [1000000]", numpy=lambda: generator.integers(0, 1000, 1_000_000),
        torch=lambda: torch.randint(0, 1000, (1_000_000,)))
    add("permutation [100000]", numpy=lambda: generator.permutation(100_000), torch=lambda: torch.randperm(100_000))
    return found
