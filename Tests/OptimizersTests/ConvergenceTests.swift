import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct ConvergenceTests {
    /// Returns Rosenbrock's function (1 − x)² + 100(y − x²)² at the point (x, y). The minimum of this function is at
    /// (1, 1), in a long curved valley.
    private func rosenbrock<Scalar: RealScalar>(_ point: Tensor<Scalar>) -> Tensor<Scalar> {
        let (x, y): (Tensor<Scalar>, Tensor<Scalar>) = (point[0], point[1])
        return (1 - x).squared() + (y - x.squared()).squared() * 100
    }

    private func minimum<Scalar: RealScalar>(
        of function: (Tensor<Scalar>) -> Tensor<Scalar>, from start: Tensor<Scalar>, _ optimizer: any Optimizer,
        steps: Int
    ) -> Tensor<Scalar> {
        var (point, optimizer) = (start, optimizer)
        for _ in 0 ..< steps { optimizer.update(&point, along: gradient(at: point, of: function)) }
        return point
    }

    static let rosenbrockOptimizers: [any Optimizer] = [
        SGD(learningRate: 0.001, momentum: 0.9), SGD(learningRate: 0.001, momentum: 0.9, nesterov: true),
        Adam(learningRate: 0.05), AdamW(learningRate: 0.05, weightDecay: 0),
    ]

    @Test(arguments: rosenbrockOptimizers.indices)
    func findsTheMinimumOfRosenbrocksFunctionInDouble(index: Int) {
        let found: Tensor<Double> = minimum(
            of: rosenbrock, from: Tensor([-1, 1.5]), Self.rosenbrockOptimizers[index], steps: 3000)
        #expect(difference(found, Tensor([1, 1]), tolerance: 0.02) == nil)
    }

    @Test func findsTheMinimumOfRosenbrocksFunctionInFloat() {
        let found: Tensor<Float> = minimum(
            of: rosenbrock, from: Tensor([-1, 1.5]), Adam(learningRate: 0.05), steps: 3000)
        #expect(difference(found, Tensor([1, 1]), tolerance: 0.02) == nil)
    }

    static let quadraticOptimizers: [any Optimizer] = [
        SGD(learningRate: 0.1), RMSProp(learningRate: 0.002, alpha: 0.9),
        RMSProp(learningRate: 0.002, alpha: 0.9, momentum: 0.5, centered: true),
    ]

    @Test(arguments: quadraticOptimizers.indices)
    func findsTheMinimumOfAQuadratic(index: Int) {
        let target: Tensor<Double> = sample([7])
        let found: Tensor<Double> = minimum(
            of: { (($0 - target).squared() * Tensor([1, 2, 3, 4, 5, 6, 7])).sum() }, from: Tensor(zeros: [7]),
            Self.quadraticOptimizers[index], steps: 1000)
        #expect(difference(found, target, tolerance: 0.01) == nil)
    }

    @Test func weightDecayPullsToZero() {
        let plain: Tensor<Double> = minimum(
            of: { ($0 - 3).squared().sum() }, from: Tensor([0]), SGD(learningRate: 0.1), steps: 200)
        let decayed: Tensor<Double> = minimum(
            of: { ($0 - 3).squared().sum() }, from: Tensor([0]), SGD(learningRate: 0.1, weightDecay: 2), steps: 200)
        #expect(difference(plain, Tensor([3]), tolerance: 1e-9) == nil)
        #expect(difference(decayed, Tensor([1.5]), tolerance: 1e-9) == nil)
    }
}
