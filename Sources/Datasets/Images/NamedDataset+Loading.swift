import Foundation

extension ImageDataset {
    /// Loads a data set from a directory or by its name.
    ///
    /// A data set with a name is searched for in these directories: NAME in the directory that the environment variable
    /// `SYNANN_DATA_DIR` names, `synann/NAME` in the user's cache directory, and `/usr/share/datasets/NAME`, where
    /// Debian's packages put data sets. MNIST is also searched for in the directory that `MNIST_DIR` names. If the files
    /// are in none of these, MNIST and Fashion-MNIST are downloaded to the user's cache directory.
    ///
    /// - Parameters:
    ///   - place: The path of a directory, or the name of a data set in `NamedDataset.all`. A directory takes precedence
    ///     over a name.
    ///   - reading: The options for pictures.
    ///   - progress: The function that is called during a download. The arguments of the function are the name of the
    ///     file, the number of bytes received, and the total number of bytes or 0 if the total is unknown.
    /// - Throws: `DatasetError` if there is neither such a directory nor such a data set, if the files of the data set
    ///   cannot be found, or as `init(directory:_:)` does.
    public static func load(
        _ place: String, _ reading: ImageReading = ImageReading(),
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(DatasetError) -> ImageDataset {
        var isDirectory: ObjCBool = false
        let exists: Bool = FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory)
        guard !exists, let named = NamedDataset.all.first(where: { $0.name == place.lowercased() }) else {
            if !exists, !place.contains("/") {
                throw DatasetError(path: place, .unknownName(names: NamedDataset.all.map(\.name)))
            }
            return try ImageDataset(directory: place, reading)
        }
        return try named.load(environment: ProcessInfo.processInfo.environment, progress: progress)
    }
}

extension NamedDataset {
    /// Loads the data set from the first directory that has it, or downloads it: see `ImageDataset.load`.
    func load(
        environment: [String: String],
        progress: @escaping @Sendable (_ file: String, _ received: Int, _ total: Int) -> Void
    ) throws(DatasetError) -> ImageDataset {
        let places: [String] = self.places(environment)
        for place in places {
            if let dataset = try dataset(in: place) { return dataset }
        }
        let cache: String = Self.cache(name, environment)
        guard let (files, mirrors) = download else {
            throw DatasetError(path: name, .missingDataset(address: address, places: places))
        }
        try DatasetDownload(files: files, mirrors: mirrors, cache: cache, progress: progress).fillCache()
        guard let dataset = try dataset(in: cache) else {
            throw DatasetError(path: name, .missingDataset(address: address, places: places))
        }
        return dataset
    }

    /// The directories that may contain the data set.
    private func places(_ environment: [String: String]) -> [String] {
        func named(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        var places: [String] = []
        if name == "mnist", let directory = named("MNIST_DIR") { places.append(directory) }
        if let directory = named("SYNANN_DATA_DIR") { places.append(directory + "/" + name) }
        return places + [Self.cache(name, environment), "/usr/share/datasets/" + name]
    }

    /// The directory in which the downloaded files of a data set are stored: `synann/NAME` in the user's cache
    /// directory.
    static func cache(_ name: String, _ environment: [String: String]) -> String {
        if let directory = environment["XDG_CACHE_HOME"], !directory.isEmpty { return directory + "/synann/" + name }
        #if os(macOS)
        return NSHomeDirectory() + "/Library/Caches/synann/" + name
        #else
        return NSHomeDirectory() + "/.cache/synann/" + name
        #endif
    }

    /// Returns the data set in a directory; nil if the directory is missing or has no file of the data set.
    private func dataset(in directory: String) throws(DatasetError) -> ImageDataset? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory).sorted() else { return nil }
        let own: [String] = names.filter { name in prefix.map { name.hasPrefix($0) } ?? true }
        if let files = try IDXDirectory(directory, own) {
            return try files.dataset(
                classNames: classNames, content: content, firstLabel: firstLabel, isTransposed: isTransposed)
        }
        if let files = CIFARDirectory(directory, names) { return try files.dataset() }
        // The archives of CIFAR contain a folder.
        for folder in ["cifar-10-batches-bin", "cifar-100-binary"] where names.contains(folder) {
            return try ImageDataset(directory: directory + "/" + folder)
        }
        return nil
    }
}
