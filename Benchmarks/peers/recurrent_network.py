#!/usr/bin/env python3
"""Trains the network of synarnn's `fast` preset on MNIST in PyTorch; prints a line of JSON for each epoch."""

from __future__ import annotations

import argparse

from peer import print_epochs, torch, training_options
from published_cnn import BATCH, load, test
from synapse_forms import surprisal
from torch import Tensor, nn
from torch.nn import functional as F

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Synapse(nn.Module):
    """The Synapse that returns −log y.

    As in the presets, β is clipped to [0, 1] and initialized in (0, 2/n) for n features.
    """

    def __init__(self, features: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.rand(features, features) * 2 / features)

    def forward(self, x: Tensor) -> Tensor:
        return surprisal(x, self.weight.clamp(0, 1))


class Network(nn.Module):
    """A recurrent layer, a linear layer, sigmoids, the hidden layer, and a linear layer with log-softmax.

    The recurrent layer reads the rows of an image. The first linear layer reads all states of the recurrent layer.
    """

    def __init__(self, cell: str, hidden: str) -> None:
        super().__init__()
        self.recurrent = CELLS[cell](28, 128, batch_first=True)
        self.linear1 = nn.Linear(28 * 128, 64)
        self.norm1 = nn.BatchNorm1d(64)
        kinds = {"synapse": lambda: Synapse(64), "dense": lambda: nn.Linear(64, 64), "identity": nn.Identity}
        self.hidden = kinds[hidden]()
        self.norm2 = nn.BatchNorm1d(64)
        self.linear2 = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.recurrent(x.squeeze(1))
        x = torch.sigmoid(self.norm1(self.linear1(states.flatten(1))))
        return F.log_softmax(self.linear2(self.norm2(self.hidden(x))), dim=1)


def train_epoch(
    network: Network, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LRScheduler, images: Tensor,
    labels: Tensor,
) -> float:
    """Trains for an epoch, and returns the mean loss."""
    network.train()
    total = torch.zeros(())
    for batch in torch.randperm(len(images)).split(BATCH):
        optimizer.zero_grad()
        loss = F.nll_loss(network(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
        schedule.step()
        total += loss.detach() * len(batch)
    return total.item() / len(images)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cell", choices=list(CELLS), default="gru")
    parser.add_argument("--hidden", choices=["synapse", "dense", "identity"], default="synapse")
    options = training_options(parser)
    images, labels = load(options.data, "train")
    test_images, test_labels = load(options.data, "t10k")
    network = Network(options.cell, options.hidden)
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.004, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.004, total_steps=options.epochs * -(-len(images) // BATCH), cycle_momentum=False)
    print_epochs(options.epochs, lambda: train_epoch(network, optimizer, schedule, images, labels),
                 lambda: test(network, test_images, test_labels))


if __name__ == "__main__":
    main()
