import ArgumentParser
import Foundation
import SynaNN

/// An encoder that PyTorch trained, and a new head. The parameters have the names that PyTorch gave them, such as
/// `encoder.0.weight`.
struct Classifier: Module {
    var encoder: Sequential<Float>
    var newHead: Linear<Float>

    init(using generator: inout PhiloxGenerator) {
        encoder = Sequential(
            Linear<Float>(2, 32, using: &generator), ReLU<Float>(), Linear<Float>(32, 32, using: &generator),
            ReLU<Float>())
        newHead = Linear(32, 2, using: &generator)
    }

    func callAsFunction(_ points: Tensor<Float>) -> Tensor<Float> { newHead(encoder(points)) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&encoder, "encoder")
        visitor.visit(&newHead, "new_head")
    }
}

@main
struct FineTuning: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fine-tuning", abstract: "Trains a new head on an encoder that PyTorch trained and saved.",
        discussion: """
            PyTorch trained the encoder to find the sector of a point, which is one of eight sectors around the \
            origin. The new head learns from 400 points whether the number of the sector is odd. 'data/pretrain.py' \
            wrote the encoder's file.
            """, version: synaNNVersion)

    @Option(help: "A safetensors file with the encoder. By default, the file of the example.")
    var weights: String?

    func run() throws {
        var generator = PhiloxGenerator(seed: 1)
        var network = Classifier(using: &generator)
        let file: String = weights ?? Bundle.module.path(forResource: "encoder", ofType: "safetensors") ?? ""
        // Loads only the parameters that the file and the model have in common. The file contains PyTorch's head, which
        // the model lacks. The model contains the new head, which the file lacks.
        try network.load(from: file, verifying: .shapes)

        // With a frozen encoder, the loss is a convex function of the head. L-BFGS with all points in one batch finds
        // the minimum in a few epochs.
        var optimizer = LBFGS()
        optimizer.groups = [.frozen("encoder.*")]
        let trainer = Trainer(
            network, optimizer: optimizer, objective: .classification(), options: TrainerOptions(batchSize: 400))
        var training = TrainingRun(trainer, epochs: 10, observers: [.console])
        let (model, _) = try training.run(
            train: points(count: 400, using: &generator), test: points(count: 2000, using: &generator))
        print("the encoder is unchanged: \(model.encoder.namedTensors == network.encoder.namedTensors)")
    }

    /// Returns random points, `[count, 2]`, and their labels. Eight equal sectors around the origin have the numbers 0
    /// to 7; the label is 1 in sectors with odd numbers, and 0 in the other sectors.
    private func points(count: Int, using generator: inout PhiloxGenerator) -> ArrayData<Float, Int> {
        let points = Tensor<Float>(randomUniform: [count, 2], in: -1 ..< 1, using: &generator)
        let labels: [Int] = (0 ..< count).map { row in
            let angle: Float = atan2(points[row, 1].scalar, points[row, 0].scalar) + .pi
            return min(7, Int(angle / (2 * .pi) * 8)) % 2
        }
        return ArrayData(points, Tensor(labels))
    }
}
