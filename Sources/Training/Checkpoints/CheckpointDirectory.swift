import Differentiation
import Files
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors

/// A directory with the checkpoint of a training. The checkpoint is a single safetensors file. The file contains the
/// model (`model.…`), the moving average of the model if there is one (`average.…`), the best model so far if the
/// training has a selection (`best.…`), and the optimizer's state (`optimizer.…`). The file's metadata contain, as
/// JSON, the position, the metrics so far and the settings of the training.
///
/// `save` writes a new file, flushes it to the disk and renames it to the name of the old file. At any moment, either
/// the old or the new checkpoint is complete.
public struct CheckpointDirectory: Sendable, Hashable {
    /// The path of the directory.
    public let path: String
    /// The settings of the training, by name. A checkpoint can be resumed only with the same settings.
    public let settings: [String: String]

    static let metadataKey = "synann_training"

    /// The path of the checkpoint file.
    public var file: String { URL(fileURLWithPath: path).appendingPathComponent("checkpoint.safetensors").path }

    /// Creates a description of a checkpoint directory. Does not access the disk; `save` creates the directory.
    public init(path: String, settings: [String: String] = [:]) { (self.path, self.settings) = (path, settings) }

    /// Writes the checkpoint of a training. Creates the directory if it does not exist. If several processes train the
    /// model together, all of them call this method at the same step, and only the process whose `ShardExchange` says so
    /// writes the checkpoint.
    ///
    /// - Throws: `CheckpointError` with the fault `.notWritten` if the system cannot create the directory or write the
    ///   file, `.notFinite` if the training has diverged, or `.unsavedState` if the optimizer has state that a
    ///   checkpoint would not contain. After an error, an existing checkpoint is unchanged.
    ///
    /// - Parameters:
    ///   - trainer: The trainer, whose model, moving average, optimizer state and position are saved.
    ///   - progress: The metrics and losses of the training so far.
    ///   - best: The best model so far; nil if there is none.
    public func save<Model, Batch>(
        _ trainer: Trainer<Model, Batch>, _ progress: TrainingProgress = TrainingProgress(), best: Model? = nil
    ) throws(CheckpointError) {
        let nonFinite: [String] = trainer.nonFiniteTensors
        guard nonFinite.isEmpty else { throw CheckpointError(path: file, .notFinite(nonFinite)) }
        let unsaved: [String] = unsavedState(of: trainer.optimizer, for: trainer.model)
        guard unsaved.isEmpty else {
            throw CheckpointError(
                path: file, .unsavedState(optimizer: "\(type(of: trainer.optimizer))", fields: unsaved))
        }
        let position: TrainingPosition = trainer.savedPosition
        let optimizer: any Optimizer = trainer.savedOptimizer
        guard trainer.exchange.writesCheckpoints else { return }
        do { try Directory.create(path) } catch {
            throw CheckpointError(path: path, .notWritten("the directory cannot be made: \(error.reason)"))
        }
        var progress: TrainingProgress = progress
        progress.scheduleObservations = trainer.scheduleObservations
        let record = TrainingRecord(
            settings: settings, position: position, progress: progress, optimizer: optimizer,
            shards: trainer.options.shards)
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = TrainingRecord.encodingOfNotNumbers
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(record) else { fatalError("checkpoint: the record cannot be JSON") }
        let tensors = CheckpointTensors(
            model: trainer.model, average: trainer.average, best: best, optimizer: optimizer.state)
        do {
            try tensors.save(to: file, metadata: [Self.metadataKey: String(decoding: json, as: UTF8.self)])
        } catch {
            throw CheckpointError(path: file, .notWritten(error.reason))
        }
    }

    /// Restores a trainer from the checkpoint.
    ///
    /// - Returns: The record of the training.
    /// - Throws: `CheckpointError` with the fault `.missing` if there is no checkpoint, `.otherTraining` if a setting
    ///   differs, or `.unreadable` if the file is damaged, belongs to another model or optimizer, or belongs to a
    ///   training that had diverged. After an error, the trainer is unchanged.
    @discardableResult
    public func restore<Model, Batch>(_ trainer: inout Trainer<Model, Batch>) throws(CheckpointError) -> TrainingRecord
    {
        try restoreAll(&trainer).record
    }

