import Tensors

/// Grey images of one size, each with a class.
public struct LabeledImages: Sendable, Hashable {
    /// Height and width in pixels.
    public let height, width: Int
    /// The number of classes; every label is below it.
    public let classCount: Int
    /// Grey values from 0 (black) to 255 (white): `[count, height, width]` in row-major order.
    public let pixels: [UInt8]
    /// The class of each image.
    public let labels: [UInt8]

    /// The number of images.
    public var count: Int { labels.count }

    /// Images from pixels and labels.
    ///
    /// Traps if there are not `height · width` pixels for each label, or where a label is not below `classCount`.
    public init(pixels: [UInt8], labels: [UInt8], height: Int, width: Int, classCount: Int = 10) {
        require(
            pixels.count == labels.count * height * width,
            "LabeledImages: \(pixels.count) pixels are not \(labels.count) images of \(height) × \(width)")
        require(
            labels.allSatisfy { Int($0) < classCount }, "LabeledImages: a label is not below \(classCount) classes")
        (self.pixels, self.labels, self.height, self.width) = (pixels, labels, height, width)
        self.classCount = classCount
    }

    /// Reads a pair of IDX files of unsigned bytes, raw or gzip-compressed: images `[count, height, width]` and labels
    /// `[count]`.
    ///
    /// - Throws: `DatasetError` if a file cannot be read or has another type or rank, if the numbers of images and
    ///   labels differ, or if a label is not below `classCount`. The error names the file.
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

    /// The images with independent Gaussian noise on every pixel, clipped to 0…255 and rounded.
    ///
    /// - Parameters:
    ///   - deviation: The standard deviation of the noise, in units of the difference between black and white.
    ///   - generator: The source of the noise.
    public func withNoise(deviation: Double, using generator: inout PhiloxGenerator) -> LabeledImages {
        let noise = Tensor<Float>(randomNormal: [pixels.count], using: &generator).scalars
        let noisy: [UInt8] = pixels.indices.map { index in
            UInt8(min(255, max(0, Float(pixels[index]) + noise[index] * Float(255 * deviation))).rounded())
        }
        return LabeledImages(pixels: noisy, labels: labels, height: height, width: width, classCount: classCount)
    }

    /// The first images, at most `limit`; none where `limit` is negative.
    public func prefix(_ limit: Int) -> LabeledImages {
        let kept: Int = max(0, min(limit, count))
        return LabeledImages(
            pixels: Array(pixels[..<(kept * height * width)]), labels: Array(labels[..<kept]), height: height,
            width: width, classCount: classCount)
    }

    /// The last images, at most `limit`; none where `limit` is negative.
    public func suffix(_ limit: Int) -> LabeledImages {
        let dropped: Int = count - max(0, min(limit, count))
        return LabeledImages(
            pixels: Array(pixels[(dropped * height * width)...]), labels: Array(labels[dropped...]), height: height,
            width: width, classCount: classCount)
    }
}
