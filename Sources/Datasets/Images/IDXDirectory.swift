import Foundation

/// A directory with the four IDX files of a data set, named as MNIST's files.
struct IDXDirectory {
    private let directory: String
    /// The paths of the training images, training labels, test images and test labels.
    private let paths: [String]

    /// The parts of the file names in the order of `paths`.
    private static let roles: [[String]] = [
        ["train-images"], ["train-labels"], ["t10k-images", "test-images"], ["t10k-labels", "test-labels"],
    ]

    /// Finds the four files among the names of a directory; nil if there are no training images with MNIST's name.
    ///
    /// - Throws: `DatasetError` if one of the other three files is missing, or if the directory has several data sets.
    init?(_ directory: String, _ names: [String]) throws(DatasetError) {
        let files: [String] = names.filter { name in
            (name.contains("-idx") || name.contains(".idx")) && !name.hasPrefix(".")
                && ["ubyte", "ubyte.gz"].contains { name.hasSuffix($0) }
        }
        var paths: [String] = []
        for role in Self.roles {
            let found: [String] = files.filter { name in role.contains { name.contains($0) } }
            guard let first = found.first else {
                if paths.isEmpty { return nil }
                throw DatasetError(
                    path: directory + "/" + role[0] + "-idx*-ubyte", .unreadable("there is no such file"))
            }
            // A raw file and its compressed form are one file.
            let raw: String = first.hasSuffix(".gz") ? String(first.dropLast(3)) : first
            if let other = found.first(where: { $0 != raw && $0 != raw + ".gz" }) {
                throw DatasetError(
                    path: directory, .unknownDirectory("several data sets (\(first) and \(other))"))
            }
            paths.append(directory + "/" + (found.contains(raw) ? raw : raw + ".gz"))
        }
        (self.directory, self.paths) = (directory, paths)
    }

    /// Reads the four files.
    ///
    /// - Parameters:
    ///   - classNames: The names of the classes. With nil, the classes are the numbers from 0 to the greatest label of
    ///     the training images, but at least ten.
    ///   - content: The kind of pictures. With nil, grey images are characters.
    ///   - firstLabel: The number that the files give to the first class.
    ///   - isTransposed: Whether the rows of the files' images are columns.
    func dataset(
        classNames: [String]? = nil, content: ImageDataset.Content? = nil, firstLabel: Int = 0,
        isTransposed: Bool = false
    ) throws(DatasetError) -> ImageDataset {
        let classes: [String]
        if let classNames { classes = classNames } else { classes = try Self.classNames(labelsFile: paths[1]) }
        let numbered: [String] = (0 ..< firstLabel).map { "\($0)" } + classes
        var sets: [LabeledImages] = []
        for (images, labels) in [(paths[0], paths[1]), (paths[2], paths[3])] {
            let set = try LabeledImages(imagesFile: images, labelsFile: labels, classNames: numbered)
            if let position = set.labels.firstIndex(where: { $0 < firstLabel }) {
                throw DatasetError(
                    path: labels,
                    .labelOutOfRange(position: position, label: set.labels[position], classCount: numbered.count))
            }
            sets.append(
                LabeledImages(
                    pixels: isTransposed ? set.transposedPixels : set.pixels,
                    labels: set.labels.map { $0 - firstLabel },
                    shape: isTransposed ? set.shape.transposed : set.shape, classNames: classes))
        }
        guard sets[0].shape == sets[1].shape else {
            throw DatasetError(
                path: paths[2], .wrongSize(expected: sets[0].shape.dimensions, found: sets[1].shape.dimensions))
        }
        return ImageDataset(
            train: sets[0], test: sets[1], source: directory,
            content: content ?? (sets[0].shape.channels == 1 ? .characters : .things))
    }

    private static func classNames(labelsFile: String) throws(DatasetError) -> [String] {
        let labels: [UInt8] = try IDXFile(contentsOf: labelsFile).requiring(ranks: [1], path: labelsFile).bytes
        return (0 ..< max(10, Int(labels.max() ?? 0) + 1)).map { "\($0)" }
    }
}

extension ImageShape {
    /// The shape with height and width exchanged.
    fileprivate var transposed: ImageShape { ImageShape(channels: channels, height: width, width: height) }
}

extension LabeledImages {
    /// The pixels of the images in which rows and columns are exchanged.
    fileprivate var transposedPixels: [UInt8] {
        var result = [UInt8](repeating: 0, count: pixels.count)
        for plane in 0 ..< count * shape.channels {
            let start: Int = plane * shape.pixelsPerChannel
            for row in 0 ..< height {
                for column in 0 ..< width {
                    result[start + column * height + row] = pixels[start + row * width + column]
                }
            }
        }
        return result
    }
}
