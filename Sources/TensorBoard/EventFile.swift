import Files
import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors
import Training

/// A file of events for TensorBoard: scalars, histograms and images at the steps of a training.
///
/// The file consists of TensorFlow's records. A record contains the length of a message, the checksum of the length,
/// the message (`Event`), and the checksum of the message.
public struct EventFile: Sendable {
    /// The path of the file.
    public var path: String { file.path }
    private let file: AppendingFile

    /// Creates a file with a new name in `directory`. Creates the directory if it does not exist.
    ///
    /// TensorBoard merges all event files of a directory, so a resumed training writes another file to the same
    /// directory.
    ///
    /// - Throws: `EventFileError` if the directory cannot be created, or if the file cannot be created or written.
    public init(directory: String) throws(EventFileError) {
        do { try Directory.create(directory) } catch {
            throw EventFileError(path: directory, reason: "the directory cannot be made: \(error.reason)")
        }
        let host: String = ProcessInfo.processInfo.hostName
        let process: Int32 = ProcessInfo.processInfo.processIdentifier
        let seconds = Int(Date().timeIntervalSince1970)
        let path = "\(directory)/events.out.tfevents.\(seconds).\(host).\(process).\(UInt16.random(in: .min ... .max))"
        do { file = try AppendingFile(path: path, creation: .new) } catch {
            throw EventFileError(path: path, reason: error.reason)
        }
        var event = Tensorboard_Event()
        event.wallTime = Date().timeIntervalSince1970
        event.fileVersion = "brain.Event:2"
        try append(event)
    }

    /// Appends a number to the chart `tag` at the step `step`. The number is rounded to `Float`. Throws
    /// `EventFileError` if the file cannot be written.
    public func write(scalar: Double, _ tag: String, step: Int) throws(EventFileError) {
        try write(tag, step: step) { $0.simpleValue = Float(scalar) }
    }

    /// Appends a histogram of a tensor's elements to the chart `tag` at the step `step`. The histogram has 30 buckets
    /// of equal width. NaN and infinite elements are omitted. Throws `EventFileError` if the file cannot be written.
    public func write<Scalar: RealScalar>(histogram tensor: Tensor<Scalar>, _ tag: String, step: Int)
        throws(EventFileError)
    {
        let message: Tensorboard_HistogramProto = Self.histogram(tensor.scalars.map { Double($0) }.filter(\.isFinite))
        try write(tag, step: step) { $0.histo = message }
    }

    /// Appends a picture with the name `tag` at the step `step`. Throws `EventFileError` if the file cannot be written.
    public func write(image: PNGImage, _ tag: String, step: Int) throws(EventFileError) {
        var message = Tensorboard_Summary.Image()
        message.height = Int32(image.height)
        message.width = Int32(image.width)
        message.colorspace = image.color == .gray ? 1 : 3
        message.encodedImageString = image.encoded
        try write(tag, step: step) { $0.image = message }
    }

    private func write(
        _ tag: String, step: Int, _ fill: (inout Tensorboard_Summary.Value) -> Void
    ) throws(EventFileError) {
        var value = Tensorboard_Summary.Value()
        value.tag = tag
        fill(&value)
        var event = Tensorboard_Event()
        event.wallTime = Date().timeIntervalSince1970
        event.step = Int64(step)
        event.summary.value = [value]
        try append(event)
    }

    /// Returns the histogram of finite `values`: 30 buckets of equal width between the minimum and the maximum. If
    /// all values are equal, or so near each other that the width would be 0, the buckets have the width 1. Returns an
    /// empty message if there are no values.
    private static func histogram(_ values: [Double]) -> Tensorboard_HistogramProto {
        var message = Tensorboard_HistogramProto()
        guard let least = values.min(), let greatest = values.max() else { return message }
        let count = 30
        // The difference of the greatest and the least number may overflow, but half of this difference cannot
        // overflow.
        let scale: Double = (greatest - least).isFinite ? 1 : 0.5
        let part: Double = (greatest * scale - least * scale) / Double(count)
        let width: Double = part > 0 ? part / scale : 1
        var buckets = [Double](repeating: 0, count: count)
        for value in values {
            buckets[min(count - 1, Int((value * scale - least * scale) / (width * scale)))] += 1
        }
        (message.min, message.max, message.num) = (least, greatest, Double(values.count))
        message.sum = values.reduce(0, +)
        message.sumSquares = values.reduce(0) { $0 + $1 * $1 }
        message.bucketLimit = (1 ... count).map {
            $0 == count ? max(greatest, least + width) : least + width * Double($0)
        }
        message.bucket = buckets
        return message
    }

    /// Appends a record by a single system call. TensorBoard may read the file at the same time and then finds only
    /// complete records.
    private func append(_ event: Tensorboard_Event) throws(EventFileError) {
        let message: Data
        do { message = try event.serializedData() } catch { fatalError("an event cannot be serialized: \(error)") }
        var record = Data()
        let length: [UInt8] = Self.bytes(UInt64(message.count))
        record += length + Self.bytes(CRC32C.masked(length))
        record += message + Self.bytes(CRC32C.masked(message))
        do { try file.append(record) } catch { throw EventFileError(path: path, reason: error.reason) }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
