import Differentiation
import Tensors

/// The parameters of a recurrent layer, as PyTorch's files hold them: of each gate a block of `hidden` rows.
///
/// The two biases are added wherever they meet, so that one would do, but for a GRU's n; there are two because PyTorch's
/// files have two.
public struct RecurrentWeights<Scalar: RealScalar>: Parameterized, Sendable {
    /// W: `[gates · hidden, inputs]`, PyTorch's `weight_ih_l0`.
    public var input: Tensor<Scalar>
    /// U: `[gates · hidden, hidden]`, `weight_hh_l0`.
    public var hidden: Tensor<Scalar>
    /// b: `[gates · hidden]`, `bias_ih_l0`.
    public var inputBias: Tensor<Scalar>?
    /// c: `[gates · hidden]`, `bias_hh_l0`.
    public var hiddenBias: Tensor<Scalar>?

    /// All uniform in ±1/√hidden, as PyTorch has it.
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

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&input, "weight_ih_l0")
        visitor.visit(&hidden, "weight_hh_l0")
        visitor.visit(&inputBias, "bias_ih_l0")
        visitor.visit(&hiddenBias, "bias_hh_l0")
    }
}
