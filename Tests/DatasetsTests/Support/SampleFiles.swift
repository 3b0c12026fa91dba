import Datasets
import Files
import Foundation

/// Returns the bytes of an IDX file, which may be invalid: `magic`, the element type, the rank, the lengths and the
/// elements. The default type 8 means unsigned bytes. The default rank is the number of lengths.
func idxBytes(
    magic: [UInt8] = [0, 0], type: UInt8 = 8, rank: UInt8? = nil, lengths: [UInt32], elements: [UInt8]
) -> [UInt8] {
    let header: [UInt8] = magic + [type, rank ?? UInt8(lengths.count)]
    let axes: [UInt8] = lengths.flatMap { length in
        [UInt8(length >> 24), UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
    }
    return header + axes + elements
}

/// The files of three images of 2 × 2 pixels, and of their labels.
let smallImages: [UInt8] = idxBytes(lengths: [3, 2, 2], elements: Array(1 ... 12))
let smallLabels: [UInt8] = idxBytes(lengths: [3], elements: [7, 0, 9])

/// Returns the bytes as a gzip file.
func gzipped(_ bytes: [UInt8]) -> [UInt8] { Array(DeflateFormat.gzip.compressed(Data(bytes))) }

extension IDXFile {
    /// Reads the bytes as the contents of the file "f".
    init(_ bytes: [UInt8]) throws(DatasetError) { try self.init(Data(bytes), path: "f") }
}

/// Returns the `DatasetError` that the closure throws, or `nil` if the closure throws no `DatasetError`.
func datasetError(_ body: () throws -> Void) -> DatasetError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DatasetError
    }
}
