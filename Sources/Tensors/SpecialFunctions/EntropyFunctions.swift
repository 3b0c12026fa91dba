internal import CKernels

// Products of a number and a logarithm. If the number is 0, the product is 0, also if the logarithm is infinite.
// Functions of two arguments broadcast them to a common shape; shapes that do not broadcast trap. A result of type
// `Float` is computed in `Double` and rounded once.

/// Returns x log y, elementwise, and 0 where x is 0 and y is not NaN; within 2 ulp. `x` and `y` are broadcast to a
/// common shape; shapes that do not broadcast trap.
///
/// The derivative with respect to x is log y; it is 0 where x = 0 and y ≤ 0, as in PyTorch. The derivative with respect
/// to y is x/y; it is 0 where x = 0.
public func xlogy<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
    let (xShape, yShape) = (x.shape, y.shape)
    return withDerivative(
        of: TensorOperation("xlogy", x, y), x.applying(SYNANN_X_LOG_Y, y, named: "xlogy"),
        .by(x) { cotangent in
            let isFlat: Tensor<Bool> = (x .== 0) .&& (y .<= 0)
            return select(isFlat, Tensor(0), cotangent * select(isFlat, Tensor(1), y).log()).summed(to: xShape)
        },
        .by(y) { cotangent in
            select(x .== 0, Tensor(0), cotangent * (x / select(x .== 0, Tensor(1), y))).summed(to: yShape)
        })
}

/// Returns x log(1 + y), elementwise, and 0 where x is 0 and y is not NaN; within 2 ulp, without cancellation near y =
/// 0. `x` and `y` are broadcast to a common shape; shapes that do not broadcast trap.
///
/// The derivative with respect to x is log(1 + y); it is 0 where x = 0 and y ≤ −1. The derivative with respect to y is
/// x/(1 + y); it is 0 where x = 0.
public func xlog1py<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
    let (xShape, yShape) = (x.shape, y.shape)
    return withDerivative(
        of: TensorOperation("xlog1py", x, y), x.applying(SYNANN_X_LOG1P_Y, y, named: "xlog1py"),
        .by(x) { cotangent in
            let isFlat: Tensor<Bool> = (x .== 0) .&& (y .<= -1)
            return select(isFlat, Tensor(0), cotangent * select(isFlat, Tensor(0), y).log1p()).summed(to: xShape)
        },
        .by(y) { cotangent in
            select(x .== 0, Tensor(0), cotangent * (x / (1 + select(x .== 0, Tensor(0), y)))).summed(to: yShape)
        })
}

/// Returns −x log x of every element x within 2 ulp. The entropy of a probability distribution is the sum of these
/// terms. The result is 0 at 0, −∞ for x < 0 and at ∞. The derivative is −log x − 1.
public func entr<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let value: Tensor<Scalar> = select(x .< 0, Tensor(-.infinity), 0 - x.applying(SYNANN_X_LOG_Y, x, named: "entr"))
    return withDerivative(
        of: TensorOperation("entr", x), value.asConstant(), .by(x) { cotangent in cotangent * (-x.log() - 1) })
}
