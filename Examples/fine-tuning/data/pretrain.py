"""Trains an encoder and a head, and saves them as a safetensors file. The example fine-tuning uses the encoder.

The file encoder.safetensors was made with Python 3.11, torch 2.13.0 and safetensors 0.8.0 by this command:

    python pretrain.py encoder.safetensors

The network classifies points in the plane: it finds which of eight equal sectors around the origin contains the point.
"""

import math
import sys

import torch
from safetensors.torch import save_file

torch.manual_seed(1)
points = torch.rand(4000, 2) * 2 - 1
sectors = ((torch.atan2(points[:, 1], points[:, 0]) + math.pi) / (2 * math.pi) * 8).long().clamp(max=7)

network = torch.nn.Sequential()
network.add_module("encoder", torch.nn.Sequential(
    torch.nn.Linear(2, 32), torch.nn.ReLU(), torch.nn.Linear(32, 32), torch.nn.ReLU()))
network.add_module("head", torch.nn.Linear(32, 8))

optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
for epoch in range(60):
    for rows in torch.randperm(4000).split(100):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(points[rows]), sectors[rows]).backward()
        optimizer.step()

accuracy = (network(points).argmax(1) == sectors).double().mean()
print(f"accuracy {accuracy:.3f}")
save_file(network.state_dict(), sys.argv[1])
