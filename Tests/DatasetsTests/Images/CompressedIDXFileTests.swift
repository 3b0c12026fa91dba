import Datasets
import Tensors
import Testing

/// IDX files that are compressed with gzip are read correctly, and damaged files are refused.
@Suite struct CompressedIDXFileTests {
    private func fault(_ bytes: [UInt8]) -> DatasetError.Fault? {
        datasetError { _ = try IDXFile(bytes) }?.fault
    }

    private func isCorrupt(_ bytes: [UInt8]) -> Bool {
        if case .corruptCompression = fault(bytes) { return true }
        return false
    }

    @Test func readsCompressedFiles() throws {
        #expect(try IDXFile(gzipped(smallImages)) == IDXFile(smallImages))
    }

    /// Data that is longer than a step of decompression is read completely. The length of this data is not a multiple
    /// of the step.
    @Test func readsLargeCompressedFiles() throws {
        let count = 5 << 19 | 77
        let elements: [UInt8] = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            for index in 0 ..< count { target[index] = UInt8(truncatingIfNeeded: (index &* index) >> 7) }
            initialized = count
        }
        let bytes: [UInt8] = idxBytes(lengths: [UInt32(count)], elements: elements)
        #expect(try IDXFile(gzipped(bytes)).bytes == elements)
    }

    /// All streams of a gzip file are read. A file may consist of several streams (RFC 1952, 2.2); `cat` and parallel
    /// compressors write such files.
    @Test func readsAllMembers() throws {
        let members: [UInt8] = gzipped(Array(smallImages[..<9])) + gzipped([]) + gzipped(Array(smallImages[9...]))
        #expect(try IDXFile(members).bytes == Array(1 ... 12))
    }

    @Test func truncatedCompressionIsFound() {
        let whole: [UInt8] = gzipped(smallImages)
        for kept in 2 ..< whole.count { #expect(isCorrupt(Array(whole[..<kept])), "\(kept) of \(whole.count) bytes") }
    }

    @Test func changedBytesAreFoundByTheChecksum() {
        let whole: [UInt8] = gzipped(idxBytes(lengths: [4, 50], elements: [UInt8](repeating: 3, count: 200)))
        // A change in the last eight bytes, which are the checksum and the length, is found.
        for position in whole.count - 8 ..< whole.count {
            var bytes: [UInt8] = whole
            bytes[position] ^= 0x10
            #expect(isCorrupt(bytes), "byte \(position)")
        }
    }

    @Test func trailingBytesAreFound() {
        #expect(fault(gzipped(smallImages + [1])) == .oversized(expected: smallImages.count))
        #expect(isCorrupt(gzipped(smallImages) + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]))
    }

    @Test func truncatedContentsAreFound() {
        #expect(fault(gzipped(Array(smallImages[..<20]))) == .truncated(expected: 28, found: 20))
        #expect(fault(gzipped(Array(smallImages[..<7]))) == .truncated(expected: 16, found: 7))
        #expect(fault(gzipped([])) == .wrongMagic(found: []))
        #expect(fault(gzipped(Array("not an IDX file".utf8))) == .wrongMagic(found: Array("not ".utf8)))
    }

    /// Zeros after the end of the stream are ignored, as by the program gzip, because tapes and disks fill their last
    /// block with zeros. Other bytes after the end are an error.
    @Test(arguments: [1, 3, 512, 100_000])
    func zerosBehindTheEndAreIgnored(count: Int) throws {
        let bytes: [UInt8] = idxBytes(lengths: [4], elements: [1, 2, 3, 4])
        let padding = [UInt8](repeating: 0, count: count)
        #expect(try IDXFile(gzipped(bytes) + padding).bytes == [1, 2, 3, 4])
        let halves: [UInt8] = gzipped(Array(bytes[..<6])) + gzipped(Array(bytes[6...])) + padding
        #expect(try IDXFile(halves).bytes == [1, 2, 3, 4])
        #expect(isCorrupt(gzipped(bytes) + padding + [7]))
    }

    @Test func otherCompressionsAreNoGzip() {
        #expect(isCorrupt([0x1F, 0x8B]))
        #expect(isCorrupt([0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(fault([0x78, 0x9C, 0x63, 0x60]) == .wrongMagic(found: [0x78, 0x9C, 0x63, 0x60]))
    }

    /// The reader refuses a file that decompresses to more bytes than the header declares, without decompressing the
    /// whole file. This file of about 1 MB declares 4 bytes, and would decompress to 1 GB.
    @Test func aSmallFileDoesNotUnpackToAnEnormousOne() async {
        await #expect(processExitsWith: .success) {
            let zeros: [UInt8] = gzipped([UInt8](repeating: 0, count: 1 << 20))
            var bomb: [UInt8] = gzipped(idxBytes(lengths: [4], elements: []))
            for _ in 0 ..< 1024 { bomb += zeros }
            let before: Int = peakMemory()
            let error: DatasetError? = datasetError { _ = try IDXFile(bomb) }
            require(error?.fault == .oversized(expected: 12), "\(String(describing: error))")
            require(peakMemory() - before < 16 << 20, "it took \(peakMemory() - before) bytes")
        }
    }

    /// A header that declares 256 GB, in a file with only a few bytes of data, does not make the reader allocate 256
    /// GB.
    @Test func anEnormousHeaderCostsNoMemory() async {
        await #expect(processExitsWith: .success) {
            let bytes: [UInt8] = gzipped(idxBytes(lengths: [1 << 19, 1 << 19], elements: [1, 2]))
            let before: Int = peakMemory()
            let error: DatasetError? = datasetError { _ = try IDXFile(bytes) }
            require(error?.fault == .truncated(expected: 12 + 1 << 38, found: 14), "\(String(describing: error))")
            require(peakMemory() - before < 16 << 20, "it took \(peakMemory() - before) bytes")
        }
    }
}
