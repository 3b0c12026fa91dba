import Differentiation
import Tensors

/// A chain of modules. Each module receives the output of the previous module. The name of a parameter starts with the
/// position of the parameter's module in the chain. Positions count from 0, as in PyTorch: `0.weight`.
///
///     let network = Sequential<Float>(
///         Linear<Float>(784, 64, using: &generator), ReLU<Float>(), Linear<Float>(64, 10, using: &generator))
public struct Sequential<Scalar: RealScalar>: Module {
    /// The modules, first to last.
    public var layers: [any TensorModule<Scalar>]

    /// Creates the chain of the given modules. A chain without modules returns its input.
    public init(_ layers: any TensorModule<Scalar>...) { self.layers = layers }

    /// Creates the chain of a list of modules. The chain of an empty list returns its input.
    public init(_ layers: [any TensorModule<Scalar>]) { self.layers = layers }

    /// Returns the output of the last module, or the input if there are no modules.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        layers.reduce(input) { value, layer in layer(value) }
    }

    /// Visits the parameters of each module. The name of a module is the position of the module, counted from 0: `0`,
    /// `1`, ….
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
