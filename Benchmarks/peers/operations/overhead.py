"""Small arrays and steps of small networks, as in `Benchmarks/Sources/operations/Cases/OverheadCases.swift`."""

from cases import Cases, gradient, np, torch


def cases() -> Cases:
    found = Cases()
    vector = np.random.default_rng(1).uniform(0.1, 1, 100).astype(np.float32)
    half, factor = np.float32(0.5), np.float32(0.6)
    numpy_chain = lambda: chain(vector, half, factor)
    if not torch:
        found.add("chain of 20 operations [100]", numpy=numpy_chain)
        return found
    x, matrix = torch.from_numpy(vector), torch.randn(10, 10)
    found.add("one operation with gradient [100]", torch=gradient(lambda x: x.exp(), x))
    found.add("chain of 20 operations [100]", numpy=numpy_chain, torch=lambda: chain(x, 0.5, 0.6))
    found.add("chain of 20 operations with gradient [100]", torch=gradient(lambda x: chain(x, 0.5, 0.6), x))
    found.add("24 different operations [10, 10]", torch=lambda: mixture(matrix))
    found.add("24 different operations with gradient [10, 10]", torch=gradient(mixture, matrix))
    add_network(found)
    add_large_optimizers(found)
    return found


def chain(x, term, factor):
    for _ in range(10):
        x = (x + term) * factor
    return x


def mixture(x):
    y = torch.tanh(x @ x) + x
    y = torch.sigmoid(y * x) - y.T
    y = y / (y.square().sum(1, keepdim=True) + 1)
    y = y.reshape(5, 20).exp().reshape(10, 10)
    y = torch.relu(torch.maximum(y, x)) + y[0]
    y = torch.softmax(y, 1) * y.mean() + y.amax(0)
    return torch.cat([y[:, :5], x[:, 5:].abs()], 1).log1p()


def network():
    layer = torch.nn.Linear
    return torch.nn.Sequential(layer(784, 128), torch.nn.ReLU(), layer(128, 64), torch.nn.ReLU(), layer(64, 10))


def add_network(found: Cases) -> None:
    model, images, labels = network(), torch.randn(32, 784), torch.randint(0, 10, (32,))

    def forward(x):
        def work():
            with torch.no_grad():
                return model(x)

        return work

    def gradients():
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        return torch.autograd.grad(loss, list(model.parameters()))

    found.add("network 784-128-64-10 [1, 784]", torch=forward(images[:1]))
    found.add("network 784-128-64-10 [32, 784]", torch=forward(images))
    found.add("network 784-128-64-10 with gradients [32, 784]", torch=gradients)
    sgd, adam = torch.optim.SGD, torch.optim.Adam
    add_step(found, "step of SGD", images, labels, torch=lambda p: sgd(p, lr=1e-4), torch_fused=lambda p: sgd(p, lr=1e-4, fused=True))
    add_step(found, "step of SGD with momentum", images, labels, torch=lambda p: sgd(p, lr=1e-4, momentum=0.9),
             torch_fused=lambda p: sgd(p, lr=1e-4, momentum=0.9, fused=True))
    add_step(found, "step of Adam", images, labels, torch=lambda p: adam(p, lr=1e-5),
             torch_fused=lambda p: adam(p, lr=1e-5, fused=True))
    add_optimizer(found, "Adam without gradients, network 784-128-64-10", lambda: list(network().parameters()),
                  torch=lambda p: adam(p, lr=1e-5), torch_fused=lambda p: adam(p, lr=1e-5, fused=True))


def add_step(found: Cases, name: str, images, labels, **optimizers) -> None:
    def work(optimizer):
        model = network()
        chosen = optimizer(model.parameters())

        def step():
            chosen.zero_grad()
            torch.nn.functional.cross_entropy(model(images), labels).backward()
            chosen.step()

        return step

    found.add(f"network 784-128-64-10, {name} [32, 784]", **{key: work(make) for key, make in optimizers.items()})


def add_optimizer(found: Cases, name: str, parameters, **optimizers) -> None:
    def work(optimizer):
        leaves = parameters()
        for leaf in leaves:
            leaf.grad = torch.randn_like(leaf)
        return optimizer(leaves).step

    found.add(name, **{key: work(make) for key, make in optimizers.items()})


def add_large_optimizers(found: Cases) -> None:
    def parameters():
        return [torch.randn(4_000_000, requires_grad=True)]

    sgd, adam = torch.optim.SGD, torch.optim.Adam
    add_optimizer(found, "SGD with momentum [4000000]", parameters, torch=lambda p: sgd(p, lr=1e-4, momentum=0.9),
                  torch_fused=lambda p: sgd(p, lr=1e-4, momentum=0.9, fused=True))
    add_optimizer(found, "Adam [4000000]", parameters, torch=lambda p: adam(p, lr=1e-5),
                  torch_fused=lambda p: adam(p, lr=1e-5, fused=True))
