import Differentiation
import Tensors

/// The parameters of a recurrent layer in the layout of PyTorch's files: each gate has a block of rows, with a row for
/// each hidden unit.
///
/// The third gate of a GRU uses the biases `inputBias` and `hiddenBias` separately. All other gates use only the sum of
/// these biases. Every layer still has separate biases, because PyTorch's files contain separate biases.
public struct RecurrentWeights<Scalar: RealScalar>: Parameterized, Sendable {
    /// W, the weight of the input, `[gates · hidden, inputs]`: PyTorch's `weight_ih_l0`.
    public var input: Tensor<Scalar>
    /// U, the weight of the hidden state, `[gates · hidden, hidden]`: PyTorch's `weight_hh_l0`.
    public var hidden: Tensor<Scalar>
    /// b, the bias of the input, `[gates · hidden]`: PyTorch's `bias_ih_l0`; `nil` for a layer without biases.
    public var inputBias: Tensor<Scalar>?
    /// c, the bias of the hidden state, `[gates · hidden]`: PyTorch's `bias_hh_l0`; `nil` for a layer without biases.
    public var hiddenBias: Tensor<Scalar>?

    /// Creates parameters for a layer of `gateCount` gates, uniform between −1/√hidden and 1/√hidden, as in PyTorch. If
    /// `bias` is false, the biases are `nil`. Traps unless `inputs` and `hidden` are positive.
    init(_ inputs: Int, _ hidden: Int, gateCount: Int, bias: Bool, using generator: inout PhiloxGenerator) {
        require(
            inputs > 0 && hidden > 0, "recurrent layer: \(inputs) inputs and \(hidden) hidden units must be positive")
        let bound: Double = 1 / Double(hidden).squareRoot()
        let range: Range<Scalar> = Scalar(-bound) ..< Scalar(bound)
        let rows: Int = gateCount * hidden
        input = Tensor(randomUniform: [rows, inputs], in: range, using: &generator)
        self.hidden = Tensor(randomUniform: [rows, hidden], in: range, using: &generator)
        inputBias = bias ? Tensor(randomUniform: [rows], in: range, using: &generator) : nil
        hiddenBias = bias ? Tensor(randomUniform: [rows], in: range, using: &generator) : nil
    }

    /// The number of hidden units.
    public var hiddenCount: Int { hidden.shape[1] }

    /// The number of inputs at each step.
    public var inputCount: Int { input.shape[1] }

    /// Visits the weights and biases under PyTorch's names, such as `weight_ih_l0`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitParameters(&visitor, suffix: "l0")
    }

    /// Visits the weights and biases under PyTorch's names for a layer of a stack. `suffix` is the end of each name,
    /// such as `l1` for the second layer, or `l1_reverse` for the reversed direction of the second layer.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor, suffix: String) {
        visitor.visit(&input, "weight_ih_\(suffix)")
        visitor.visit(&hidden, "weight_hh_\(suffix)")
        visitor.visit(&inputBias, "bias_ih_\(suffix)")
        visitor.visit(&hiddenBias, "bias_hh_\(suffix)")
    }
}
