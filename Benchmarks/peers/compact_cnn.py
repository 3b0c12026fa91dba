#!/usr/bin/env python3
"""Trains the network of synacnn's `fast` or `best` preset on MNIST in PyTorch, without augmentation.

Prints a line of JSON for each epoch.
"""

from __future__ import annotations

import argparse

from peer import print_epochs, torch, training_options
from published_cnn import BATCH, load, test
from recurrent_network import Synapse, train_epoch
from torch import Tensor, nn
from torch.nn import functional as F

# A preset has the channels of the stages, the convolutions of each stage, the features of the hidden layer, and the
# weight decay.
PRESETS = {"fast": ([16, 32, 64], 1, 64, 0.01), "best": ([32, 64, 128], 2, 128, 0.02)}


def stage(inputs: int, outputs: int, convolutions: int) -> list[nn.Module]:
    """Returns the layers of one stage: convolutions, each followed by normalization and ReLU, and a pooling to half the
    size. As in synacnn, the pooling is before the last ReLU."""
    layers: list[nn.Module] = []
    for index in range(convolutions):
        layers += [nn.Conv2d(outputs if index else inputs, outputs, 3, padding=1, bias=False),
                   nn.BatchNorm2d(outputs)]
        layers += [nn.MaxPool2d(2)] if index == convolutions - 1 else []
        layers.append(nn.ReLU(inplace=True))
    return layers


class Network(nn.Module):
    def __init__(self, channels: list[int], convolutions: int, features: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in zip([1, *channels], channels):
            layers += stage(inputs, outputs, convolutions)
        self.stages = nn.Sequential(*layers)
        self.linear1 = nn.Linear(channels[-1] * 3 * 3, features)
        self.norm1 = nn.BatchNorm1d(features)
        self.synapse = Synapse(features)
        self.norm2 = nn.BatchNorm1d(features)
        self.linear2 = nn.Linear(features, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.sigmoid(self.norm1(self.linear1(self.stages(x).flatten(1))))
        return F.log_softmax(self.linear2(self.norm2(self.synapse(x))), dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", choices=list(PRESETS), default="fast")
    options = training_options(parser)
    images, labels = load(options.data, "train")
    test_images, test_labels = load(options.data, "t10k")
    channels, convolutions, features, decay = PRESETS[options.preset]
    network = Network(channels, convolutions, features)
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.006, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.006, total_steps=options.epochs * -(-len(images) // BATCH), cycle_momentum=False)
    print_epochs(options.epochs, lambda: train_epoch(network, optimizer, schedule, images, labels),
                 lambda: test(network, test_images, test_labels))


if __name__ == "__main__":
    main()
