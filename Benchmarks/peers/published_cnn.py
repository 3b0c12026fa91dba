#!/usr/bin/env python3
"""Trains the published SynaNN CNN on MNIST in PyTorch; prints a line of JSON for each epoch."""

from __future__ import annotations

import argparse
import gzip
import math
import sys
from pathlib import Path

from peer import numpy, print_epochs, torch, training_options
from synapse_forms import log_space, published
from torch import Tensor, nn
from torch.nn import functional as F

BATCH = 100


class Synapse(nn.Module):
    """The Synapse of the published program for n features: no α, and free β, initialized from U(−1/√n, 1/√n)."""

    def __init__(self, features: int, batch_coupled: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(features, features))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.form = published if batch_coupled else log_space

    def forward(self, x: Tensor) -> Tensor:
        return self.form(x, self.weight)


class Network(nn.Module):
    def __init__(self, variant: str) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 10, kernel_size=5)
        self.conv2 = nn.Conv2d(10, 20, kernel_size=5)
        self.conv2_dropout = nn.Dropout2d()
        self.linear1 = nn.Linear(320, 64)
        self.dropout = nn.Dropout()
        self.synapse = nn.Identity() if variant == "identity" else Synapse(64, batch_coupled=variant == "published")
        self.norm = nn.BatchNorm1d(64)
        self.linear2 = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(F.max_pool2d(self.conv1(x), 2))
        x = F.relu(F.max_pool2d(self.conv2_dropout(self.conv2(x)), 2))
        x = self.dropout(F.relu(self.linear1(x.flatten(1))))
        x = self.norm(self.synapse(F.softmax(x, dim=1)))
        return F.log_softmax(self.linear2(x), dim=1)


def read_idx(path: Path, rank: int) -> Tensor:
    """Returns the data of a gzip-compressed IDX file with `rank` axes, in the shape of the header.

    Exits if the file is unusable.
    """
    try:
        raw = gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        sys.exit(f"The file {path} does not exist. Name the folder of the MNIST files with --data or MNIST_DIR.")
    except (OSError, EOFError) as error:
        sys.exit(f"{path} cannot be read as gzip: {error}. Name another folder with --data.")
    start = 4 + 4 * rank
    if len(raw) < start or raw[:4] != bytes([0, 0, 8, rank]):
        sys.exit(f"{path} is not an IDX file of bytes with {rank} axes. Name another folder with --data.")
    shape = [int(size) for size in numpy.frombuffer(raw, ">u4", rank, 4)]
    if len(raw) != start + math.prod(shape):
        sys.exit(f"{path} has {len(raw) - start} bytes of data, but its header contains the shape {shape}.")
    return torch.frombuffer(bytearray(raw), dtype=torch.uint8, offset=start).reshape(shape)


def load(folder: Path, part: str) -> tuple[Tensor, Tensor]:
    images = read_idx(folder / f"{part}-images-idx3-ubyte.gz", 3)
    labels = read_idx(folder / f"{part}-labels-idx1-ubyte.gz", 1)
    if len(images) != len(labels):
        sys.exit(f"{folder} has {len(images)} {part} images but {len(labels)} labels.")
    return ((images.float() / 255 - 0.1307) / 0.3081)[:, None], labels.long()


def train_epoch(network: Network, optimizer: torch.optim.Optimizer, images: Tensor, labels: Tensor) -> float:
    """Trains for an epoch, and returns the mean loss."""
    network.train()
    total = torch.zeros(())
    for batch in torch.randperm(len(images)).split(BATCH):
        optimizer.zero_grad()
        loss = F.nll_loss(network(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(batch)
    return total.item() / len(images)


@torch.no_grad()
def test(network: Network, images: Tensor, labels: Tensor) -> tuple[float, float]:
    """Returns loss and accuracy, from batches of 100 in the files' order.

    The size and the order matter, because the output of the published variant depends on the batch.
    """
    network.eval()
    loss, correct = 0.0, 0
    for batch, expected in zip(images.split(BATCH), labels.split(BATCH)):
        output = network(batch)
        loss += F.nll_loss(output, expected, reduction="sum").item()
        correct += int((output.argmax(1) == expected).sum())
    return loss / len(images), correct / len(images)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variant", choices=["formula", "published", "identity"], default="formula")
    options = training_options(parser)
    images, labels = load(options.data, "train")
    test_images, test_labels = load(options.data, "t10k")
    network = Network(options.variant)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.012, momentum=0.5)
    print_epochs(options.epochs, lambda: train_epoch(network, optimizer, images, labels),
                 lambda: test(network, test_images, test_labels))


if __name__ == "__main__":
    main()
