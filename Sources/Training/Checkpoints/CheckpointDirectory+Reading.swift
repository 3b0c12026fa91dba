import Differentiation
import Foundation
import Interchange
import NeuralNetworks

/// What a checkpoint tells without a trainer.
extension CheckpointDirectory {
    /// Whether there is a checkpoint, whole or not.
    public var exists: Bool { FileManager.default.fileExists(atPath: file) }

    /// The settings of the training that the checkpoint is of.
    public func savedSettings() throws(CheckpointError) -> [String: String] { try savedRecord().settings }

    /// What the checkpoint knows of its training beside the tensors.
    public func savedRecord() throws(CheckpointError) -> TrainingRecord { try record(of: open()) }

    /// Loads what the training has made so far: the best model where one is looked for, else the moving average of the model
    /// where one is kept, else the model. The given model is as it was where that fails.
    ///
    /// - Returns: What else is known of the training, and whether it is the average that was loaded.
    @discardableResult
    public func loadTrainedModel<Model: Parameterized>(
        into model: inout Model
    ) throws(CheckpointError) -> (record: TrainingRecord, isAverage: Bool) {
        let stored: SafeTensorsFile = try open()
        let record: TrainingRecord = try self.record(of: stored)
        let isBest: Bool = stored.names.contains { $0.hasPrefix("best.") }
        let isAverage: Bool = stored.names.contains { $0.hasPrefix("average.") }
        var part = CheckpointPart(model: model, name: isBest ? "best" : isAverage ? "average" : "model")
        do { try part.load(from: stored, verifying: .names) } catch {
            throw CheckpointError(path: file, .unreadable("\(error)"))
        }
        model = part.model
        return (record, isAverage)
    }
}

/// A model under the name that its tensors have in a checkpoint.
private struct CheckpointPart<Model: Parameterized>: Parameterized {
    var model: Model
    let name: String

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&model, name) }
}
