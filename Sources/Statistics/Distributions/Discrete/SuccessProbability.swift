import Tensors

/// The probability of a success, the probability of a failure (`complement`), and the logarithms of both probabilities.
/// Each number is computed without cancellation.
struct SuccessProbability<Scalar: RealScalar>: Sendable {
    let probability: Tensor<Scalar>
    let complement: Tensor<Scalar>
    let logProbability: Tensor<Scalar>
    let logComplement: Tensor<Scalar>

    init(probability p: Tensor<Scalar>) {
        (probability, complement) = (p, 1 - p)
        (logProbability, logComplement) = (p.log(), (-p).log1p())
    }

    /// Creates the probabilities from the log odds log(p/(1 − p)) of the probability p. For p near 1, the complement 1
    /// − p keeps all digits.
    init(logits l: Tensor<Scalar>) {
        (probability, complement) = (l.sigmoid(), (-l).sigmoid())
        (logProbability, logComplement) = (-(-l).softplus(), -l.softplus())
    }

    /// The entropy of one trial, −p·log p − (1 − p)·log(1 − p): 0 if p is 0 or 1.
    var entropy: Tensor<Scalar> {
        let first: Tensor<Scalar> = select(probability .== 0, Tensor(0), probability * logProbability)
        let second: Tensor<Scalar> = select(complement .== 0, Tensor(0), complement * logComplement)
        return -(first + second)
    }
}
