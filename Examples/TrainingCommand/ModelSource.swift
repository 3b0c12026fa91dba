import Foundation
import SynaNN

/// A file with the tensors of a trained network: a finished model, or the checkpoint of an unfinished training.
public struct ModelSource {
    /// The path of the file.
    public let file: String
    /// The values of the training's flags, by the flags' names without dashes.
    public let settings: [String: String]
    /// The sentence that tells the user which file is read.
    public let sentence: String
    private let contents: Contents

    private enum Contents {
        case model(SafeTensorsFile)
        case checkpoint(CheckpointDirectory)
    }

    /// Finds the file of a trained network, and reads the settings in the file.
    ///
    /// - Parameter path: The directory that `--save` wrote, or the model or checkpoint in this directory. If the
    ///   directory contains both a model and a checkpoint, the initializer reads the model.
    /// - Throws: `UnusableInput` if the path does not exist, or if the directory contains neither a model nor a
    ///   checkpoint; `SafeTensorsError` or `CheckpointError` if the file cannot be read or is damaged.
    public init(path: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw UnusableInput("\(path) does not exist. Name the directory that --save wrote.")
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
            throw UnusableInput(
                "\(path) contains neither a model nor a checkpoint. Name the directory that --save wrote.")
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

    /// Returns a note that the same directory contains the checkpoint of an unfinished training, or an empty text if
    /// there is no such checkpoint.
    private static func note(on checkpoint: CheckpointDirectory) -> String {
        guard checkpoint.exists, let record = try? checkpoint.savedRecord(), record.isUnfinished else { return "" }
        return "\n\(checkpoint.file) is newer, but unfinished (\(progress(record))). To read it, name that file"
    }

    /// Loads the tensors of the file into the model. If the method throws, the model is unchanged.
    ///
    /// - Throws: `SafeTensorsError` or `CheckpointError` if the tensors' names or shapes differ from the model's.
    public func load<Model: Parameterized>(into model: inout Model) throws {
        switch contents {
        case .model(let stored): try model.load(from: stored)
        case .checkpoint(let directory): try directory.loadTrainedModel(into: &model)
        }
    }

    /// Prints on standard error which file is read. Standard output contains only the results.
    public func announce() { StandardError.print(sentence) }
}
