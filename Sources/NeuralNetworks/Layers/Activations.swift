import Differentiation
import Tensors

/// A layer that computes max(x, 0) for each element x of the input: see `Tensor.relu()`.
public struct ReLU<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns max(x, 0) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.relu() }
}

/// A layer that computes x · Φ(x) for each element x of the input: see `Tensor.gelu(approximation:)`. Φ is the
/// distribution function of the standard normal distribution. By default the result is exact up to rounding.
public struct GELU<Scalar: RealScalar>: ParameterFreeModule {
    /// The formula: the exact form, or the approximation by the hyperbolic tangent.
    public let approximation: GELUApproximation
    /// Creates a layer that computes the exact form.
    public init() { approximation = .none }
    /// Creates a layer that computes GELU by the given formula.
    public init(approximation: GELUApproximation) { self.approximation = approximation }
    /// Returns x · Φ(x) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.gelu(approximation: approximation) }
}

/// A layer that computes x · tanh(log(1 + eˣ)) for each element x of the input: see `Tensor.mish()`.
public struct Mish<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns x · tanh(log(1 + eˣ)) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.mish() }
}

/// A layer that computes x / (1 + e⁻ˣ) for each element x of the input: see `Tensor.silu()`.
public struct SiLU<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns x / (1 + e⁻ˣ) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.silu() }
}

/// A layer that computes log(1 + eˣ) for each element x of the input: see `Tensor.softplus()`.
public struct Softplus<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns log(1 + eˣ) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softplus() }
}

/// A layer that computes the hyperbolic tangent of each element of the input: see `Tensor.tanh()`.
public struct Tanh<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns the hyperbolic tangent of each element of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.tanh() }
}

/// A layer that computes 1 / (1 + e⁻ˣ) for each element x of the input: see `Tensor.sigmoid()`.
public struct Sigmoid<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns 1 / (1 + e⁻ˣ) for each element x of the input, in the input's shape.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.sigmoid() }
}

/// A layer that computes the softmax along an axis, by default the last axis: see `Tensor.softmax(axis:)`.
public struct Softmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis of the classes. A negative axis counts from the end: −1 is the last axis.
    public let axis: Int
    /// Creates a layer that works along the given axis. A negative axis counts from the end: −1 is the last axis.
    public init(axis: Int = -1) { self.axis = axis }
    /// Returns the softmax of the input, in the input's shape. Traps if the input has no axis `axis`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.softmax(axis: axis) }
}

/// A layer that computes the logarithm of the softmax along an axis, by default the last axis: see
/// `Tensor.logSoftmax(axis:)`.
public struct LogSoftmax<Scalar: RealScalar>: ParameterFreeModule {
    /// The axis of the classes. A negative axis counts from the end: −1 is the last axis.
    public let axis: Int
    /// Creates a layer that works along the given axis. A negative axis counts from the end: −1 is the last axis.
    public init(axis: Int = -1) { self.axis = axis }
    /// Returns the logarithm of the softmax of the input, in the input's shape. Traps if the input has no axis `axis`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input.logSoftmax(axis: axis) }
}

/// A layer that returns its input. To remove a layer from a network without a change of the other layers' parameter
/// names, replace the layer by `Identity`.
public struct Identity<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns the input.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { input }
}

/// A layer that merges all axes of the input except the first: `[N, …] → [N, features]`. The number of features is the
/// product of the lengths of the merged axes.
public struct Flatten<Scalar: RealScalar>: ParameterFreeModule {
    /// Creates a layer, which has no parameters.
    public init() {}
    /// Returns the elements of the input in the shape `[N, features]`, where N is the length of the input's first axis,
    /// and `features` is the number of elements for each position of this axis. Traps if the input has fewer than two
    /// axes, as in PyTorch.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        require(input.rank >= 2, "Flatten: the input needs an axis behind the batch axis, and has shape \(input.shape)")
        return input.flattened(from: 1)
    }
}
