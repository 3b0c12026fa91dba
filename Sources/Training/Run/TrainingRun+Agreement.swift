import Datasets
import Differentiation
import Files
import Optimizers
import Tensors

extension TrainingRun {
    /// Ends all processes that train the model together if one of them has another version of the library, other
    /// settings, other numbers of samples, or another model, optimizer or position.
    func verifyAgreement(counts: [Int]) {
        let exchange: any ShardExchange = trainer.exchange
        guard exchange.processCount > 1 else { return }
        exchange.verifyAgreement(synaNNVersion, of: "version of SynaNN")
        exchange.verifyAgreement("\(trainer.options.seed)", of: "seed")
        exchange.verifyAgreement("\(counts)", of: "data")
        let settings: [(key: String, value: String)] =
            session.checkpoints.map { $0.settings.sorted { $0.key < $1.key } } ?? []
        exchange.verifyAgreement(
            "\(trainer.options) \(session.epochs) \(session.stepsPerCheckpoint ?? 0) \(settings) \(trainer.optimizerDigest)",
            of: "settings")
        var tensors = CheckpointTensors(
            model: trainer.model, average: trainer.average, best: session.bestModel,
            optimizer: trainer.hasWholeState ? trainer.optimizer.state : OptimizerState())
        var digest = TensorDigest()
        tensors.visitParameters(&digest)
        exchange.verifyAgreement(
            "\(trainer.position) " + SHA256.hexadecimalDigest(of: Array(digest.lines.joined().utf8)), of: "model")
    }
}

extension Trainer {
    /// A text with the type and the rates of the optimizer.
    fileprivate var optimizerDigest: String {
        let rates: [Double] = [0, 1, 10, 100, 1000].map { schedule?.learningRate(at: $0) ?? optimizer.learningRate }
        return "\(type(of: optimizer)) \(rates) \(optimizer.groups)"
    }
}

/// A visitor that lists the name, the type, the shape and a checksum of each tensor.
private struct TensorDigest: ParameterVisitor {
    var path: [String] = []
    private(set) var lines: [String] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) { add(parameter) }

    mutating func visitBuffer<Scalar: RealScalar>(_ buffer: inout Buffer<Scalar>) { add(buffer.value) }

    private mutating func add<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) {
        let sum: UInt32 = tensor.contiguous().withUnsafeBuffer { CRC32.checksum(UnsafeRawBufferPointer($0)) }
        lines.append("\(name) \(Scalar.self) \(tensor.shape) \(sum)\n")
    }
}
