import Optimizers
import Tensors
import TestSupport
import Testing

/// Optimizers whose momentum a schedule changes follow PyTorch's OneCycleLR with `cycle_momentum`. The momentum of
/// AdamW is β₁.
@Suite struct MomentumOptimizerTests {
    private func optimizer(_ operation: String, _ rate: Double) -> any MomentumOptimizer {
        switch operation {
        case "cycled_sgd": return SGD(learningRate: rate, momentum: 0.5)
        case "cycled_adamw": return AdamW(learningRate: rate, weightDecay: 0.1)
        default: return RMSProp(learningRate: rate, alpha: 0.95, momentum: 0.5)
        }
    }

    @Test(arguments: ["cycled_sgd", "cycled_adamw", "cycled_rmsprop"])
    func followsPyTorch(operation: String) {
        for reference in ReferenceCase.all(operation) {
            let (points, gradients): (Tensor<Double>, Tensor<Double>) = (
                reference.tensor("trajectory"), reference.tensor("gradients")
            )
            let rate: Double = reference.number("maximum")
            let schedule = OneCycleSchedule(
                peak: rate, stepCount: 10,
                momentum: reference.number("minimumMomentum") ... reference.number("maximumMomentum"))
            var (optimizer, point): (any MomentumOptimizer, Tensor<Double>) = (optimizer(operation, rate), points[0])
            for step in 0 ..< 10 {
                optimizer.learningRate = schedule.learningRate(at: step)
                optimizer.scheduledMomentum = schedule.momentum(at: step) ?? .nan
                optimizer.update(&point, along: gradients[step])
                #expect(difference(point, points[step + 1], tolerance: 1e-12) == nil, "\(reference), step \(step)")
            }
        }
    }
}
