extension LabeledImages {
    /// Reads two IDX files of unsigned bytes: `imagesFile` contains the images, and `labelsFile` the labels, `[count]`.
    ///
    /// Each file may be raw or gzip-compressed. The images are grey, `[count, height, width]`, or have channels,
    /// `[count, channels, height, width]` or `[count, height, width, 3]`.
    ///
    /// - Parameters:
    ///   - imagesFile: The path of the images.
    ///   - labelsFile: The path of the labels.
    ///   - classNames: The names of the classes. With nil, the classes are named by their numbers, from 0 to the
    ///     greatest label in the file.
    /// - Throws: `DatasetError` if a file cannot be read or has another type or rank, if the numbers of images and
    ///   labels differ, or if a label is not a position in `classNames`. The error contains the path of the file.
    public init(imagesFile: String, labelsFile: String, classNames: [String]?) throws(DatasetError) {
        let images: IDXFile = try IDXFile(contentsOf: imagesFile).requiring(ranks: [3, 4], path: imagesFile)
        let labels: [Int] = try IDXFile(contentsOf: labelsFile).requiring(ranks: [1], path: labelsFile).bytes.map {
            Int($0)
        }
        guard labels.count == images.shape[0] else {
            throw DatasetError(path: labelsFile, .wrongCount(expected: images.shape[0], found: labels.count))
        }
        let names: [String] = classNames ?? (0 ... (labels.max() ?? 0)).map { "\($0)" }
        if let position = labels.firstIndex(where: { $0 >= names.count }) {
            throw DatasetError(
                path: labelsFile,
                .labelOutOfRange(position: position, label: labels[position], classCount: names.count))
        }
        let (shape, pixels): (ImageShape, [UInt8]) = Self.planes(of: images)
        self.init(pixels: pixels, labels: labels, shape: shape, classNames: names)
    }

    /// Reads two IDX files of images in `classCount` classes that are named by their numbers: see
    /// `init(imagesFile:labelsFile:classNames:)`.
    public init(imagesFile: String, labelsFile: String, classCount: Int = 10) throws(DatasetError) {
        try self.init(imagesFile: imagesFile, labelsFile: labelsFile, classNames: (0 ..< classCount).map { "\($0)" })
    }

    /// Returns the shape of the images and their pixels with the channels before the rows.
    private static func planes(of file: IDXFile) -> (shape: ImageShape, pixels: [UInt8]) {
        let lengths: [Int] = file.shape
        if lengths.count == 3 { return (ImageShape(channels: 1, height: lengths[1], width: lengths[2]), file.bytes) }
        guard lengths[3] == 3, lengths[1] != 3, lengths[1] != 1 else {
            return (ImageShape(channels: lengths[1], height: lengths[2], width: lengths[3]), file.bytes)
        }
        let shape = ImageShape(channels: 3, height: lengths[1], width: lengths[2])
        var pixels = [UInt8](repeating: 0, count: file.bytes.count)
        for image in 0 ..< lengths[0] {
            interleavedToPlanes(
                file.bytes[image * shape.count ..< (image + 1) * shape.count], shape: shape,
                to: &pixels[image * shape.count ..< (image + 1) * shape.count])
        }
        return (shape, pixels)
    }
}

/// Writes an image with interleaved channels, `[height, width, channels]`, to `target` as `[channels, height, width]`.
func interleavedToPlanes(_ source: ArraySlice<UInt8>, shape: ImageShape, to target: inout ArraySlice<UInt8>) {
    for channel in 0 ..< shape.channels {
        for pixel in 0 ..< shape.pixelsPerChannel {
            target[target.startIndex + channel * shape.pixelsPerChannel + pixel] =
                source[source.startIndex + pixel * shape.channels + channel]
        }
    }
}
