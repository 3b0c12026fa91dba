import Tensors

/// The parameters of a batch of distributions: broadcast to their common shape, and all NaN where a parameter is
/// invalid.
///
/// NaN in every parameter makes every result NaN, also a result that does not depend on the invalid parameter.
struct BatchParameters<Scalar: RealScalar>: Sendable {
    let values: [Tensor<Scalar>]
    /// A constant for differentiation: 0 where all parameters are valid, and NaN elsewhere.
    let zero: Tensor<Scalar>

    /// Creates the parameters from tensors whose shapes broadcast; other shapes trap. `distribution` is the name of the
    /// distribution in the message of this trap. `condition` returns, for the parameters broadcast to the common shape,
    /// whether all parameters of each element of the batch are valid.
    init(
        _ distribution: String, _ parameters: [Tensor<Scalar>],
        areValid condition: ([Tensor<Scalar>]) -> Tensor<Bool>
    ) {
        let common: Shape? = parameters.reduce(Shape([])) { (shape: Shape?, parameter: Tensor<Scalar>) -> Shape? in
            shape.flatMap { Shape.broadcast($0, parameter.shape) }
        }
        guard let common else {
            fatalError("\(distribution): the parameters' shapes \(parameters.map(\.shape)) do not broadcast")
        }
        let broadcast: [Tensor<Scalar>] = parameters.map { $0.shape == common ? $0 : $0.broadcast(to: common) }
        let areValid: Tensor<Bool> = condition(broadcast.map { $0.asConstant() })
        if areValid.all() {
            (values, zero) = (broadcast, Tensor(0).broadcast(to: common))
        } else {
            // A sum passes the cotangent on, so the derivatives with respect to invalid parameters are NaN too.
            let zero: Tensor<Scalar> = select(areValid, Tensor(0), Tensor(.nan))
            (values, self.zero) = (broadcast.map { $0 + zero }, zero)
        }
    }

    /// The common shape of the parameters.
    var shape: Shape { zero.shape }

    /// Returns a tensor of the common shape whose elements are `value`, or NaN where a parameter is invalid.
    func constant(_ value: Scalar) -> Tensor<Scalar> { zero + value }
}

extension Tensor where Scalar: RealScalar {
    /// Returns whether each element is a positive finite number.
    func isPositive() -> Tensor<Bool> { (self .> 0) .&& (self .< .infinity) }
    /// Returns whether each element is a probability: a number in [0, 1].
    func isProbability() -> Tensor<Bool> { (self .>= 0) .&& (self .<= 1) }
}

extension Tensor where Scalar: RealScalar {
    /// Returns whether each element is a whole number that is at least 0.
    func isCount() -> Tensor<Bool> { (self .>= 0) .&& (self .< .infinity) .&& (self .== floor()) }
}
