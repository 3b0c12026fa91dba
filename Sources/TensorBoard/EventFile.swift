import Files
import Foundation
import Interchange
internal import SwiftProtobuf
import Tensors
import Training

/// A file of events that TensorBoard shows: scalars, histograms and images over the steps of a training.
///
/// Format: TensorFlow's records, each a length, its checksum, an `Event` message and its checksum.
public struct EventFile: Sendable {
    /// The file.
    public let path: String

    /// Makes a file of a new name in a directory, and the directory where it is missing. A directory may hold several: a
    /// training that is resumed goes on in a file of its own.
    public init(directory: String) throws(EventFileError) {
        if let reason = directoryFault(making: directory) {
            throw EventFileError(path: directory, reason: "the directory cannot be made: \(reason)")
        }
        let host: String = ProcessInfo.processInfo.hostName
        let process: Int32 = ProcessInfo.processInfo.processIdentifier
        let seconds = Int(Date().timeIntervalSince1970)
        path = "\(directory)/events.out.tfevents.\(seconds).\(host).\(process).\(UInt16.random(in: .min ... .max))"
        var event = Tensorboard_Event()
        event.wallTime = Date().timeIntervalSince1970
        event.fileVersion = "brain.Event:2"
        try append(event, flags: O_CREAT | O_EXCL)
    }

    /// A number at a step.
    public func write(scalar: Double, _ tag: String, step: Int) throws(EventFileError) {
        try write(tag, step: step) { $0.simpleValue = Float(scalar) }
    }

    /// How the elements of a tensor are distributed at a step. Elements that are NaN or infinite are left out.
    public func write<Scalar: RealScalar>(histogram tensor: Tensor<Scalar>, _ tag: String, step: Int)
        throws(EventFileError)
    {
        let message: Tensorboard_HistogramProto = Self.histogram(tensor.scalars.map { Double($0) }.filter(\.isFinite))
        try write(tag, step: step) { $0.histo = message }
    }

    /// A picture at a step.
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

    /// Thirty buckets of one width between the least and the greatest.
    private static func histogram(_ values: [Double]) -> Tensorboard_HistogramProto {
        var message = Tensorboard_HistogramProto()
        guard let least = values.min(), let greatest = values.max() else { return message }
        let count = 30
        let width: Double = greatest > least ? (greatest - least) / Double(count) : 1
        var buckets = [Double](repeating: 0, count: count)
        for value in values { buckets[min(count - 1, Int((value - least) / width))] += 1 }
        (message.min, message.max, message.num) = (least, greatest, Double(values.count))
        message.sum = values.reduce(0, +)
        message.sumSquares = values.reduce(0) { $0 + $1 * $1 }
        message.bucketLimit = (1 ... count).map {
            $0 == count ? max(greatest, least + width) : least + width * Double($0)
        }
        message.bucket = buckets
        return message
    }

    /// One record in one write, so that TensorBoard, which reads meanwhile, never sees half of it for long.
    private func append(_ event: Tensorboard_Event, flags: Int32 = 0) throws(EventFileError) {
        let message: Data
        do { message = try event.serializedData() } catch { fatalError("an event cannot be serialized: \(error)") }
        var record = Data()
        let length: [UInt8] = Self.bytes(UInt64(message.count))
        record += length + Self.bytes(CRC32C.masked(length))
        record += message + Self.bytes(CRC32C.masked(message))
        let descriptor: Int32 = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw EventFileError(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        if let reason = appendFault(Array(record), to: descriptor) { throw EventFileError(path: path, reason: reason) }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}

/// Events that cannot be written.
public struct EventFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or directory.
    public let path: String
    /// The system's words.
    public let reason: String

    public var description: String { "\(path): events cannot be written: \(reason). Name another directory." }
}
