import Differentiation
import Tensors

/// Modules one after the other. Parameters are named by position, as PyTorch has it: `0.weight`.
///
///     let network = Sequential<Float>(
///         Linear<Float>(784, 64, using: &generator), ReLU<Float>(), Linear<Float>(64, 10, using: &generator))
public struct Sequential<Scalar: RealScalar>: Module {
    /// The modules, first to last.
    public var layers: [any TensorModule<Scalar>]

    public init(_ layers: any TensorModule<Scalar>...) { self.layers = layers }

    public init(_ layers: [any TensorModule<Scalar>]) { self.layers = layers }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        layers.reduce(input) { value, layer in layer(value) }
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in layers.indices { visit(&layers[index], String(index), &visitor) }
    }

    private func visit(_ layer: inout any TensorModule<Scalar>, _ name: String, _ visitor: inout some ParameterVisitor)
    {
        visitor.path.append(name)
        layer.visitParameters(&visitor)
        visitor.path.removeLast()
    }
}
