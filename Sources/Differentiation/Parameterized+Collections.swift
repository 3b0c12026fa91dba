import Tensors

extension Parameterized {
    /// The names of all parameters, such as `conv1.weight`, in the order of the visit. Buffers are not included.
    public var parameterNames: [String] {
        var copy: Self = self
        var collector = NameCollector()
        copy.visitParameters(&collector)
        return collector.parameters.map(\.name)
    }

    /// The names and shapes of all parameters, in the order of the visit. Buffers are not included.
    public var parameterShapes: [(name: String, shape: Shape)] {
        var copy: Self = self
        var collector = NameCollector()
        copy.visitParameters(&collector)
        return collector.parameters
    }

    /// The number of learned numbers, which is the sum of the parameters' element counts.
    public var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.shape.elementCount } }

    /// Returns a copy in which every element of every parameter is 0. Buffers do not change.
    public func zeros() -> Self { mappingParameters(ZeroTransform()) }

    /// Returns a copy in which every parameter is the sum of this value's parameter and the parameter of `other`, for
    /// the accumulation of gradients. The buffers of the result are the buffers of `other`. Traps if the values differ
    /// in the number, the scalar types or the shapes of their parameters, or in the number or the scalar types of their
    /// buffers.
    public func adding(_ other: Self) -> Self {
        var (result, copy): (Self, Self) = (self, other)
        var list = TensorList()
        copy.visitParameters(&list)
        var adder = Adder(tensors: list.tensors, buffers: list.buffers)
        result.visitParameters(&adder)
        require(
            adder.position == list.tensors.count && adder.bufferPosition == list.buffers.count,
            "adding: the other value has \(list.tensors.count) parameters and \(list.buffers.count) buffers, and this one "
                + "\(adder.position) and \(adder.bufferPosition)")
        return result
    }

    /// Returns a copy in which every parameter is multiplied by `factor`. Buffers do not change.
    public func scaled(by factor: Double) -> Self { mappingParameters(ScaleTransform(factor: factor)) }

    /// The norm √Σ p² over all elements p of all parameters, computed in `Double`. The norm of a gradient is the
    /// `parameterNorm` of the gradient.
    public var parameterNorm: Double {
        var copy: Self = self
        var sum = SquareSum()
        copy.visitParameters(&sum)
        return sum.total.squareRoot()
    }

    private func mappingParameters(_ transform: some ParameterTransform) -> Self {
        var (result, visitor) = (self, Mapper(transform: transform))
        result.visitParameters(&visitor)
        return result
    }
}

/// A visitor that collects all parameters and buffers of a model, in the order of the visit.
package struct TensorList: ParameterVisitor {
    /// The names of the parts of the model that contain the current tensor, from the outermost part to the innermost
    /// part.
    public var path: [String] = []
    package private(set) var names: [String] = []
    package private(set) var tensors: [any Sendable] = []
    package private(set) var buffers: [any Sendable] = []

    package init() {}

    package mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        names.append(name)
        tensors.append(parameter)
    }

    package mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffers.append(buffer) }
}

private struct NameCollector: ParameterVisitor {
    var path: [String] = []
    var parameters: [(name: String, shape: Shape)] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        parameters.append((name, parameter.shape))
    }
}

private protocol ParameterTransform {
    func callAsFunction<Scalar: RealScalar>(_ parameter: Tensor<Scalar>) -> Tensor<Scalar>
}

private struct ZeroTransform: ParameterTransform {
    func callAsFunction<Scalar: RealScalar>(_ parameter: Tensor<Scalar>) -> Tensor<Scalar> {
        Tensor(zeros: parameter.shape)
    }
}

private struct ScaleTransform: ParameterTransform {
    let factor: Double
    func callAsFunction<Scalar: RealScalar>(_ parameter: Tensor<Scalar>) -> Tensor<Scalar> {
        parameter * Scalar(factor)
    }
}

private struct Mapper<Transform: ParameterTransform>: ParameterVisitor {
    let transform: Transform
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        parameter = transform(parameter)
    }
}

private struct Adder: ParameterVisitor {
    let tensors: [any Sendable]
    let buffers: [any Sendable]
    var path: [String] = []
    var position = 0
    var bufferPosition = 0

    init(tensors: [any Sendable], buffers: [any Sendable]) {
        self.tensors = tensors
        self.buffers = buffers
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard position < tensors.count, let other = tensors[position] as? Tensor<Scalar>,
            other.shape == parameter.shape
        else {
            fatalError("adding: the other value has no parameter \(name) of shape \(parameter.shape) and the same type")
        }
        parameter += other
        position += 1
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) {
        guard bufferPosition < buffers.count, let other = buffers[bufferPosition] as? Buffer<Scalar> else {
            fatalError("adding: the other value has no buffer \(name) of the same type")
        }
        buffer = other
        bufferPosition += 1
    }
}

private struct SquareSum: ParameterVisitor {
    var path: [String] = []
    var total = 0.0

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        total += parameter.asConstant().converted(to: Double.self).squared().sum().scalar
    }
}
