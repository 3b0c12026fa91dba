import ArgumentParser
import Foundation
import SynaNN

@main
struct TwoSpirals: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "two-spirals",
        abstract: "Classifies the points of two spirals with early stopping.",
        version: synaNNVersion)

    @Option(help: "Stop when this number of epochs in a row has not improved the loss.")
    var patience = 30

    func validate() throws {
        if !(1 ... 1_000_000).contains(patience) { throw ValidationError("--patience must be between 1 and 1000000") }
    }

    func run() throws {
        var generator = PhiloxGenerator(seed: 1)
        let train: ArrayData<Float, Int> = spirals(count: 600, using: &generator)
        let validation: ArrayData<Float, Int> = spirals(count: 300, using: &generator)
        let network = Sequential<Float>(
            Linear<Float>(2, 64, using: &generator), ReLU<Float>(), Linear<Float>(64, 32, using: &generator),
            Sigmoid<Float>(), Synapse<Float>(32, parameterization: .clipped, returns: .surprisal, using: &generator),
            BatchNorm<Float>(32), Linear<Float>(32, 2, using: &generator))
        let trainer = Trainer(
            network, optimizer: Adam(learningRate: 0.005), objective: .classification(),
            options: TrainerOptions(batchSize: 60))
        var training = TrainingRun(
            trainer, epochs: 1000, selection: .best(by: "test_loss", patience: patience),
            observers: [
                TrainingObserver { event in
                    guard case .epochEnded(let metrics) = event.kind, metrics.epoch.isMultiple(of: 20) else { return }
                    print("epoch \(metrics.epoch)  accuracy \(metrics.testAccuracy)")
                }
            ])
        let (model, metrics) = try training.run(train: train, test: validation)
        let fresh: ArrayData<Float, Int> = spirals(count: 2000, using: &generator)
        let accuracy: Double = evaluate(model, on: fresh).accuracy
        let best: Int = training.progress.bestEpoch ?? 0
        print(
            "stopped after \(metrics.count) epochs; the model of epoch \(best) classifies \(100 * accuracy) % of new points correctly"
        )
    }

    /// Returns `count` points on two spirals around the origin, `[count, 2]`, with noise, and the label of each point:
    /// the number of the point's spiral, 0 or 1. Spiral 1 is spiral 0 rotated by π.
    private func spirals(count: Int, using generator: inout PhiloxGenerator) -> ArrayData<Float, Int> {
        let labels = Tensor<Int>((0 ..< count).map { $0 % 2 })
        let angle: Tensor<Float> = Tensor(randomUniform: [count], in: 0.5 ..< 9, using: &generator)
        let rotated: Tensor<Float> = angle + Tensor<Float>(labels) * Float.pi
        let points = Tensor<Float>(stacking: [angle * rotated.cos(), angle * rotated.sin()], axis: 1) / 9
        return ArrayData(points + Tensor(randomNormal: [count, 2], standardDeviation: 0.02, using: &generator), labels)
    }
}
