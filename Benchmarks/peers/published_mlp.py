#!/usr/bin/env python3
"""Trains the published SynaNN MLP on MNIST in PyTorch; prints a line of JSON for each epoch."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from peer import ROOT, print_line, torch
from published_cnn import Synapse, load, test, train_epoch
from torch import Tensor, nn
from torch.nn import functional as F


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear1 = nn.Linear(784, 250)
        self.norm1 = nn.BatchNorm1d(250)
        self.synapse = Synapse(250, batch_coupled=False)
        self.norm2 = nn.BatchNorm1d(250)
        self.linear2 = nn.Linear(250, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.softmax(self.norm1(self.linear1(x.flatten(1))), dim=1)
        return F.log_softmax(self.linear2(self.norm2(self.synapse(x))), dim=1)


def unit(images: Tensor) -> Tensor:
    """Pixels over 255, from the normalised ones."""
    return images * 0.3081 + 0.1307


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("MNIST_DIR") or ROOT / "../shared/data/mnist"),
                        help="folder of the four gzip'd IDX files (default: MNIST_DIR, else ../shared/data/mnist)")
    options = parser.parse_args()
    if options.epochs < 1 or options.threads < 1:
        sys.exit("--epochs and --threads are at least 1.")

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    (images, labels), (test_images, test_labels) = (load(options.data, part) for part in ("train", "t10k"))
    images, test_images = unit(images), unit(test_images)
    network = Network()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True)
    for epoch in range(1, options.epochs + 1):
        start = time.perf_counter()
        train_loss = train_epoch(network, optimizer, images, labels)
        seconds = time.perf_counter() - start
        test_loss, accuracy = test(network, test_images, test_labels)
        print_line(epoch=epoch, train_loss=train_loss, test_loss=test_loss, test_accuracy=accuracy, seconds=seconds)


if __name__ == "__main__":
    main()
