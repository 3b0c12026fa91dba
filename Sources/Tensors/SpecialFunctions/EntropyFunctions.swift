internal import CKernels

// Products with logarithms, in which 0 wins against an infinite logarithm. Functions of two arguments broadcast them to a
// common shape; shapes that do not match trap. Float is computed in Double and rounded once.

/// Returns x log y, elementwise, and 0 where x is 0 and y is not NaN; within 2 ulp.
///
/// The derivatives are log y and x/y; at x = 0 the derivative with respect to y is 0, and at x = 0 with y ≤ 0 so is that with
/// respect to x, as in PyTorch.
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

/// Returns x log(1 + y), elementwise, and 0 where x is 0 and y is not NaN; within 2 ulp, without cancellation near y = 0.
///
/// The derivatives are log(1 + y) and x/(1 + y); at x = 0 the derivative with respect to y is 0, and at x = 0 with y ≤ −1 so
/// is that with respect to x.
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

/// Returns −x log x of every element, the terms of an entropy, within 2 ulp; 0 at 0, −∞ for x < 0 and at ∞. The derivative
/// is −log x − 1.
public func entr<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let value: Tensor<Scalar> = select(x .< 0, Tensor(-.infinity), 0 - x.applying(SYNANN_X_LOG_Y, x, named: "entr"))
    return withDerivative(
        of: TensorOperation("entr", x), value.asConstant(), .by(x) { cotangent in cotangent * (-x.log() - 1) })
}
