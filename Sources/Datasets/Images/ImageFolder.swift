import Interchange
import Tensors

/// Pictures in PNG or JPEG files, with one folder for each class: `directory/CLASS/PICTURE.png`.
///
/// The classes are the folders in ascending order of their names. Folders in the folder of a class belong to the class.
/// Files and folders whose names begin with a dot are ignored, as are files of other types. A picture is read when a
/// batch needs it, on the threads that prepare batches. Its pixels are kept in memory as long as
/// `ImageReading.cacheLimit` allows, so that later epochs need not decode it again.
public struct ImageFolder: ImageSource {
    public let shape: ImageShape
    public let classNames: [String]
    public let labels: [Int]
    /// The path of each picture.
    public let paths: [String]
    private let fit: ImageReading.Fit
    /// Whether pictures of another size are resized.
    private let resizes: Bool
    private let cache: PixelCache

    /// Finds the pictures of a directory.
    ///
    /// Without `reading.size`, the first bytes of all files are read, to compare the sizes of the pictures.
    ///
    /// - Parameters:
    ///   - directory: The directory with a folder for each class.
    ///   - reading: The options for the pictures.
    /// - Throws: `DatasetError` if there are fewer than two folders, if a folder has no pictures, if the first picture
    ///   is damaged, or if the pictures differ in size and `reading.size` is nil.
    public init(_ directory: String, _ reading: ImageReading = ImageReading()) throws(DatasetError) {
        let files = try PictureFiles(directory)
        try files.requireClasses()
        self = try ImageFolder(files, reading, shape: files.shape(reading))
    }

    /// Creates a source of the given files. The initializer throws the errors of `init(_:_:)` about sizes.
    init(_ files: PictureFiles, _ reading: ImageReading, shape: ImageShape) throws(DatasetError) {
        if reading.size == nil { try files.requireSize(of: shape) }
        (self.shape, classNames, labels, paths) = (shape, files.classNames, files.labels, files.paths)
        (fit, resizes) = (reading.fit, reading.size != nil)
        cache = PixelCache(imageCount: files.paths.count, imageSize: shape.count, limit: reading.cacheLimit)
    }

    /// Creates a source of the pictures of `folder` at the given positions.
    private init(_ folder: ImageFolder, keeping kept: [Int]) {
        (shape, classNames, fit, resizes) = (folder.shape, folder.classNames, folder.fit, folder.resizes)
        (labels, paths) = (kept.map { folder.labels[$0] }, kept.map { folder.paths[$0] })
        cache = folder.cache.selecting(kept)
    }

    /// 4, or 0 as soon as the pixels of all pictures are in memory.
    public var batchesAhead: Int { cache.isComplete ? 0 : 4 }

    public func pixels(of index: Int) throws(DatasetError) -> ArraySlice<UInt8> {
        if let pixels = cache[index] { return pixels[...] }
        let pixels: [UInt8] = try read(paths[index])
        cache[index] = pixels
        return pixels[...]
    }

    private func read(_ path: String) throws(DatasetError) -> [UInt8] {
        let picture: Picture
        do { picture = try Picture(contentsOf: path, as: shape.channels == 1 ? .gray : .rgb) } catch {
            throw DatasetError(path: path, .damagedImage(error.explanation))
        }
        let (height, width): (Int, Int) = (shape.height, shape.width)
        guard resizes || (picture.height, picture.width) == (height, width) else {
            throw DatasetError(
                path: path,
                .differentImageSize(expected: [height, width], found: [picture.height, picture.width]))
        }
        return picture.resized(width: width, height: height, fitting: fit == .crop ? .crop : .stretch).planarPixels
    }

    /// Reads all pictures, and returns the source without the damaged ones, and a sentence about each of them.
    func withoutDamaged() -> (images: ImageFolder, skipped: [String]) {
        let faults = LockedState<[Int: String]>([:])
        Parallelism.forEachRange(of: count, length: 16) { range in
            for index in range {
                do throws(DatasetError) { _ = try pixels(of: index) } catch {
                    faults.withLock { $0[index] = error.description }
                }
            }
        }
        let damaged: [Int: String] = faults.withLock { $0 }
        if damaged.isEmpty { return (self, []) }
        return (
            ImageFolder(self, keeping: paths.indices.filter { damaged[$0] == nil }),
            damaged.sorted { $0.key < $1.key }.map(\.value)
        )
    }
}
