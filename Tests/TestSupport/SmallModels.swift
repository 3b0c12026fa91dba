import Differentiation
import Tensors

/// The cubic function a·x³ + b·x.
///
/// The derivatives of the function are easy to compute by hand.
public struct Cubic<Scalar: RealScalar>: Parameterized, Sendable {
    public var a: Tensor<Scalar>
    public var b: Tensor<Scalar>

    public init(a: Tensor<Scalar>, b: Tensor<Scalar>) { (self.a, self.b) = (a, b) }

    public func callAsFunction(_ x: Tensor<Scalar>) -> Tensor<Scalar> { a * x * x * x + b * x }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&a, "a")
        visitor.visit(&b, "b")
    }
}

/// A model with every kind of stored value: a tensor, an optional tensor, an array of nested models, and a buffer.
public struct MixedModel: Parameterized, Sendable {
    public var weight = Tensor<Double>([1, 2, 3])
    public var bias: Tensor<Double>?
    public var layers: [Cubic<Double>]
    public var average = Buffer(Tensor<Double>([10]))

    public init(hasBias: Bool = true, layerCount: Int = 2) {
        bias = hasBias ? Tensor([0.5]) : nil
        layers = (0 ..< layerCount).map { Cubic(a: Tensor([Double($0) + 1]), b: Tensor([-1])) }
    }

    /// Returns a scalar that depends on every parameter and on the input x, `[3]`.
    ///
    /// The method also updates the buffer with the mean of the input.
    public func loss(_ x: Tensor<Double>) -> Tensor<Double> {
        average.update(x.mean().reshaped(to: [1]))
        let sum: Tensor<Double> = (weight * x).sum()
        let shifted: Tensor<Double> = bias.map { sum + $0.sum() } ?? sum
        return layers.reduce(shifted) { value, layer in value + layer(x).sum() }
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
        visitor.visit(&layers, "layers")
        visitor.visit(&average, "average")
    }
}
