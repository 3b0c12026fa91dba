import Tensors

/// The value of `function` at `model`, and its gradient: ∂value/∂p for every parameter p, in a value of the model's own
/// type. Reverse-mode differentiation; costs about two to three evaluations of the function.
///
/// The function must answer a single number. Parameters that it does not depend on have the gradient 0. Calls may be
/// nested: the gradient of a function that takes a gradient is a second derivative, for every operation but the fused
/// kernels, which trap there and say so (convolution, pooling, synapse, batch normalisation).
///
/// - Parameter frozen: Full names of parameters that are constants here: their derivative is not computed, and is 0 in
///   the gradient. See `Optimizer.frozenParameters(of:)`.
public func valueWithGradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, freezing frozen: Set<String> = [], of function: (Model) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: Model) {
    let result = try valueWithGradient(at: model, freezing: frozen) { (model: Model) -> (Tensor<Scalar>, Void) in
        (try function(model), ())
    }
    return (result.value, result.gradient)
}

/// The same for a function that answers something beside its value, such as a network's output beside the loss.
public func valueWithGradient<Model: Parameterized, Scalar: RealScalar, Extra>(
    at model: Model, freezing frozen: Set<String> = [], of function: (Model) throws -> (Tensor<Scalar>, Extra)
) rethrows -> (value: Tensor<Scalar>, gradient: Model, extra: Extra) {
    try DifferentiationScope.with { scope in
        var recorded: Model = model
        var leaves = LeafMaker(scope: scope, frozen: frozen)
        recorded.visitParameters(&leaves)
        let (value, extra): (Tensor<Scalar>, Extra) = try function(recorded)
        scope.differentiate(value)
        var reader = GradientReader(scope: scope, frozen: frozen)
        recorded.visitParameters(&reader)
        scope.finish()
        return (scope.isOutermost ? value.asConstant() : value, recorded, extra)
    }
}

/// The gradient of `function` at `model`: see `valueWithGradient`.
public func gradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, of function: (Model) throws -> Tensor<Scalar>
) rethrows -> Model {
    try valueWithGradient(at: model, of: function).gradient
}

/// The value and the gradients by two arguments.
public func valueWithGradient<First: Parameterized, Second: Parameterized, Scalar: RealScalar>(
    at first: First, _ second: Second, of function: (First, Second) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: (First, Second)) {
    let result = try valueWithGradient(at: ParameterPair(first: first, second: second)) { pair in
        try function(pair.first, pair.second)
    }
    return (result.value, (result.gradient.first, result.gradient.second))
}

/// The gradients by two arguments.
public func gradient<First: Parameterized, Second: Parameterized, Scalar: RealScalar>(
    at first: First, _ second: Second, of function: (First, Second) throws -> Tensor<Scalar>
) rethrows -> (First, Second) {
    try valueWithGradient(at: first, second, of: function).gradient
}

private struct ParameterPair<First: Parameterized, Second: Parameterized>: Parameterized {
    var first: First
    var second: Second

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&first, "0")
        visitor.visit(&second, "1")
    }
}

/// Puts variables of a scope into the places of a model's parameters.
private struct LeafMaker: ParameterVisitor {
    let scope: DifferentiationScope
    let frozen: Set<String>
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if frozen.isEmpty || !frozen.contains(name) { parameter = scope.leaf(parameter) }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffer = buffer.recording() }
}

/// Puts gradients into the places of the variables, and new values into those of the buffers.
private struct GradientReader: ParameterVisitor {
    let scope: DifferentiationScope
    let frozen: Set<String>
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if frozen.isEmpty || !frozen.contains(name) {
            parameter = scope.gradient(of: parameter)
        } else {
            // A view of one 0: no memory of the parameter's size.
            parameter = Tensor<Scalar>(0).broadcast(to: parameter.shape)
        }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffer = Buffer(buffer.latest) }
}
