import Datasets
import Foundation
import Tensors
import Testing

@Suite struct IDXFileTests {
    /// Returns the fault that reading the bytes as the file "f" throws, or `nil` if reading succeeds.
    private func fault(_ bytes: [UInt8]) -> DatasetError.Fault? {
        let error: DatasetError? = datasetError { _ = try IDXFile(bytes) }
        if let error { #expect(error.path == "f") }
        return error?.fault
    }

    @Test func readsWhatItHolds() throws {
        let file = try IDXFile(smallImages)
        #expect(file.elementType == .unsignedByte)
        #expect(file.shape == [3, 2, 2])
        #expect(file.bytes == Array(1 ... 12))
        #expect(file == IDXFile(shape: [3, 2, 2], bytes: Array(1 ... 12)))
        #expect(file.encoded == Data(smallImages))
    }

    @Test(arguments: [(0x08, 1), (0x09, 1), (0x0B, 2), (0x0C, 4), (0x0D, 4), (0x0E, 8)] as [(UInt8, Int)])
    func elementTypesHaveTheirSizes(type: UInt8, size: Int) throws {
        let bytes: [UInt8] = idxBytes(type: type, lengths: [2, 3], elements: [UInt8](repeating: 5, count: 6 * size))
        let file = try IDXFile(bytes)
        #expect(file.elementType.rawValue == type && file.elementType.size == size)
        #expect(file.encoded == Data(bytes))
        #expect(fault(bytes.dropLast()) == .truncated(expected: bytes.count, found: bytes.count - 1))
    }

    @Test func arraysMayBeEmptyOrScalar() throws {
        #expect(try IDXFile(idxBytes(lengths: [0, 28, 28], elements: [])).shape == [0, 28, 28])
        #expect(try IDXFile(idxBytes(lengths: [], elements: [9])).bytes == [9])
    }

    @Test func whatIsNoIDXFileIsRefused() {
        #expect(fault([]) == .wrongMagic(found: []))
        #expect(fault([0, 0, 8]) == .wrongMagic(found: [0, 0, 8]))
        #expect(fault(idxBytes(magic: [0, 1], lengths: [1], elements: [1])) == .wrongMagic(found: [0, 1, 8, 1]))
        #expect(fault(idxBytes(magic: [1, 0], lengths: [1], elements: [1])) == .wrongMagic(found: [1, 0, 8, 1]))
        #expect(fault(idxBytes(type: 0x0A, lengths: [1], elements: [1])) == .wrongMagic(found: [0, 0, 10, 1]))
        #expect(fault(Array("PK\u{3}\u{4} a zip file".utf8)) == .otherFormat(.zip))
        #expect(fault([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]) == .otherFormat(.jpeg))
        #expect(fault([0xFF, 0xD8]) == .wrongMagic(found: [0xFF, 0xD8]))
    }

    /// If one length is 0, impossible other lengths are still refused, because the strides would overflow.
    @Test func impossibleLengthsBesideAZeroAreRefused() {
        let huge: UInt32 = .max
        for place in 0 ... 3 {
            var lengths: [UInt32] = [huge, huge, huge]
            lengths.insert(0, at: place)
            #expect(
                fault(idxBytes(lengths: lengths, elements: [])) == .impossibleSize(lengths.map { Int($0) }), "\(place)")
        }
    }

