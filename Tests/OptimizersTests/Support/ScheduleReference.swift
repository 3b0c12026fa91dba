import Optimizers
import Tensors
import TestSupport

/// Compares the learning rates of a schedule with PyTorch's, and its base learning rate with `base`. Returns a
/// description of the first difference, or `nil` if all rates agree.
///
/// A rate may differ by 10⁻¹³ times the first rate. If the first rate is 0, it may differ by 10⁻¹³ times `base`.
func problem(_ reference: ReferenceCase, _ schedule: some Schedule, base: Double) -> String? {
    if schedule.baseLearningRate != base { return "\(reference): base \(schedule.baseLearningRate)" }
    let expected: Tensor<Double> = reference.tensor("learningRates")
    let rates = Tensor<Double>((0 ..< expected.count).map { schedule.learningRate(at: $0) })
    let scale: Double = expected.scalars[0] > 0 ? expected.scalars[0] : base
    return difference(rates / scale, expected / scale, tolerance: 1e-13).map { "\(reference): \($0)" }
}
