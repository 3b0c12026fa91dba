#!/usr/bin/env python3
"""Trains the published SynaNN MLP on MNIST in PyTorch; prints a line of JSON for each epoch."""

from __future__ import annotations

import argparse

from peer import print_epochs, torch, training_options
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
    """Returns pixels from 0 to 1, computed from normalized pixels."""
    return images * 0.3081 + 0.1307


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    options = training_options(parser)
    (images, labels), (test_images, test_labels) = (load(options.data, part) for part in ("train", "t10k"))
    images, test_images = unit(images), unit(test_images)
    network = Network()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True)
    print_epochs(options.epochs, lambda: train_epoch(network, optimizer, images, labels),
                 lambda: test(network, test_images, test_labels))


if __name__ == "__main__":
    main()
