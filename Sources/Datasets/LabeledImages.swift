import Tensors

/// Grey images of the same size, each with a class label.
public struct LabeledImages: Sendable, Hashable {
    /// The height and width of each image in pixels.
    public let height, width: Int
    /// The number of classes. Every label is less than this number.
    public let classCount: Int
    /// The grey values from 0 (black) to 255 (white): `[count, height, width]` in row-major order.
    public let pixels: [UInt8]
    /// The class label of each image.
    public let labels: [UInt8]

    /// The number of images.
    public var count: Int { labels.count }

    /// Creates images from pixels and labels.
    ///
    /// Traps if the number of pixels is not `labels.count · height · width`, or if a label is not less than
    /// `classCount`.
    public init(pixels: [UInt8], labels: [UInt8], height: Int, width: Int, classCount: Int = 10) {
        require(
            pixels.count == labels.count * height * width,
            "LabeledImages: \(pixels.count) pixels are not \(labels.count) images of \(height) × \(width)")
        require(
            labels.allSatisfy { Int($0) < classCount }, "LabeledImages: a label is not below \(classCount) classes")
        (self.pixels, self.labels, self.height, self.width) = (pixels, labels, height, width)
        self.classCount = classCount
    }

    /// Reads two IDX files of unsigned bytes: `imagesFile` contains the images, `[count, height, width]`, and
    /// `labelsFile` the labels, `[count]`.
    ///
    /// Each file may be raw or gzip-compressed.
    ///
    /// - Throws: `DatasetError` if a file cannot be read or has another type or rank, if the numbers of images and
    ///   labels differ, or if a label is not less than `classCount`. The error contains the path of the file.
    public init(imagesFile: String, labelsFile: String, classCount: Int = 10) throws(DatasetError) {
        let images: IDXFile = try IDXFile(contentsOf: imagesFile).requiring(rank: 3, path: imagesFile)
        let labels: IDXFile = try IDXFile(contentsOf: labelsFile).requiring(rank: 1, path: labelsFile)
        try self.init(images: images, labels: labels, classCount: classCount, imagesFile, labelsFile)
    }

    private init(
        images: IDXFile, labels: IDXFile, classCount: Int, _ imagesFile: String, _ labelsFile: String
    ) throws(DatasetError) {
        guard labels.shape[0] == images.shape[0] else {
            throw DatasetError(path: labelsFile, .wrongCount(expected: images.shape[0], found: labels.shape[0]))
        }
        if let position = labels.bytes.firstIndex(where: { Int($0) >= classCount }) {
            throw DatasetError(
                path: labelsFile,
                .labelOutOfRange(position: position, label: Int(labels.bytes[position]), classCount: classCount))
        }
        self.init(
            pixels: images.bytes, labels: labels.bytes, height: images.shape[1], width: images.shape[2],
            classCount: classCount)
    }

    /// Returns the images with independent Gaussian noise added to every pixel. The grey values are clipped to 0…255
    /// and rounded.
    ///
    /// - Parameters:
    ///   - deviation: The standard deviation of the noise, as a fraction of the difference of 255 between black and
    ///     white.
    ///   - generator: The source of the noise.
    public func withNoise(deviation: Double, using generator: inout PhiloxGenerator) -> LabeledImages {
        let noise = Tensor<Float>(randomNormal: [pixels.count], using: &generator).scalars
        let noisy: [UInt8] = pixels.indices.map { index in
            UInt8(min(255, max(0, Float(pixels[index]) + noise[index] * Float(255 * deviation))).rounded())
        }
        return LabeledImages(pixels: noisy, labels: labels, height: height, width: width, classCount: classCount)
    }

    /// Returns the first `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func prefix(_ limit: Int) -> LabeledImages {
        let kept: Int = max(0, min(limit, count))
        return LabeledImages(
            pixels: Array(pixels[..<(kept * height * width)]), labels: Array(labels[..<kept]), height: height,
            width: width, classCount: classCount)
    }

    /// Returns the last `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func suffix(_ limit: Int) -> LabeledImages {
        let dropped: Int = count - max(0, min(limit, count))
        return LabeledImages(
            pixels: Array(pixels[(dropped * height * width)...]), labels: Array(labels[dropped...]), height: height,
            width: width, classCount: classCount)
    }
}
