import Foundation
import SynaNN

/// Where the tensors of a trained network are: the finished model, or the checkpoint of a training that is not finished.
public struct ModelSource {
    /// The file that is read.
    public let file: String
    /// What the training was made with, by name.
    public let settings: [String: String]
    /// Which model it is, for people to read.
    public let sentence: String
    private let contents: Contents

    private enum Contents {
        case model(SafeTensorsFile)
        case checkpoint(CheckpointDirectory)
    }

    /// - Parameter path: The directory that was given to `--save`, or one of the two files in it. Of a directory with both,
    ///   the finished model is read.
    public init(path: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw UnusableInput("\(path) is not there. Name the directory that was given to --save.")
        }
        let model: String = isDirectory.boolValue ? path + "/model.safetensors" : path
        let checkpoint = CheckpointDirectory(
            path: isDirectory.boolValue ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path)
        let hasModel: Bool = FileManager.default.fileExists(atPath: model)
        let checkpointName: String = URL(fileURLWithPath: checkpoint.file).lastPathComponent
        if URL(fileURLWithPath: path).lastPathComponent == checkpointName || (!hasModel && checkpoint.exists) {
            try self.init(checkpoint)
        } else if hasModel {
            try self.init(model: model, beside: checkpoint)
        } else {
            throw UnusableInput("\(path) holds neither a model nor a checkpoint. Name the directory given to --save.")
        }
    }

    private init(model: String, beside checkpoint: CheckpointDirectory) throws {
        let stored = try SafeTensorsFile(contentsOf: model)
        (file, settings, contents) = (model, stored.metadata, .model(stored))
        sentence = "\(model): the finished model" + Self.note(on: checkpoint)
    }

    private init(_ checkpoint: CheckpointDirectory) throws {
        let record: TrainingRecord = try checkpoint.savedRecord()
        (file, settings, contents) = (checkpoint.file, record.settings, .checkpoint(checkpoint))
        let average: String =
            record.settings["average-decay"].flatMap(Double.init).map { $0 > 0 } == true
            ? ", the moving average of the weights" : ""
        sentence =
            "\(checkpoint.file): the checkpoint after step \(record.position.step), "
            + Self.progress(record) + average
    }

    private static func progress(_ record: TrainingRecord) -> String {
        let epochs: String = record.plannedEpochs.map { " of \($0)" } ?? ""
        return "\(record.history.count)\(epochs) epochs done"
    }

    /// A training that began later in the same directory, and is not finished.
    private static func note(on checkpoint: CheckpointDirectory) -> String {
        guard checkpoint.exists, let record = try? checkpoint.savedRecord(), record.isUnfinished else { return "" }
        return "\n\(checkpoint.file) is newer, and not finished (\(progress(record))): name it to read that one"
    }

    /// Loads the tensors. The model is as it was where that fails.
    public func load<Model: Parameterized>(into model: inout Model) throws {
        switch contents {
        case .model(let stored): try model.load(from: stored)
        case .checkpoint(let directory): try directory.loadTrainedModel(into: &model)
        }
    }

    /// Says on standard error which model is read, so that standard output holds the answers alone.
    public func announce() { StandardError.print(sentence) }
}
