@_exported import Datasets
@_exported import Differentiation
@_exported import Interchange
@_exported import NeuralNetworks
@_exported import Optimizers
@_exported import Synapses
@_exported import Tensors
@_exported import Training