    /// Restores a trainer. Returns the record of the training, and the best model so far if the checkpoint contains
    /// one. Throws the errors of `restore`.
    func restoreAll<Model, Batch>(
        _ trainer: inout Trainer<Model, Batch>
    ) throws(CheckpointError) -> (record: TrainingRecord, best: Model?) {
        let stored: SafeTensorsFile = try open()
        let record: TrainingRecord = try self.record(of: stored)
        try requireSameSettings(record.settings)
        try requireSameShards(record.shards ?? 1, trainer.options.shards)
        let optimizerTensors: Int = stored.names.count { $0.hasPrefix("optimizer.") }
        let tensorsPerParameter: [Int] = counts(stored)
        if let fault = record.fault(
            for: trainer.optimizer, tensorCount: optimizerTensors, tensorsPerParameter: tensorsPerParameter)
        {
            throw CheckpointError(path: file, .unreadable(fault))
        }
        var tensors = CheckpointTensors(
            model: trainer.model, average: trainer.average, best: record.progress.bestEpoch.map { _ in trainer.model },
            optimizer: OptimizerState(
                for: trainer.model, stepCount: record.optimizerSteps, tensorsPerParameter: tensorsPerParameter,
                hasStepCounts: stored.names.contains("optimizer." + OptimizerState.stepCountsName)))
        do { try tensors.load(from: stored) } catch {
            throw CheckpointError(path: file, .unreadable("\(error)"))
        }
        let ownOptimizer = trainer.optimizer as? any StateOnlyOptimizer
        if let fault = tensors.optimizer.fault ?? ownOptimizer?.fault(in: tensors.optimizer) {
            throw CheckpointError(path: file, .unreadable(fault))
        }
        var restored: Trainer<Model, Batch> = trainer
        do throws(MetricStateError) {
            try restored.restore(
                tensors.model, average: tensors.average, optimizer: tensors.optimizer, position: record.position)
        } catch {
            throw CheckpointError(
                path: file,
                .unreadable("the state of the metric '\(error.name)' is missing or damaged"))
        }
        restored.scheduleObservations = record.progress.scheduleObservations
        restored.applyScheduleOfLastStep()
        let nonFinite: [String] = restored.nonFiniteTensors
        guard nonFinite.isEmpty else {
            throw CheckpointError(
                path: file, .unreadable("the training had diverged: \(nonFinite[0]) holds a number that is not finite"))
        }
        trainer = restored
        return (record, tensors.best)
    }

    func open() throws(CheckpointError) -> SafeTensorsFile {
        guard FileManager.default.fileExists(atPath: file) else { throw CheckpointError(path: path, .missing) }
        do { return try SafeTensorsFile(contentsOf: file) } catch {
            throw CheckpointError(path: file, .unreadable("\(error)"))
        }
    }

    func record(of stored: SafeTensorsFile) throws(CheckpointError) -> TrainingRecord {
        guard let json = stored.metadata[Self.metadataKey] else {
            throw CheckpointError(path: file, .unreadable("it contains tensors but no record of a training"))
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = TrainingRecord.decodingOfNotNumbers
        let record: TrainingRecord
        do { record = try decoder.decode(TrainingRecord.self, from: Data(json.utf8)) } catch {
            let reason: String =
                (error as? RecordFault)?.sentence ?? "its record of the training is damaged"
            throw CheckpointError(path: file, .unreadable(reason))
        }
        if let fault = record.fault { throw CheckpointError(path: file, .unreadable(fault)) }
        return record
    }

    private func requireSameSettings(_ saved: [String: String]) throws(CheckpointError) {
        let names: [String] = Set(saved.keys).union(settings.keys).filter { saved[$0] != settings[$0] }.sorted()
        guard names.isEmpty else {
            let differences: [CheckpointError.Difference] = names.map {
                .init(name: $0, saved: saved[$0] ?? "", now: settings[$0] ?? "")
            }
            throw CheckpointError(path: file, .otherTraining(differences))
        }
    }

    /// Throws a `CheckpointError` if the trainer cuts batches into another number of shards than the saved training. The
    /// steps would have other bits.
    private func requireSameShards(_ saved: Int, _ now: Int) throws(CheckpointError) {
        guard saved != now else { return }
        throw CheckpointError(
            path: file, .otherTraining([.init(name: "shards", saved: "\(saved)", now: "\(now)")]))
    }

    /// Returns the number of optimizer tensors of each parameter, in the order of the parameters.
    private func counts(_ stored: SafeTensorsFile) -> [Int] {
        var counts: [Int: Int] = [:]
        for name in stored.names where name.hasPrefix("optimizer.") {
            let parts: [Substring] = name.split(separator: ".")
            if parts.count == 3, let parameter = Int(parts[1]), parameter >= 0 { counts[parameter, default: 0] += 1 }
        }
        // A damaged file may contain a huge parameter number, and the result would not fit into memory. The result
        // therefore has at most 65 536 counts. If the model does not have a counted parameter, loading reports the
        // mismatch.
        return (0 ..< min(counts.keys.max() ?? -1, 1 << 16 - 1) + 1).map { counts[$0] ?? 0 }
    }
}

/// All tensors of a checkpoint.
struct CheckpointTensors<Model: Parameterized & Sendable>: Parameterized {
    var model: Model
    var average: MovingAverage<Model>?
    var best: Model?
    var optimizer: OptimizerState

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&model, "model")
        visitor.visit(&average, "average")
        visitor.visit(&best, "best")
        visitor.visit(&optimizer, "optimizer")
    }
}
