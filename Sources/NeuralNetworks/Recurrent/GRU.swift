import Tensors

/// The gated recurrent unit over sequences:
///
///     r = σ(W_r·x + b_r + U_r·h + c_r)
///     z = σ(W_z·x + b_z + U_z·h + c_z)
///     n = tanh(W_n·x + b_n + r ∘ (U_n·h + c_n))
///     h′ = (1 − z) ∘ n + z ∘ h
///
/// x is the input of a step, h is the hidden state before the step, and h′ is the hidden state after the step. W, U, b
/// and c are the `weights`, with a block of rows for each gate: W_r is the block of gate r. σ is the logistic function,
/// and ∘ is the elementwise product.
///
/// The parameters, the order of the gates (r, z, n) and the distribution of the initial values are the same as in
/// PyTorch's `torch.nn.GRU` with a single layer and `batch_first`. `RecurrentStack` joins several layers, and
/// `Bidirectional` joins two directions. The derivative is first-order: a second derivative traps. A forward pass costs
/// about 6 · batch · steps · hidden · (inputs + hidden) floating-point operations. A forward pass and a backward pass
/// together cost about three times this number. `batch` is the number of sequences, `steps` the number of steps,
/// `hidden` the number of hidden units, and `inputs` the number of inputs at each step.
///
/// Source: K. Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014. As in cuDNN and
/// PyTorch, r multiplies the product `U_n·h + c_n` and not the state h.
public struct GRU<Scalar: RealScalar>: RecurrentLayer {
    /// The type of the hidden state h, a tensor of shape `[batch, hidden]`.
    public typealias State = Tensor<Scalar>

    /// The weight of the input, the weight of the hidden state, and the biases, each with `3 · hidden` rows, where
    /// `hidden` is the number of hidden units.
    public var weights: RecurrentWeights<Scalar>

    /// Creates a layer whose weights and biases are uniform between −1/√hidden and 1/√hidden. Traps unless `inputs` and
    /// `hidden` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - bias: Whether the layer has the biases `weights.inputBias` and `weights.hiddenBias`.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 3, bias: bias, using: &generator)
    }

    /// Returns the part of the results that `selection` describes. The parameters and traps are the same as for the
    /// requirement `_run` of `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal,
        selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, traversal, initialHidden: state).run(.gru, "GRU", selection)
    }
}
