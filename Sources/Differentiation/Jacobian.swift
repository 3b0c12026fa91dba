import Tensors

/// Returns the value of `function` at `x` and the product of a vector with its Jacobian matrix, vᵀ·J: the gradient of
/// ⟨cotangent, function(x)⟩. Cost: two to three evaluations of `function`.
///
/// - Parameters:
///   - x: The point.
///   - cotangent: v, of the shape of the value; another shape traps.
///   - function: The function to differentiate. Its errors are rethrown.
/// - Returns: The value, and vᵀ·J in the shape of `x`.
public func vjp<Scalar: RealScalar>(
    at x: Tensor<Scalar>, cotangent: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradient: Tensor<Scalar>) {
    let result = try valueWithGradient(at: x) { (x: Tensor<Scalar>) -> (Tensor<Scalar>, Tensor<Scalar>) in
        let value: Tensor<Scalar> = try function(x)
        requireShape(of: cotangent, value.shape, "vjp: the cotangent", "the value")
        return ((value * cotangent).sum(), value)
    }
    return (result.extra.asConstant(), result.gradient)
}

/// Returns the value of `function` at `x` and the product of its Jacobian matrix with a vector, J·t: the derivative of
/// the value in the direction `tangent`.
///
/// It is computed by two reverse passes: vᵀ·J is linear in v, and the gradient of ⟨vᵀ·J, t⟩ with respect to v is J·t. So
/// the operations of `function` need second derivatives: fused kernels trap. Cost: about six evaluations of `function`.
///
/// - Parameters:
///   - x: The point.
///   - tangent: t, of the shape of `x`; another shape traps.
///   - function: The function to differentiate. Its errors are rethrown.
/// - Returns: The value, and J·t in the shape of the value.
public func jvp<Scalar: RealScalar>(
    at x: Tensor<Scalar>, tangent: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) rethrows -> (value: Tensor<Scalar>, derivative: Tensor<Scalar>) {
    requireShape(of: tangent, x.shape, "jvp: the tangent", "the point")
    let value: Tensor<Scalar> = try function(x)
    let derivative: Tensor<Scalar> = try gradient(at: Tensor<Scalar>(zeros: value.shape)) { cotangent in
        let product: Tensor<Scalar> = try gradient(at: x) { (try function($0) * cotangent).sum() }
        return (product * tangent).sum()
    }
    return (value, derivative)
}

/// Returns the Jacobian matrix of `function` at `x`: the derivative of every element of the value with respect to every
/// element of `x`. Differentiable.
///
/// `function` runs once, and a reverse pass for each element of its value follows.
///
/// - Parameters:
///   - x: The point.
///   - function: The function to differentiate. Its errors are rethrown.
/// - Returns: A tensor of the value's shape followed by the shape of `x`.
public func jacobian<Scalar: RealScalar>(
    at x: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) rethrows -> Tensor<Scalar> {
    try DifferentiationScope.with { scope in
        let leaf: Tensor<Scalar> = scope.leaf(x)
        let value: Tensor<Scalar> = try function(leaf)
        let rows: [Tensor<Scalar>] = (0 ..< value.count).map { index in
            var unit = Tensor<Scalar>(zeros: [value.count])
            unit[index] = Tensor(1)
            return scope.pullBack(unit.reshaped(to: value.shape), through: value, to: leaf)
        }
        let shape = Shape(value.shape.dimensions + x.shape.dimensions)
        return rows.isEmpty ? Tensor(zeros: shape) : Tensor(stacking: rows).reshaped(to: shape)
    }
}

/// Returns the Hessian matrix of `function` at `x`: the second derivatives with respect to all pairs of elements.
///
/// It is the Jacobian matrix of the gradient. The operations of `function` need second derivatives: fused kernels trap.
///
/// - Parameters:
///   - x: The point.
///   - function: The function to differentiate. It must return a tensor with one element; otherwise the call traps. Its
///     errors are rethrown.
/// - Returns: A tensor of the shape of `x` twice.
public func hessian<Scalar: RealScalar>(
    at x: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) rethrows -> Tensor<Scalar> {
    try jacobian(at: x) { x in try gradient(at: x, of: function) }
}

/// Returns the results of `function` for every slice of the first axis of `x`, stacked along a new first axis.
/// Differentiable.
///
/// The function is called once for each slice. A function whose operations take a leading batch axis is faster if it is
/// called with the whole tensor.
///
/// - Parameters:
///   - x: A tensor with at least one axis and one slice; otherwise the call traps.
///   - function: Computes the result of a slice. Its results must have one shape. Its errors are rethrown.
public func vmap<Input: TensorScalar, Output: TensorScalar>(
    _ x: Tensor<Input>, _ function: (Tensor<Input>) throws -> Tensor<Output>
) rethrows -> Tensor<Output> {
    requireSlices(x.shape)
    return Tensor(stacking: try x.unstacked().map(function))
}

/// Returns the results of `function` for every pair of slices of the first axes, stacked along a new first axis.
/// Differentiable. Traps if the first axes differ in length.
public func vmap<First: TensorScalar, Second: TensorScalar, Output: TensorScalar>(
    _ x: Tensor<First>, _ y: Tensor<Second>, _ function: (Tensor<First>, Tensor<Second>) throws -> Tensor<Output>
) rethrows -> Tensor<Output> {
    requireSlices(x.shape)
    requireSlices(y.shape)
    guard x.shape[0] == y.shape[0] else {
        fatalError("vmap: the first axes of shapes \(x.shape) and \(y.shape) differ in length")
    }
    return Tensor(stacking: try zip(x.unstacked(), y.unstacked()).map(function))
}

private func requireSlices(_ shape: Shape) {
    if shape.rank == 0 || shape[0] == 0 { fatalError("vmap: shape \(shape) has no slices") }
}

private func requireShape<Scalar>(of tensor: Tensor<Scalar>, _ shape: Shape, _ name: String, _ other: String) {
    if tensor.shape != shape { fatalError("\(name) has shape \(tensor.shape), \(other) \(shape)") }
}
