import Tensors

/// Returns a tail of the beta distribution with the parameters a and b at x: the regularized incomplete beta function
/// I_x(a, b), or 1 − I_x(a, b) if `isUpper`. `y` is 1 − x. The function uses only the smaller of x and y, which the
/// caller must compute without cancellation.
func betaTail<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ y: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, isUpper: Bool
) -> Tensor<Scalar> {
    func tail(_ x: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ isUpper: Bool) -> Tensor<Scalar> {
        isUpper ? regularizedBetaComplement(x, a, b) : regularizedBeta(x, a, b)
    }
    let isSmall: Tensor<Bool> = x.asConstant() .<= y.asConstant()
    // The incomplete beta function costs more than all other operations here, so it is computed only once if possible.
    if isSmall.all() { return tail(x, a, b, isUpper) }
    if !isSmall.any() { return tail(y, b, a, !isUpper) }
    // The argument ½ replaces the arguments whose result is not selected, so that this result and its derivatives are
    // finite.
    let first: Tensor<Scalar> = tail(select(isSmall, x, Tensor(0.5)), a, b, isUpper)
    let second: Tensor<Scalar> = tail(select(isSmall, Tensor(0.5), y), b, a, !isUpper)
    return select(isSmall, first, select(y .== y, second, y))
}
