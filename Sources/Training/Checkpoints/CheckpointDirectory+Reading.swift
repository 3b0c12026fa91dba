import Differentiation
import Foundation
import Interchange
import NeuralNetworks

/// Functions that read a checkpoint without a trainer.
extension CheckpointDirectory {
    /// Whether a checkpoint file exists. The file may be damaged.
    public var exists: Bool { FileManager.default.fileExists(atPath: file) }

    /// Returns the settings of the saved training. Throws a `CheckpointError` if there is no checkpoint or it is
    /// damaged.
    public func savedSettings() throws(CheckpointError) -> [String: String] { try savedRecord().settings }

    /// Returns all contents of the checkpoint except the tensors. Throws a `CheckpointError` if there is no checkpoint
    /// or it is damaged.
    public func savedRecord() throws(CheckpointError) -> TrainingRecord { try record(of: open()) }

    /// Loads the result of the training so far into `model`. The result is the best model if the checkpoint contains
    /// one, otherwise the moving average of the model if there is one, otherwise the model.
    ///
    /// - Returns: The record of the training. `isAverage` is true if the checkpoint contains a moving average.
    /// - Throws: `CheckpointError` if there is no checkpoint, if it is damaged, or if the names or shapes of the saved
    ///   tensors differ from those of `model`. After an error, `model` is unchanged.
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

/// A model whose tensors are named as in a checkpoint: `name`, a dot, and the name of the tensor in the model.
private struct CheckpointPart<Model: Parameterized>: Parameterized {
    var model: Model
    let name: String

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&model, name) }
}
