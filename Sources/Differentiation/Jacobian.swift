import Tensors

/// Returns the value of `function` at `x`, and the product vᵀ·J of a vector v with the Jacobian matrix J. The product
/// is the gradient of the inner product ⟨v, function(x)⟩ with respect to x. Cost: as much time as two to three
/// evaluations of `function`.
///
/// - Parameters:
///   - x: The point at which the function is differentiated.
///   - cotangent: The vector v, in the shape of the value of `function`. Another shape traps.
///   - function: The function that is differentiated. Its errors are rethrown.
/// - Returns: The value of `function`, and vᵀ·J in the shape of `x`.
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

/// Returns the value of `function` at `x`, and the product J·t of the Jacobian matrix J with a vector t. The product is
/// the derivative of the value in the direction t.
///
/// `jvp` runs two reverse passes. The first pass computes vᵀ·J for a variable vector v. The inner product ⟨vᵀ·J, t⟩ is
/// linear in v, and its gradient with respect to v is J·t; the second pass computes this gradient. The operations of
/// `function` therefore need second derivatives: fused kernels, which have none, trap. Cost: as much time as about six
/// evaluations of `function`.
///
/// - Parameters:
///   - x: The point at which the function is differentiated.
///   - tangent: The vector t, in the shape of `x`. Another shape traps.
///   - function: The function that is differentiated. Its errors are rethrown.
/// - Returns: The value of `function`, and J·t in the shape of the value.
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
/// element of `x`. The result is differentiable.
///
/// The call evaluates `function` once. Then it runs a reverse pass for each element of the value.
///
/// - Parameters:
///   - x: The point at which the function is differentiated.
///   - function: The function that is differentiated. Its errors are rethrown.
/// - Returns: A tensor whose shape is the shape of the value, followed by the shape of `x`.
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

/// Returns the Hessian matrix of `function` at `x`: the second derivatives with respect to all pairs of elements of
/// `x`.
///
/// The Hessian matrix is the Jacobian matrix of the gradient. The operations of `function` need second derivatives:
/// fused kernels, which have none, trap.
///
/// - Parameters:
///   - x: The point at which the function is differentiated.
///   - function: The function that is differentiated. It must return a tensor with one element; otherwise the call
///     traps. Its errors are rethrown.
/// - Returns: A tensor whose shape is the shape of `x`, followed by the shape of `x` again.
public func hessian<Scalar: RealScalar>(
    at x: Tensor<Scalar>, of function: (Tensor<Scalar>) throws -> Tensor<Scalar>
) rethrows -> Tensor<Scalar> {
    try jacobian(at: x) { x in try gradient(at: x, of: function) }
}

/// Returns the results of `function` for every slice of `x` along the first axis, stacked along a new first axis. The
/// result is differentiable.
///
/// The call evaluates `function` once for each slice. If the operations of `function` accept a leading batch axis,
/// calling `function` with the whole tensor is faster.
///
/// - Parameters:
///   - x: A tensor with at least one axis and one slice; otherwise the call traps.
///   - function: Returns the result for a slice. If the shapes of the results differ, the call traps. Its errors are
///     rethrown.
public func vmap<Input: TensorScalar, Output: TensorScalar>(
    _ x: Tensor<Input>, _ function: (Tensor<Input>) throws -> Tensor<Output>
) rethrows -> Tensor<Output> {
    requireSlices(x.shape)
    return Tensor(stacking: try x.unstacked().map(function))
}

/// Returns the results of `function` for slice i of `x` and slice i of `y` along their first axes, for every i. The
/// results are stacked along a new first axis. The result is differentiable. Traps if `x` or `y` has no slice, if the
/// numbers of slices differ, or if the shapes of the results of `function` differ. Rethrows the errors of `function`.
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
    if tensor.shape != shape { fatalError("\(name) has shape \(tensor.shape), but \(other) has shape \(shape)") }
}
