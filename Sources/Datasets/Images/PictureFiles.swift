import Foundation
import Interchange
import Tensors

/// The picture files of a directory with a folder for each class.
struct PictureFiles {
    private let directory: String
    /// The names of the folders, in ascending order.
    let classNames: [String]
    /// The paths of the files, in ascending order within each class.
    let paths: [String]
    /// The class of each file.
    let labels: [Int]

    private static let extensions: Set<String> = ["png", "jpg", "jpeg"]

    /// Lists the pictures of a directory. If `known` is not nil, it contains the classes.
    ///
    /// - Throws: `DatasetError` if the directory cannot be read, or if it has a folder that is none of the known classes.
    init(_ directory: String, classNames known: [String]? = nil) throws(DatasetError) {
        let folders: [String] = try Self.folders(in: directory)
        if let known, let unknown = folders.first(where: { !known.contains($0) }) {
            throw DatasetError(path: directory + "/" + unknown, .unknownClass(unknown, known: known))
        }
        self.directory = directory
        classNames = known ?? folders
        var (paths, labels): ([String], [Int]) = ([], [])
        for (label, name) in classNames.enumerated() {
            let files: [String] = Self.pictures(in: directory + "/" + name)
            paths += files
            labels += [Int](repeating: label, count: files.count)
        }
        (self.paths, self.labels) = (paths, labels)
    }

    /// Returns the names of the folders in a directory, in ascending order.
    static func folders(in directory: String) throws(DatasetError) -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
            throw DatasetError(path: directory, .unreadable("it is not a readable directory"))
        }
        return names.filter { name in
            var isDirectory: ObjCBool = false
            return !name.hasPrefix(".")
                && FileManager.default.fileExists(atPath: directory + "/" + name, isDirectory: &isDirectory)
                && isDirectory.boolValue
        }.sorted()
    }

    /// Returns the paths of the pictures in a folder and its folders, in ascending order.
    private static func pictures(in folder: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [String] = []
        for case let name as String in names {
            let isHidden: Bool = name.split(separator: "/").contains { $0.hasPrefix(".") }
            if !isHidden, extensions.contains((name as NSString).pathExtension.lowercased()) {
                found.append(folder + "/" + name)
            }
        }
        return found.sorted()
    }

    /// Throws a `DatasetError` if there are fewer than two classes, or if a class has no pictures.
    func requireClasses() throws(DatasetError) {
        if paths.isEmpty { throw DatasetError(path: directory, .noImages) }
        guard classNames.count >= 2 else { throw DatasetError(path: directory, .tooFewClasses(classNames)) }
        let used: Set<Int> = Set(labels)
        for (label, name) in classNames.enumerated() where !used.contains(label) {
            throw DatasetError(path: directory + "/" + name, .noImages)
        }
    }

    /// Returns the shape of the images: the size and the channels in `reading`, or else those of the first pictures.
    ///
    /// - Throws: `DatasetError` if the size of the first picture is needed and the picture is damaged.
    func shape(_ reading: ImageReading) throws(DatasetError) -> ImageShape {
        // A hundred pictures from all classes show whether there is colour.
        let sampled: [Int] = Array(stride(from: 0, to: paths.count, by: max(1, paths.count / 100)))
        let headers: [PictureHeader] = sampled.compactMap { PictureHeader(contentsOf: paths[$0]) }
        let channels: Int = reading.channels ?? (headers.contains { $0.isColored } ? 3 : 1)
        if let size = reading.size { return ImageShape(channels: channels, height: size.height, width: size.width) }
        guard let first = headers.first else {
            throw DatasetError(
                path: paths[0], .damagedImage("cannot be read as a picture. Name a whole PNG or JPEG file."))
        }
        return ImageShape(channels: channels, height: first.height, width: first.width)
    }

    /// Throws a `DatasetError` about the first picture whose size differs from `shape`. Damaged files are ignored here,
    /// because reading them reports the damage.
    func requireSize(of shape: ImageShape) throws(DatasetError) {
        let different = LockedState<(index: Int, header: PictureHeader)?>(nil)
        Parallelism.forEachRange(of: paths.count, length: 64) { range in
            for index in range {
                guard let header = PictureHeader(contentsOf: paths[index]),
                    (header.height, header.width) != (shape.height, shape.width)
                else { continue }
                different.withLock { first in
                    if first.map({ index < $0.index }) ?? true { first = (index, header) }
                }
            }
        }
        guard let (index, header) = different.withLock({ $0 }) else { return }
        throw DatasetError(
            path: paths[index],
            .differentImageSize(expected: [shape.height, shape.width], found: [header.height, header.width]))
    }
}
