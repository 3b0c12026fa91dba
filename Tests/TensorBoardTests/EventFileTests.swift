import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import TensorBoard
import Tensors
import Testing
import Training

@Suite struct EventFileTests {
    private let directory: String = NSTemporaryDirectory() + "events-\(UUID().uuidString)"

    /// The messages in a file, whose checksums are compared with checksums computed bit by bit.
    private func messages(_ path: String) throws -> [Data] {
        let bytes: Data = try Data(contentsOf: URL(fileURLWithPath: path))
        var (messages, position): ([Data], Int) = ([], 0)
        while position < bytes.count {
            let length: Int = bytes[position ..< position + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(masked(bytes[position ..< position + 8]) == number(bytes, position + 8))
            let message: Data = bytes[position + 12 ..< position + 12 + length]
            #expect(masked(message) == number(bytes, position + 12 + length))
            messages.append(Data(message))
            position += 16 + length
        }
        return messages
    }

    private func number(_ bytes: Data, _ position: Int) -> UInt32 {
        bytes[position ..< position + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func checksum(_ bytes: Data) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0 ..< 8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
        }
        return ~value
    }

    private func masked(_ bytes: Data) -> UInt32 {
        let value: UInt32 = checksum(bytes)
        return (value >> 15 | value << 17) &+ 0xA282_EAD8
    }

    @Test func recordsAreGuardedByTheirChecksums() throws {
        // RFC 3720's check value.
        #expect(checksum(Data("123456789".utf8)) == 0xE306_9283)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = try EventFile(directory: directory)
        try file.write(scalar: 0.5, "loss", step: 3)
        try file.write(histogram: Tensor<Float>([1, 2, .nan, 4]), "beta", step: 4)
        try file.write(histogram: Tensor<Double>([7]), "one", step: 4)
        try file.write(histogram: Tensor<Double>([.nan]), "none", step: 4)
        try file.write(image: PNGImage(width: 1, height: 1, color: .gray, pixels: [7]), "picture", step: 5)
        let messages: [Data] = try messages(file.path)
        #expect(messages.count == 6)
        #expect(messages[0].range(of: Data("brain.Event:2".utf8)) != nil)
        #expect(messages[1].range(of: Data("loss".utf8)) != nil && messages[5].range(of: Data("PNG".utf8)) != nil)
        // simple_value is field 2 of 32 bits: 0x15, then 0.5.
        #expect(messages[1].range(of: Data([0x15, 0, 0, 0, 0x3F])) != nil)
    }

    @Test func aTrainingIsWatched() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var generator = PhiloxGenerator(seed: 1)
        let network = Sequential<Float>(
            Conv2D<Float>(1, 4, kernel: 5, using: &generator), Flatten<Float>(),
            Linear<Float>(4, 2, using: &generator))
        let x = Tensor<Float>(randomNormal: [40, 1, 5, 5], using: &generator)
        let data = ArrayData(x, Tensor((0 ..< 40).map { $0 % 2 }))
        let trainer = Trainer(
            network, optimizer: SGD(learningRate: 0.01), objective: .classification(),
            options: TrainerOptions(batchSize: 2))
        var run = TrainingRun(
            trainer, epochs: 1, observers: [try .tensorBoard(directory)])
        _ = try run.run(train: data, test: data)
        let files: [String] = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents."))
        let messages: [Data] = try messages(directory + "/" + files[0])
        // The version; two events at each of two steps; loss and accuracy of training and test; a picture.
        #expect(messages.count == 1 + 4 + 4 + 1)
        for tag in ["loss/step", "learning rate", "loss/training", "loss/test", "accuracy/training", "accuracy/test"] {
            #expect(messages.contains { $0.range(of: Data(tag.utf8)) != nil }, "\(tag)")
        }
        #expect(messages.last?.range(of: Data("filters/first layer".utf8)) != nil)
    }

    @Test func unusableDirectoryIsATypedError() {
        let error = #expect(throws: EventFileError.self) { try EventFile(directory: "/dev/null/events") }
        #expect(error?.path == "/dev/null/events")
        #expect(
            error?.description
                == "/dev/null/events: events cannot be written: the directory cannot be made: /dev/null is "
                + "not a directory. Name another directory.")
    }

    #if os(Linux)
    /// A limit of file size stands in for a full disk. TensorBoard reads nothing after half a record.
    @Test func recordThatDoesNotFitIsTakenBack() async {
        await #expect(processExitsWith: .success) {
            let directory: String = NSTemporaryDirectory() + "events-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let file = try EventFile(directory: directory)
            try file.write(scalar: 0.5, "loss", step: 1)
            let before: Data = try Data(contentsOf: URL(fileURLWithPath: file.path))
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: UInt(before.count + 20), rlim_max: rlim_t.max)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = try #require(throws: EventFileError.self) { try file.write(scalar: 0.5, "loss", step: 2) }
            try #require(
                error.description == "\(file.path): events cannot be written: No space left on device. Name another "
                    + "directory.")
            try #require(try Data(contentsOf: URL(fileURLWithPath: file.path)) == before)
        }
    }
    #endif
}
