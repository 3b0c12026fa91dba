import Optimizers
import Tensors
import TestSupport

/// The first learning rate of a schedule that differs from PyTorch's, or a base learning rate other than `base`; `nil`
/// if all agree.
///
/// Rates may differ by 10⁻¹³ of the first one, or of the base where the first is 0.
func problem(_ reference: ReferenceCase, _ schedule: some Schedule, base: Double) -> String? {
    if schedule.baseLearningRate != base { return "\(reference): base \(schedule.baseLearningRate)" }
    let expected: Tensor<Double> = reference.tensor("learningRates")
    let rates = Tensor<Double>((0 ..< expected.count).map { schedule.learningRate(at: $0) })
    let scale: Double = expected.scalars[0] > 0 ? expected.scalars[0] : base
    return difference(rates / scale, expected / scale, tolerance: 1e-13).map { "\(reference): \($0)" }
}
