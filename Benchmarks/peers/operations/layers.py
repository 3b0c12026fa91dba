"""Layers, activations and losses, as in `Benchmarks/Sources/operations/Cases/LayerCases.swift`."""

from cases import Cases, gradient, torch

functional = torch.nn.functional if torch else None


def cases() -> Cases:
    found = Cases()
    for add in (add_linear, add_activations, add_normalization, add_pooling, add_losses, add_recurrent) if torch else ():
        add(found)
    return found


def add_layer(found: Cases, name: str, layer, x) -> None:
    """Adds the forward pass without gradients, and the pass with the gradients of the input and the parameters."""
    shape = list(x.shape)
    with torch.no_grad():
        weights = torch.randn_like(layer(x))
    leaf = x.detach().requires_grad_()
    leaves = [leaf, *layer.parameters()]

    def forward():
        with torch.no_grad():
            return layer(x)

    found.add(f"{name} {shape}", torch=forward)
    suffix = "gradients" if len(leaves) > 1 or "dropout" in name else "gradient"
    found.add(f"{name} with {suffix} {shape}", torch=lambda: torch.autograd.grad((layer(leaf) * weights).sum(), leaves))


def add_linear(found: Cases) -> None:
    for features in (64, 256, 1024):
        for batch in (1, 32, 128, 512):
            add_layer(found, "linear", torch.nn.Linear(features, features), torch.randn(batch, features))


def add_activations(found: Cases) -> None:
    x, y, row = 0.1 + 1.9 * torch.rand(512, 1024), 0.1 + 1.9 * torch.rand(512, 1024), torch.randn(1024)
    functions = {
        "relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "gelu": functional.gelu, "silu": functional.silu,
        "leaky relu": functional.leaky_relu, "exp": torch.exp, "log": torch.log, "softmax": lambda x: torch.softmax(x, 1),
        "divide": lambda x: x / y, "max, axis 1": lambda x: x.amax(1, keepdim=True),
        "variance, axis 1": lambda x: x.var(1, correction=0, keepdim=True), "part": lambda x: x[:, 100:900],
        "concatenate": lambda x: torch.cat([x, x], 1), "add a row": lambda x: x + row}
    for name, function in functions.items():
        add_activation(found, name, function, x)


def add_activation(found: Cases, name: str, function, x) -> None:
    weights = torch.randn_like(function(x))
    found.add(f"{name} with gradient [512, 1024]", torch=gradient(lambda x: (function(x) * weights).sum(), x))


def add_normalization(found: Cases) -> None:
    images, rows = torch.randn(32, 64, 28, 28), torch.randn(512, 1024)
    add_layer(found, "batch normalization", torch.nn.BatchNorm2d(64), images)
    add_layer(found, "batch normalization", torch.nn.BatchNorm1d(1024), rows)
    evaluated = torch.nn.BatchNorm2d(64).eval()

    def evaluate():
        with torch.no_grad():
            return evaluated(images)

    found.add("batch normalization, evaluation [32, 64, 28, 28]", torch=evaluate)
    add_layer(found, "layer normalization", torch.nn.LayerNorm(1024), rows)
    add_layer(found, "group normalization", torch.nn.GroupNorm(8, 64), images)
    add_layer(found, "dropout", torch.nn.Dropout(0.5), rows)
    add_layer(found, "dropout of channels", torch.nn.Dropout2d(0.5), images)


def add_pooling(found: Cases) -> None:
    images = torch.randn(32, 64, 28, 28)
    add_layer(found, "max pooling 2 × 2", torch.nn.MaxPool2d(2), images)
    add_layer(found, "max pooling 3 × 3 stride 2", torch.nn.MaxPool2d(3, stride=2, padding=1), images)
    add_layer(found, "average pooling 2 × 2", torch.nn.AvgPool2d(2), images)
    add_layer(found, "global average pooling", torch.nn.AdaptiveAvgPool2d(1), images)


def add_losses(found: Cases) -> None:
    x, y = 0.01 + 0.98 * torch.rand(512, 1024), torch.rand(512, 1024)
    found.add("mean squared error with gradient [512, 1024]", torch=gradient(lambda x: functional.mse_loss(x, y), x))
    found.add("Huber loss with gradient [512, 1024]", torch=gradient(lambda x: functional.huber_loss(x, y), x))
    found.add("binary cross-entropy with gradient [512, 1024]",
              torch=gradient(lambda x: functional.binary_cross_entropy(x, y), x))
    for batch, classes in ((128, 10), (1024, 1000), (256, 50_000)):
        add_cross_entropy(found, batch, classes)


def add_cross_entropy(found: Cases, batch: int, classes: int) -> None:
    logits, labels = torch.randn(batch, classes), torch.randint(0, classes, (batch,))
    found.add(f"cross-entropy [{batch}, {classes}]", torch=lambda: functional.cross_entropy(logits, labels))
    found.add(f"cross-entropy with gradient [{batch}, {classes}]",
              torch=gradient(lambda x: functional.cross_entropy(x, labels), logits))


def add_recurrent(found: Cases) -> None:
    for name, kind in (("LSTM", torch.nn.LSTM), ("GRU", torch.nn.GRU), ("RNN", torch.nn.RNN)):
        layer = kind(28, 128, batch_first=True)
        outputs = FirstOutput(layer)
        add_layer(found, f"{name} of 128", outputs, torch.randn(64, 28, 28))
        single = torch.randn(1, 28, 28)
        found.add(f"{name} of 128 [1, 28, 28]", torch=without_gradient(outputs, single))


def without_gradient(layer, x):
    def work():
        with torch.no_grad():
            return layer(x)

    return work


class FirstOutput(torch.nn.Module if torch else object):
    """A recurrent layer that returns the states at all positions, without the last state."""

    def __init__(self, layer) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0]
