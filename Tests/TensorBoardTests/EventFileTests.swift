import Foundation
import Interchange
import TensorBoard
import Tensors
import Testing

@Suite struct EventFileTests {
    private let directory: String = NSTemporaryDirectory() + "events-\(UUID().uuidString)"

    @Test func recordsAreGuardedByTheirChecksums() throws {
        // The test's own checksum is right: the CRC-32C of the digits 1 to 9 is known.
        #expect(EventMessages.checksum(Data("123456789".utf8)) == 0xE306_9283)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = try EventFile(directory: directory)
        try file.write(scalar: 0.5, "loss", step: 3)
        try file.write(histogram: Tensor<Float>([1, 2, .nan, 4]), "beta", step: 4)
        try file.write(histogram: Tensor<Double>([7]), "one", step: 4)
        try file.write(histogram: Tensor<Double>([.nan]), "none", step: 4)
        try file.write(image: PNGImage(width: 1, height: 1, color: .gray, pixels: [7]), "picture", step: 5)
        let messages: [Data] = try EventMessages(file.path).messages
        #expect(messages.count == 6)
        #expect(messages[0].range(of: Data("brain.Event:2".utf8)) != nil)
        #expect(messages[1].range(of: Data("loss".utf8)) != nil && messages[5].range(of: Data("PNG".utf8)) != nil)
        // The field `simple_value` has the tag 0x15, for field 2 with 32 bits. The 32 bits of the `Float` 0.5 follow
        // the tag.
        #expect(messages[1].range(of: Data([0x15, 0, 0, 0, 0x3F])) != nil)
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
    /// If the disk is full, so that only a part of a record is written, `write` removes this part and throws, because
    /// TensorBoard reads nothing after an incomplete record. A limit on the file size simulates the full disk.
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

    /// Every tensor has a histogram: the elements decide, and no element may end the training.
    @Test func histogramsOfExtremeNumbers() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = try EventFile(directory: directory)
        let most = Double.greatestFiniteMagnitude
        let least = Double.leastNonzeroMagnitude
        for values: [Double] in [
            [-most, 0, most], [-most, most], [0, least], [-least, 0, least], [1, 1.0.nextUp], [most, most.nextDown],
            [-.infinity, .nan, .infinity], [.infinity, 1], [],
        ] {
            try file.write(histogram: Tensor<Double>(values), "beta", step: 1)
        }
        try file.write(histogram: Tensor<Float>([-.greatestFiniteMagnitude, .greatestFiniteMagnitude]), "f", step: 1)
        #expect(try EventMessages(file.path).messages.count == 11)
    }
}
