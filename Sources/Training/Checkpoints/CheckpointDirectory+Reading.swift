import Differentiation
import Foundation
import Interchange
import NeuralNetworks

/// Reading a checkpoint without a trainer.
extension CheckpointDirectory {
    /// Whether a checkpoint file exists. The file may be damaged.
    public var exists: Bool { FileManager.default.fileExists(atPath: file) }

    /// Returns the settings of the saved training.
    public func savedSettings() throws(CheckpointError) -> [String: String] { try savedRecord().settings }

    /// Returns everything in the checkpoint except the tensors.
    public func savedRecord() throws(CheckpointError) -> TrainingRecord { try record(of: open()) }

    /// Loads the result of the training so far: the best model if a selection looks for one, otherwise the moving
    /// average of the model if there is one, otherwise the model. If loading fails, the given model does not change.
    ///
    /// - Returns: The record of the training, and whether the moving average was loaded.
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

/// A model whose tensors have the prefix that they have in a checkpoint.
private struct CheckpointPart<Model: Parameterized>: Parameterized {
    var model: Model
    let name: String

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&model, name) }
}
