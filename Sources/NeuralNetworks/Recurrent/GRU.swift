import Tensors

/// The gated recurrent unit over sequences:
///
///     r = σ(W_r·x + b_r + U_r·h + c_r)
///     z = σ(W_z·x + b_z + U_z·h + c_z)
///     n = tanh(W_n·x + b_n + r ∘ (U_n·h + c_n))
///     h′ = (1 − z) ∘ n + z ∘ h
///
/// The parameters, their order (r, z, n) and their initial values are the same as in PyTorch's `torch.nn.GRU` with one
/// layer and `batch_first`. The derivative is first-order: a second derivative traps. The cost is 6 · batch · steps ·
/// hidden · (inputs + hidden) operations forward, and three times this number forward and backward.
///
/// Source: K. Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014. As in cuDNN and
/// PyTorch, r multiplies the product `U_n·h + c_n` and not the state h.
public struct GRU<Scalar: RealScalar>: RecurrentLayer {
    /// The hidden state h, `[batch, hidden]`.
    public typealias State = Tensor<Scalar>

    /// W, U, b and c, with `3 · hidden` rows.
    public var weights: RecurrentWeights<Scalar>

    /// Creates a layer whose weights and biases are uniform in ±1/√hidden. Traps unless both sizes are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - bias: Whether the layer has the biases b and c.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 3, bias: bias, using: &generator)
    }

    /// Computes all steps: see `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, initialHidden: state).run(.gru, "GRU", selection)
    }
}
