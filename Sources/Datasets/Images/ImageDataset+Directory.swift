import Foundation

extension ImageDataset {
    /// Reads the data set in a directory.
    ///
    /// The directory contains one of these:
    /// - four IDX files with MNIST's names, such as `train-images-idx3-ubyte`, raw or gzip-compressed, with any prefix;
    /// - CIFAR-10's binary files `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`;
    /// - a folder of PNG or JPEG pictures for each class, or two such directories with the names `train` and `test`.
    ///
    /// IDX and CIFAR-10 files are read into memory. Pictures are read when a batch needs them.
    ///
    /// - Parameters:
    ///   - directory: The path of the directory.
    ///   - reading: The options for pictures.
    /// - Throws: `DatasetError` if the directory contains none of these, if a file is damaged, or if the training images
    ///   and the test images differ in shape.
    public init(directory: String, _ reading: ImageReading = ImageReading()) throws(DatasetError) {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted() } catch {
            let exists: Bool = FileManager.default.fileExists(atPath: directory)
            throw DatasetError(
                path: directory, .unreadable(exists ? "it is not a readable directory" : "there is no such directory"))
        }
        if let files = try IDXDirectory(directory, names) {
            self = try files.dataset()
        } else if let files = CIFARDirectory(directory, names) {
            self = try files.dataset()
        } else if let folders = PictureDirectory(directory, names) {
            self = try folders.dataset(reading)
        } else {
            let visible: [String] = names.filter { !$0.hasPrefix(".") }
            throw DatasetError(
                path: directory,
                .unknownDirectory(
                    visible.isEmpty
                        ? "no files"
                        : "\(visible.prefix(3).joined(separator: ", "))"
                            + (visible.count > 3 ? " and \(visible.count - 3) other files" : "")))
        }
    }
}
