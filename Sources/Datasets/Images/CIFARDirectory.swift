import Files
import Foundation

/// A directory with the binary files of CIFAR-10 or CIFAR-100: 32 × 32 RGB images.
///
/// A record of CIFAR-10 has a label and 3072 pixels, a record of CIFAR-100 has a coarse label, a fine label and 3072
/// pixels. The pixels are the red, green and blue plane.
///
/// Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009;
/// https://www.cs.toronto.edu/~kriz/cifar.html.
struct CIFARDirectory {
    private let directory: String
    private let trainFiles: [String]
    private let testFile: String
    private let isCIFAR100: Bool

    private static let shape = ImageShape(channels: 3, height: 32, width: 32)

    /// Finds the files among the names of a directory; nil if they are not there. Other images in the same format may
    /// have any positive number of files `data_batch_N.bin`.
    init?(_ directory: String, _ names: [String]) {
        let batches: [String] = names.filter { $0.hasPrefix("data_batch_") && $0.hasSuffix(".bin") }
        self.directory = directory
        if !batches.isEmpty, names.contains("test_batch.bin") {
            (trainFiles, testFile, isCIFAR100) = (batches, "test_batch.bin", false)
        } else if names.contains("train.bin"), names.contains("test.bin") {
            (trainFiles, testFile, isCIFAR100) = (["train.bin"], "test.bin", true)
        } else {
            return nil
        }
    }

    /// Reads the files. The names of the classes are in `batches.meta.txt` or `fine_label_names.txt`; without this file,
    /// the classes are named by their numbers.
    ///
    /// - Throws: `DatasetError` if a file cannot be read, if its length is no multiple of a record's, or if a label is
    ///   not less than the number of classes.
    func dataset() throws(DatasetError) -> ImageDataset {
        let classNames: [String] = self.classNames
        return ImageDataset(
            train: try images(trainFiles, classNames), test: try images([testFile], classNames), source: directory,
            content: .things)
    }

    private var classNames: [String] {
        let count: Int = isCIFAR100 ? 100 : 10
        let file: String = directory + (isCIFAR100 ? "/fine_label_names.txt" : "/batches.meta.txt")
        let names: [String] = ((try? FileContents.text(of: file)) ?? "").split(whereSeparator: \.isNewline).map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
        return names.count == count ? names : (0 ..< count).map { "\($0)" }
    }

    private func images(_ files: [String], _ classNames: [String]) throws(DatasetError) -> LabeledImages {
        let (labelBytes, size): (Int, Int) = (isCIFAR100 ? 2 : 1, Self.shape.count)
        let record: Int = labelBytes + size
        var (pixels, labels): ([UInt8], [Int]) = ([], [])
        for file in files {
            let path: String = directory + "/" + file
            let bytes: Data
            do { bytes = try FileContents.bytes(of: path) } catch {
                throw DatasetError(path: path, .unreadable(error.reason))
            }
            guard bytes.count.isMultiple(of: record) else {
                let whole: Int = (bytes.count / record + 1) * record
                throw DatasetError(path: path, .truncated(expected: whole, found: bytes.count))
            }
            for start in stride(from: 0, to: bytes.count, by: record) {
                let label = Int(bytes[bytes.startIndex + start + labelBytes - 1])
                guard label < classNames.count else {
                    throw DatasetError(
                        path: path,
                        .labelOutOfRange(position: start / record, label: label, classCount: classNames.count))
                }
                labels.append(label)
                let first: Int = bytes.startIndex + start + labelBytes
                pixels += bytes[first ..< first + size]
            }
        }
        return LabeledImages(pixels: pixels, labels: labels, shape: Self.shape, classNames: classNames)
    }
}
