"""Convolutions, as in `Benchmarks/Sources/operations/Cases/ConvolutionCases.swift`."""

from cases import Cases, torch

# batch, inputs, outputs, side, kernel, stride, dilation, padding
SHAPES = [(1, 1, 10, 28, 5, 1, 1, 0), (100, 1, 10, 28, 5, 1, 1, 0), (32, 3, 32, 32, 3, 1, 1, 1), (1, 64, 64, 32, 3, 1, 1, 1),
          (16, 64, 64, 32, 3, 1, 1, 1), (16, 128, 128, 16, 3, 1, 1, 1), (16, 256, 64, 16, 1, 1, 1, 0),
          (16, 64, 128, 32, 3, 2, 1, 1), (16, 64, 64, 32, 3, 1, 2, 2), (16, 32, 32, 28, 5, 1, 1, 2),
          (4, 3, 64, 112, 7, 2, 1, 3)]


def cases() -> Cases:
    found = Cases()
    for shape in SHAPES if torch else []:
        add(found, *shape)
    return found


def add(found: Cases, batch, inputs, outputs, side, kernel, stride, dilation, padding) -> None:
    name = f"{kernel} × {kernel}" + (f" stride {stride}" if stride > 1 else "") + (f" dilation {dilation}" if dilation > 1 else "")
    name += f", {outputs} filters [{batch}, {inputs}, {side}, {side}]"
    layer = torch.nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=padding, dilation=dilation)
    images = torch.randn(batch, inputs, side, side)
    last = torch.nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=padding, dilation=dilation)
    last, images_last = last.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)
    with torch.no_grad():
        weights = torch.randn_like(layer(images))
    weights_last = weights.to(memory_format=torch.channels_last)

    def forward(layer, images):
        def work():
            with torch.no_grad():
                return layer(images)

        return work

    def step(layer, images, weights):
        inputs = images.detach().requires_grad_()
        leaves = [inputs, *layer.parameters()]
        return lambda: torch.autograd.grad((layer(inputs) * weights).sum(), leaves)

    found.add(f"convolution {name}", torch=forward(layer, images), torch_channels_last=forward(last, images_last))
    found.add(f"convolution with gradients {name}", torch=step(layer, images, weights),
              torch_channels_last=step(last, images_last, weights_last))
