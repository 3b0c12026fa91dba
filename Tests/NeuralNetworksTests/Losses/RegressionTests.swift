import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct RegressionTests {
    typealias Loss = @Sendable (Tensor<Double>, Tensor<Double>, LossReduction) -> Tensor<Double>

    static let losses: [(operation: String, loss: Loss)] = [
        ("mse_loss", { meanSquaredError($0, $1, reduction: $2) }),
        ("l1_loss", { meanAbsoluteError($0, $1, reduction: $2) }),
        ("huber_loss", { huberLoss($0, $1, delta: 0.8, reduction: $2) }),
    ]

    @Test(arguments: losses.indices)
    func agreesWithPyTorch(index: Int) {
        let (operation, loss) = Self.losses[index]
        for reference in ReferenceCase.all(operation) {
            let reduction: LossReduction = reference.text("reduction") == "sum" ? .sum : .mean
            #expect(problems(against: reference, inputs: ["input", "target"]) { loss($0[0], $0[1], reduction) } == [])
        }
    }

    @Test(arguments: losses.indices)
    func hasItsDerivativesForEveryReduction(index: Int) {
        let (operation, loss) = Self.losses[index]
        let inputs: [Tensor<Double>] = [sample([2, 3], in: -2 ... 2), sample([2, 3], seed: 1)]
        for reduction in [LossReduction.mean, .sum, .none] {
            #expect(problems(of: { loss($0[0], $0[1], reduction) }, at: inputs) == [], "\(operation) \(reduction)")
        }
    }

    @Test(arguments: losses.indices)
    func isZeroAtTheTarget(index: Int) {
        let x: Tensor<Double> = sample([2, 3])
        let (value, derivative) = valueWithGradient(at: x) { Self.losses[index].loss($0, x, .mean) }
        #expect(value.scalar == 0 && derivative == Tensor(zeros: [2, 3]))
    }

    @Test func huberLossIsSmoothWhereItsHalvesMeet() {
        let derivative: Tensor<Double> = gradient(at: Tensor([0.5, -0.5, 0.49999, 0.50001])) { x in
            huberLoss(x, Tensor(zeros: [4]), delta: 0.5, reduction: .sum)
        }
        #expect(difference(derivative, Tensor([0.5, -0.5, 0.49999, 0.5]), tolerance: 1e-14) == nil)
    }

    @Test func emptyBatchHasNoMean() {
        let empty = Tensor<Float>(zeros: [0, 3])
        #expect(meanSquaredError(empty, empty).scalar.isNaN)
        #expect(meanSquaredError(empty, empty, reduction: .sum).scalar == 0)
    }

    @Test func shapesThatWouldBroadcastTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = meanSquaredError(Tensor<Float>(zeros: [4, 1]), Tensor(zeros: [4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("meanSquaredError: prediction [4, 1] and target [4] differ in shape"))
    }

    @Test func deltaThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = huberLoss(Tensor<Float>([1]), Tensor([1]), delta: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("huberLoss: delta 0.0 is not positive"))
    }

    @Test func infiniteErrorHasAFiniteDerivative() {
        let far = Tensor<Double>([.infinity, -.infinity])
        let (value, derivative) = valueWithGradient(at: far) {
            smoothL1Loss($0, Tensor(zeros: [2]), beta: 0.5, reduction: .sum)
        }
        #expect(value.scalar == .infinity && derivative == Tensor([1, -1]))
    }
}