    @Test func pipesAreRead() throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(gzipped(smallImages)))
        try pipe.fileHandleForWriting.close()
        let name = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try IDXFile(contentsOf: name).encoded == Data(smallImages))
        let directory: DatasetError? = datasetError { _ = try IDXFile(contentsOf: "/tmp") }
        #expect(directory?.fault == .unreadable("Is a directory"))
    }

    @Test func missingBytesAreCounted() {
        for kept in 4 ..< 16 {
            #expect(fault(Array(smallImages[..<kept])) == .truncated(expected: 16, found: kept))
        }
        for kept in 16 ..< 28 {
            #expect(fault(Array(smallImages[..<kept])) == .truncated(expected: 28, found: kept))
        }
    }

    @Test func trailingBytesAreRefused() {
        #expect(fault(smallImages + [0]) == .oversized(expected: 28))
    }

    @Test func impossibleLengthsAreRefusedBeforeMemoryIsTaken() {
        let huge: UInt32 = .max
        #expect(
            fault(idxBytes(lengths: [huge, huge, huge], elements: []))
                == .impossibleSize([Int](repeating: Int(huge), count: 3)))
        #expect(
            fault(idxBytes(type: 0x0E, lengths: [huge, huge], elements: [])) == .impossibleSize([Int(huge), Int(huge)]))
        #expect(
            fault(idxBytes(rank: 255, lengths: [UInt32](repeating: huge, count: 255), elements: []))
                == .impossibleSize([Int](repeating: Int(huge), count: 255)))
        // Sizes that are too large are refused. The first product, 2⁵⁰, does not overflow `Int`; the low 64 bits of the
        // second product, 2⁶⁴, are 0.
        #expect(fault(idxBytes(lengths: [1 << 25, 1 << 25], elements: [])) == .impossibleSize([1 << 25, 1 << 25]))
        #expect(
            fault(idxBytes(lengths: [1 << 31, 1 << 31, 4], elements: [])) == .impossibleSize([1 << 31, 1 << 31, 4]))
        // This size is possible, but the file has too few bytes.
        #expect(
            fault(idxBytes(lengths: [1 << 20, 1 << 20], elements: [1])) == .truncated(expected: 12 + 1 << 40, found: 13)
        )
    }

    @Test func missingFilesAreNamed() {
        let error: DatasetError? = datasetError { _ = try IDXFile(contentsOf: "/no/such/file") }
        #expect(error?.path == "/no/such/file")
        guard case .unreadable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func directoriesAreNoFiles() {
        let directory = TemporaryDirectory()
        let error: DatasetError? = datasetError { _ = try IDXFile(contentsOf: directory.path) }
        guard case .unreadable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func writesWhatItReads() throws {
        let directory = TemporaryDirectory()
        let file = IDXFile(shape: [2, 3], bytes: [1, 2, 3, 4, 5, 6])
        try file.write(to: directory.path + "/x")
        try file.write(to: directory.path + "/x")
        #expect(try IDXFile(contentsOf: directory.path + "/x") == file)
        #expect(directory.contents == ["x"])
    }

    /// If the writer cannot replace the target, the target is unchanged, and no temporary file is left.
    @Test func aFailedWriteLeavesWhatWasThere() throws {
        let directory = TemporaryDirectory()
        let target: String = directory.path + "/taken"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(fileURLWithPath: target + "/inside"))
        let file = IDXFile(shape: [1], bytes: [1])
        let error: DatasetError? = datasetError { try file.write(to: target) }
        guard case .unwritable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(error?.path == target)
        #expect(directory.contents == ["taken", "taken/inside"])
        guard case .unwritable = datasetError({ try file.write(to: "/no/such/directory/x") })?.fault else {
            return #expect(Bool(false), "a file in no directory was written")
        }
    }

    /// The writer replaces the old file, and does not overwrite the bytes of the old file: a second link to the old
    /// file keeps the old contents.
    @Test func anOldFileIsReplacedAndNotOverwritten() throws {
        let directory = TemporaryDirectory()
        try directory.write(smallLabels, to: "x")
        try FileManager.default.linkItem(atPath: directory.path + "/x", toPath: directory.path + "/second")
        try IDXFile(smallImages).write(to: directory.path + "/x")
        #expect(try IDXFile(contentsOf: directory.path + "/x").encoded == Data(smallImages))
        #expect(try IDXFile(contentsOf: directory.path + "/second").encoded == Data(smallLabels))
    }

    /// A write that stops in the middle leaves the old file unchanged, and no temporary file. A limit on the file size
    /// simulates a full disk.
    @Test func aWriteThatEndsInTheMiddleLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            let directory = TemporaryDirectory()
            try directory.write(smallLabels, to: "x")
            signal(SIGXFSZ, SIG_IGN)
            limitFileSize(to: 4096)
            let large = IDXFile(shape: [1 << 20], bytes: [UInt8](repeating: 1, count: 1 << 20))
            let error: DatasetError? = datasetError { try large.write(to: directory.path + "/x") }
            guard case .unwritable = error?.fault else { fatalError("\(String(describing: error))") }
            let kept: Data = try IDXFile(contentsOf: directory.path + "/x").encoded
            require(kept == Data(smallLabels), "the old file was changed: \(kept.count) bytes")
            require(directory.contents == ["x"], "left behind: \(directory.contents)")
        }
    }

    @Test func bytesThatDoNotFillTheShapeTrap() async {
        await #expect(processExitsWith: .failure) { _ = IDXFile(shape: [2, 2], bytes: [1, 2, 3]) }
    }

    /// For any bytes, the reader returns an array or throws a `DatasetError`.
    @Test func changedBytesNeverCrash() throws {
        let images: [UInt8] = idxBytes(lengths: [20, 4, 4], elements: (0 ..< 320).map { UInt8($0 & 0xFF) })
        var generator = PhiloxGenerator(seed: 11)
        var (refusedCount, acceptedCount): (Int, Int) = (0, 0)
        for round in 0 ..< 600 {
            var bytes: [UInt8] = round % 2 == 0 ? images : gzipped(images)
            // Half of the files are changed only in their first 24 bytes, because changes at random positions would
            // seldom hit the header.
            let reach: Int = round % 4 < 2 ? min(24, bytes.count) : bytes.count
            for _ in 0 ... generator.next(below: 3) {
                bytes[generator.next(below: reach)] ^= UInt8(1 << generator.next(below: 8))
            }
            if round % 5 == 0 { bytes.removeLast(generator.next(below: bytes.count)) }
            do throws(DatasetError) {
                let file = try IDXFile(bytes)
                #expect(file.bytes.count == file.shape.reduce(file.elementType.size, *))
                acceptedCount += 1
            } catch {
                #expect(error.description.hasPrefix("f: "))
                refusedCount += 1
            }
        }
        #expect(refusedCount > 200 && acceptedCount > 20, "\(refusedCount) refused, \(acceptedCount) accepted")
    }
}
