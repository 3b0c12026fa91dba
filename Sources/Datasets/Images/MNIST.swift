import Foundation

/// The MNIST handwritten digits: 60 000 training images and 10 000 test images of 28 × 28 pixels, in 10 classes.
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits" (CC BY-SA 3.0).
public struct MNIST: Sendable {
    /// The images for training.
    public let train: LabeledImages
    /// The images for testing.
    public let test: LabeledImages
    /// The source of the images as text for users: a directory, or "digits drawn by the program …".
    public let source: String

    /// The names of the four files and the SHA-256 digests of their uncompressed bytes.
    package static let files: [(name: String, digest: String)] = [
        ("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        ("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ]

    /// The addresses of directories that contain the four files as `NAME.gz`.
    static let mirrors: [String] = [
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
    ]

    init(train: LabeledImages, test: LabeledImages, source: String) {
        (self.train, self.test, self.source) = (train, test, source)
    }

    /// Reads the four files from a directory.
    ///
    /// Each file may be raw or gzip-compressed, with or without `.gz` in its name. Data sets in the same format, for
    /// example Fashion-MNIST, can be read too.
    ///
    /// - Throws: `DatasetError` with the path of the file, if a file is missing, is damaged, or has another element
    ///   type or number of axes, if the numbers of images and labels differ, if a label is above 9, or if the training
    ///   images and the test images differ in size.
    public init(directory: String) throws(DatasetError) {
        let paths: [String] = try Self.files.map { file throws(DatasetError) in
            try Self.find(file.name, in: directory)
        }
        self.init(
            train: try LabeledImages(imagesFile: paths[0], labelsFile: paths[1]),
            test: try LabeledImages(imagesFile: paths[2], labelsFile: paths[3]), source: directory)
        guard (train.height, train.width) == (test.height, test.width) else {
            throw DatasetError(
                path: paths[2],
                .wrongSize(expected: [train.height, train.width], found: [test.height, test.width]))
        }
    }

    /// Returns the path of the file `name` or `name.gz`. Some mirrors use a dot instead of the hyphen before `idx`, so
    /// the method also tries these names. Throws a `DatasetError` if `directory` contains no file with one of the
    /// names.
    private static func find(_ name: String, in directory: String) throws(DatasetError) -> String {
        let dotted: String = name.replacingOccurrences(of: "-idx", with: ".idx")
        let candidates: [String] = [name, name + ".gz", dotted, dotted + ".gz"].map { directory + "/" + $0 }
        if let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) { return path }
        throw DatasetError(path: candidates[1], .unreadable("there is no such file, nor \(name)"))
    }

    /// Loads the digits from a directory, from the cache, or from a public mirror.
    ///
    /// If `directory` is given, only this directory is read. Otherwise, if the environment variable `MNIST_DIR` is set,
    /// only the directory that it names is read. Otherwise the function reads the user's cache directory; the function
    /// first downloads missing files from a public mirror to the cache.
    ///
    /// - Parameters:
    ///   - directory: The directory of the files.
    ///   - progress: The function that is called during a download. The arguments of the function are the name of the
    ///     file, the number of bytes received, and the total number of bytes or 0 if the total is unknown.
    /// - Throws: `DatasetError` with the fault `.unavailable` if a file is missing in the cache and no mirror delivers
    ///   it, `.unwritable` if the cache cannot be written, and another fault if a file is missing in the given
    ///   directory or is damaged.
    public static func load(
        directory: String? = nil,
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(DatasetError) -> MNIST {
        try load(
            directory: directory, environment: ProcessInfo.processInfo.environment,
            mirrors: Self.mirrors, progress: progress)
    }

    /// Loads the digits as `load(directory:progress:)` does, with the given environment variables and mirrors.
    package static func load(
        directory: String?, environment: [String: String], mirrors: [String],
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(DatasetError) -> MNIST {
        if let directory { return try MNIST(directory: directory) }
        if let directory = environment["MNIST_DIR"], !directory.isEmpty { return try MNIST(directory: directory) }
        let cache: String = NamedDataset.cache("mnist", environment)
        try DatasetDownload(files: files, mirrors: mirrors, cache: cache, progress: progress).fillCache()
        return try MNIST(directory: cache)
    }

    /// The directory in which downloaded files are stored: `synann/mnist` in the user's cache directory.
    public static var defaultCacheDirectory: String {
        NamedDataset.cache("mnist", ProcessInfo.processInfo.environment)
    }
}
