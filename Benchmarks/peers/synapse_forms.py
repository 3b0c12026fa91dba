"""Forms of the Synapse in PyTorch: the formula for each sample, and the batch coupling of the published program."""

from __future__ import annotations

from peer import torch
from torch import Tensor


def log_space(x: Tensor, beta: Tensor) -> Tensor:
    """Returns y_i = x_i exp(Σ_j log1p(−β_ij x_j)), for β·x < 1.

    This form has the fastest eager step for 64 features.
    """
    return x * torch.exp(torch.log1p(x[:, None, :] * -beta).sum(-1))


def surprisal(x: Tensor, beta: Tensor) -> Tensor:
    """Returns −log y_i = −log x_i − Σ_j log1p(−β_ij x_j), for β·x < 1."""
    return -torch.log(x) - torch.log1p(x[:, None, :] * -beta).sum(-1)


def product(x: Tensor, beta: Tensor) -> Tensor:
    """Returns y_i = x_i ∏_j (1 − β_ij x_j). This form has the fastest eager forward pass."""
    return x * (1 - x[:, None, :] * beta).prod(-1)


def published(x: Tensor, beta: Tensor) -> Tensor:
    """Returns y, computed in the steps of the published program, which couples the samples of a batch.

    For B samples of n features, an all-ones matrix [B, B·n] sums log1p(−β_ij x_bj) over j and over all samples b.
    """
    samples, features = x.shape
    diagonals = torch.stack([sample.diag() for sample in x.unbind(0)])
    inhibition = torch.log1p(-diagonals.view(-1, features) @ beta.t())
    ones = torch.ones(samples, samples * features)
    return torch.exp(torch.log(x) + ones @ inhibition)
