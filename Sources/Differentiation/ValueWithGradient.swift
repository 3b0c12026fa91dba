import Tensors

/// Returns the value and the gradient of `function` at `model`. The gradient has the type of the model and contains
/// ∂value/∂p for every parameter p.
///
/// The derivatives are computed by reverse-mode differentiation. The call takes as much time as about two to three
/// evaluations of `function`, and keeps the intermediate results in memory. If `function` does not depend on a
/// parameter, the gradient of this parameter is 0. The gradient also contains the new values of the model's `Buffer`s.
///
/// Calls may be nested: the gradient of a function that computes a gradient is a second derivative. Fused kernels
/// (convolution, pooling, recurrent layers, synapses, batch normalization) have no second derivative: a nested call
/// that needs such a derivative traps.
///
/// - Parameters:
///   - model: The point at which the function is differentiated: a tensor, a layer or a model.
///   - frozen: The full names of the parameters that are treated as constants. Their derivatives are not computed and
///     are 0 in the gradient. Names that the model does not have are ignored. `Optimizer.frozenParameters(of:)` returns
///     such names.
///   - function: The function that is differentiated. It must return a tensor with one element; otherwise the call
///     traps. Its errors are rethrown.
public func valueWithGradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, freezing frozen: Set<String> = [], of function: (Model) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: Model) {
    let result = try valueWithGradient(at: model, freezing: frozen) { (model: Model) -> (Tensor<Scalar>, Void) in
        (try function(model), ())
    }
    return (result.value, result.gradient)
}

/// Returns the value and the gradient of `function` at `model`, and an additional result, such as the output of a
/// network. The documentation of `valueWithGradient(at:freezing:of:)` describes the gradient.
///
/// - Parameters:
///   - model: The point at which the function is differentiated: a tensor, a layer or a model.
///   - frozen: The full names of the parameters that are treated as constants. Their derivatives are not computed and
///     are 0 in the gradient.
///   - function: The function that is differentiated. The first part of its result must be a tensor with one element;
///     otherwise the call traps. The second part is returned unchanged. Its errors are rethrown.
public func valueWithGradient<Model: Parameterized, Scalar: RealScalar, Extra>(
    at model: Model, freezing frozen: Set<String> = [], of function: (Model) throws -> (Tensor<Scalar>, Extra)
) rethrows -> (value: Tensor<Scalar>, gradient: Model, extra: Extra) {
    try differentiated(model, frozen, nil, function)
}

/// A receiver of the gradients of single parameters.
package protocol GradientReceiver {
    /// Receives the final gradient of a parameter, on the thread that computes the backward pass.
    ///
    /// - Parameters:
    ///   - gradient: The gradient, zeros if the function does not depend on the parameter.
    ///   - index: The number of the parameter, from 0, in the order in which `visitParameters` of the model visits
    ///     parameters. Frozen parameters count, but have no gradient.
    func receive<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, ofParameter index: Int)
}

/// Returns the value, the gradient and the additional result of `function`, as `valueWithGradient(at:freezing:of:)`
/// does. Also passes the gradient of each parameter to `receiver` as soon as it is final, while the backward pass still
/// computes the gradients of other parameters. The gradients that the last operations use are final first. Traps within
/// another differentiation.
package func valueWithGradient<Model: Parameterized, Scalar: RealScalar, Extra>(
    at model: Model, freezing frozen: Set<String>, reportingTo receiver: any GradientReceiver,
    of function: (Model) throws -> (Tensor<Scalar>, Extra)
) rethrows -> (value: Tensor<Scalar>, gradient: Model, extra: Extra) {
    try differentiated(model, frozen, receiver, function)
}

private func differentiated<Model: Parameterized, Scalar: RealScalar, Extra>(
    _ model: Model, _ frozen: Set<String>, _ receiver: (any GradientReceiver)?,
    _ function: (Model) throws -> (Tensor<Scalar>, Extra)
) rethrows -> (value: Tensor<Scalar>, gradient: Model, extra: Extra) {
    try DifferentiationScope.with { scope in
        var recorded: Model = model
        var leaves = LeafMaker(scope: scope, frozen: frozen, receiver: receiver)
        recorded.visitParameters(&leaves)
        if receiver != nil { scope.reportLeaves { [reports = leaves.reports] leaf in reports[leaf]() } }
        let (value, extra): (Tensor<Scalar>, Extra) = try function(recorded)
        scope.differentiate(value)
        var reader = GradientReader(scope: scope, frozen: frozen)
        recorded.visitParameters(&reader)
        scope.finish()
        return (scope.isOutermost ? value.asConstant() : value, recorded, extra)
    }
}

/// Returns the gradient of `function` at `model`, as `valueWithGradient(at:freezing:of:)` does. `function` must return
/// a tensor with one element; otherwise the call traps. Its errors are rethrown.
public func gradient<Model: Parameterized, Scalar: RealScalar>(
    at model: Model, of function: (Model) throws -> Tensor<Scalar>
) rethrows -> Model {
    try valueWithGradient(at: model, of: function).gradient
}

/// Returns the value of `function` at the arguments `first` and `second`, and the gradients with respect to each
/// argument, as `valueWithGradient(at:freezing:of:)` does. `function` must return a tensor with one element; otherwise
/// the call traps. The errors of `function` are rethrown.
public func valueWithGradient<First: Parameterized, Second: Parameterized, Scalar: RealScalar>(
    at first: First, _ second: Second, of function: (First, Second) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: (First, Second)) {
    let result = try valueWithGradient(at: ParameterPair(first: first, second: second)) { pair in
        try function(pair.first, pair.second)
    }
    return (result.value, (result.gradient.first, result.gradient.second))
}

/// Returns the gradients of `function` with respect to its arguments at `first` and `second`, as
/// `valueWithGradient(at:freezing:of:)` does. `function` must return a tensor with one element; otherwise the call
/// traps. The errors of `function` are rethrown.
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

/// A visitor that replaces the parameters of a model with leaves of a scope, and the buffers of the model with buffers
/// that record updates. Frozen parameters stay constants.
private struct LeafMaker: ParameterVisitor {
    let scope: DifferentiationScope
    let frozen: Set<String>
    let receiver: (any GradientReceiver)?
    var path: [String] = []
    /// For each leaf, a function that passes the gradient of the leaf to the receiver; empty without a receiver.
    private(set) var reports: [() -> Void] = []
    private var parameterCount = 0

    init(scope: DifferentiationScope, frozen: Set<String>, receiver: (any GradientReceiver)?) {
        (self.scope, self.frozen, self.receiver) = (scope, frozen, receiver)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        defer { parameterCount += 1 }
        guard frozen.isEmpty || !frozen.contains(name) else { return }
        parameter = scope.leaf(parameter)
        guard let receiver else { return }
        reports.append { [unowned scope, leaf = parameter, index = parameterCount] in
            receiver.receive(scope.gradient(of: leaf), ofParameter: index)
        }
    }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { buffer = buffer.recording() }
}

/// A visitor that replaces the leaves with their gradients, frozen parameters with 0, and the buffers with their new
/// values.
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
