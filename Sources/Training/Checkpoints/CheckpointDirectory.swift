import Differentiation
import Files
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors

/// A directory with the checkpoint of one training, in a single safetensors file: model (`model.…`), its moving average
/// where one is kept (`average.…`), the best model so far where one is looked for (`best.…`), the optimizer's state
/// (`optimizer.…`), and as JSON in the metadata where the training stands, its metrics so far and its settings.
///
/// The file is replaced whole: written beside the old one, flushed, renamed. Whatever happens meanwhile, one of the two is
/// there.
public struct CheckpointDirectory: Sendable, Hashable {
    /// The directory.
    public let path: String
    /// The settings of the training, by name. A checkpoint is resumed only with the same settings.
    public let settings: [String: String]

    static let metadataKey = "synann_training"

    /// The path of the checkpoint file.
    public var file: String { URL(fileURLWithPath: path).appendingPathComponent("checkpoint.safetensors").path }

    /// Does not touch the disk: `save` makes the directory.
    public init(path: String, settings: [String: String] = [:]) { (self.path, self.settings) = (path, settings) }

    /// Writes the checkpoint, and makes the directory where it is missing.
    ///
    /// - Throws: `CheckpointError`, and the checkpoint that was there before is as it was: where the system refuses, where
    ///   the training has diverged (`notFinite`), and where the optimizer keeps something that no checkpoint would hold
    ///   (`unsavedState`).
    ///
    /// - Parameters:
    ///   - trainer: The training.
    ///   - progress: How far it is.
    ///   - best: The best model so far, where one is looked for.
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
        do { try Directory.create(path) } catch {
            throw CheckpointError(path: path, .notWritten("the directory cannot be made: \(error.reason)"))
        }
        var progress: TrainingProgress = progress
        progress.scheduleObservations = trainer.scheduleObservations
        let record = TrainingRecord(
            settings: settings, position: trainer.savedPosition, progress: progress, optimizer: trainer.optimizer)
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = TrainingRecord.encodingOfNotNumbers
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(record) else { fatalError("checkpoint: the record cannot be JSON") }
        let tensors = CheckpointTensors(
            model: trainer.model, average: trainer.average, best: best, optimizer: trainer.optimizer.state)
        do {
            try tensors.save(to: file, metadata: [Self.metadataKey: String(decoding: json, as: UTF8.self)])
        } catch {
            throw CheckpointError(path: file, .notWritten(error.reason))
        }
    }

    /// Puts a trainer to where the checkpoint is. The trainer is as it was where that fails.
    ///
    /// - Returns: What else is known of the training.
    @discardableResult
    public func restore<Model, Batch>(_ trainer: inout Trainer<Model, Batch>) throws(CheckpointError) -> TrainingRecord
    {
        try restoreAll(&trainer).record
    }

    /// The same with the best model so far, where one was looked for.
    func restoreAll<Model, Batch>(
        _ trainer: inout Trainer<Model, Batch>
    ) throws(CheckpointError) -> (record: TrainingRecord, best: Model?) {
        let stored: SafeTensorsFile = try open()
        let record: TrainingRecord = try self.record(of: stored)
        try requireSameSettings(record.settings)
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
                .unreadable("it lacks what the metric '\(error.name)' has accumulated in the epoch under way"))
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
            throw CheckpointError(path: file, .unreadable("it holds tensors and no record of a training"))
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = TrainingRecord.decodingOfNotNumbers
        let record: TrainingRecord
        do { record = try decoder.decode(TrainingRecord.self, from: Data(json.utf8)) } catch {
            let reason: String =
                (error as? RecordFault)?.sentence ?? "its record of the training is not what was written"
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

    /// How many tensors the optimizer keeps for each parameter.
    private func counts(_ stored: SafeTensorsFile) -> [Int] {
        var counts: [Int: Int] = [:]
        for name in stored.names where name.hasPrefix("optimizer.") {
            let parts: [Substring] = name.split(separator: ".")
            if parts.count == 3, let parameter = Int(parts[1]), parameter >= 0 { counts[parameter, default: 0] += 1 }
        }
        // A count for what the model does not have is a mismatch that loading will report.
        return (0 ..< min(counts.keys.max() ?? -1, 1 << 16 - 1) + 1).map { counts[$0] ?? 0 }
    }
}

/// Everything of a training that is tensors.
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
