import Optimizers
import Tensors
import TestSupport

/// Compares the learning rates of a schedule with PyTorch's, and the base learning rate of the schedule with `base`.
/// Returns a description of the first difference, or `nil` if all rates agree.
///
/// A rate may differ by at most 10⁻¹³ · max(s, |r|), where r is PyTorch's rate and s is the first rate, or `base` if
/// the first rate is 0.
func problem(_ reference: ReferenceCase, _ schedule: some Schedule, base: Double) -> String? {
    if schedule.baseLearningRate != base { return "\(reference): base \(schedule.baseLearningRate)" }
    let expected: Tensor<Double> = reference.tensor("learningRates")
    let rates = Tensor<Double>((0 ..< expected.count).map { schedule.learningRate(at: $0) })
    let scale: Double = expected.scalars[0] > 0 ? expected.scalars[0] : base
    return difference(rates / scale, expected / scale, tolerance: 1e-13).map { "\(reference): \($0)" }
}
