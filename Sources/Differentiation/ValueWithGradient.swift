import Tensors

/// Returns the value of `function` at `model` and its gradient: ∂value/∂p for every parameter p, as a value of the
/// model's type.
///
/// The function uses reverse-mode differentiation. It takes about two to three times as long as an evaluation of
/// `function`, and needs the memory of the intermediate results. Parameters on which the function does not depend have
/// the gradient 0. The gradient also contains the new values of the model's `Buffer`s.
///
/// Calls may be nested: the gradient of a function that computes a gradient is a second derivative. Fused kernels
/// (convolution, pooling, recurrent layers, synapses, batch normalisation) have no second derivative: a nested call
/// that needs it traps.
///
/// - Parameters:
///   - model: The point at which to differentiate: a tensor, a layer, a model.
///   - frozen: Full names of parameters to treat as constants. Their derivatives are not computed and are 0 in the
///     gradient. See `Optimizer.frozenParameters(of:)`.
///   - function: The function to differentiate. It must return a tensor with one element; otherwise the call traps. Its
///     errors are rethrown.
public func valueWithGradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, freezing frozen: Set<String> = [], of function: (Model) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: Model) {
    let result = try valueWithGradient(at: model, freezing: frozen) { (model: Model) -> (Tensor<Scalar>, Void) in
        (try function(model), ())
    }
    return (result.value, result.gradient)
}

/// Returns the value of `function` at `model`, its gradient, and a further result, such as a network's output in
/// addition to the loss.
///
/// - Parameters:
///   - model: The point at which to differentiate: a tensor, a layer, a model.
///   - frozen: Full names of parameters to treat as constants. Their derivatives are not computed and are 0 in the
///     gradient.
///   - function: The function to differentiate. The first part of its result must be a tensor with one element;
///     otherwise the call traps. Its errors are rethrown.
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

/// Returns the gradient of `function` at `model`, as a value of the model's type: see
/// `valueWithGradient(at:freezing:of:)`.
public func gradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, of function: (Model) throws -> Tensor<Scalar>
) rethrows -> Model {
    try valueWithGradient(at: model, of: function).gradient
}

/// Returns the value of a function of two arguments and its gradients with respect to both: see
/// `valueWithGradient(at:freezing:of:)`.
public func valueWithGradient<First: Parameterized, Second: Parameterized, Scalar: RealScalar>(
    at first: First, _ second: Second, of function: (First, Second) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: (First, Second)) {
    let result = try valueWithGradient(at: ParameterPair(first: first, second: second)) { pair in
        try function(pair.first, pair.second)
    }
    return (result.value, (result.gradient.first, result.gradient.second))
}

/// Returns the gradients of a function with respect to its two arguments: see `valueWithGradient(at:freezing:of:)`.
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

/// Replaces the parameters of a model with leaves of a scope.
private struct LeafMaker: ParameterVisitor {
    let scope: DifferentiationScope
    let frozen: Set<String>
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if frozen.isEmpty || !frozen.contains(name) { parameter = scope.leaf(parameter) }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffer = buffer.recording() }
}

/// Replaces the leaves with their gradients, and the buffers with their new values.
private struct GradientReader: ParameterVisitor {
    let scope: DifferentiationScope
    let frozen: Set<String>
    var path: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if frozen.isEmpty || !frozen.contains(name) {
            parameter = scope.gradient(of: parameter)
        } else {
            // A broadcast view of a single 0 needs less memory than a tensor of the parameter's size.
            parameter = Tensor<Scalar>(0).broadcast(to: parameter.shape)
        }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffer = Buffer(buffer.latest) }
}
