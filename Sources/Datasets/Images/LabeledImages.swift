import Tensors

/// Images of the same shape in memory, each with a class label.
public struct LabeledImages: ImageSource, Hashable {
    public let shape: ImageShape
    public let classNames: [String]
    /// The pixels from 0 (black) to 255: `[count, channels, height, width]` in row-major order.
    public let pixels: [UInt8]
    public let labels: [Int]

    /// The height of each image in pixels.
    public var height: Int { shape.height }
    /// The width of each image in pixels.
    public var width: Int { shape.width }

    /// Creates images from pixels and labels.
    ///
    /// Traps if the number of pixels is not `labels.count · shape.count`, or if a label is not a position in
    /// `classNames`.
    ///
    /// - Parameters:
    ///   - pixels: The pixels, `[count, channels, height, width]` in row-major order.
    ///   - labels: The class label of each image.
    ///   - shape: The shape of each image.
    ///   - classNames: The names of the classes.
    public init(pixels: [UInt8], labels: [Int], shape: ImageShape, classNames: [String]) {
        require(
            pixels.count == labels.count * shape.count,
            "LabeledImages: \(pixels.count) pixels are not \(labels.count) images of \(shape)")
        require(
            labels.allSatisfy { classNames.indices.contains($0) },
            "LabeledImages: a label is not one of \(classNames.count) classes")
        (self.pixels, self.labels, self.shape, self.classNames) = (pixels, labels, shape, classNames)
    }

    /// Creates grey images whose classes are named by their numbers: `"0"`, `"1"` and so on. Traps as
    /// `init(pixels:labels:shape:classNames:)` does.
    public init(pixels: [UInt8], labels: [Int], height: Int, width: Int, classCount: Int = 10) {
        self.init(
            pixels: pixels, labels: labels, shape: ImageShape(channels: 1, height: height, width: width),
            classNames: (0 ..< classCount).map { "\($0)" })
    }

    /// Reads all images of a source into memory. Throws the error of the source.
    public init<Source: ImageSource>(loading source: Source) throws(Source.Failure) {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(source.count * source.shape.count)
        for index in 0 ..< source.count { pixels += try source.pixels(of: index) }
        self.init(pixels: pixels, labels: source.labels, shape: source.shape, classNames: source.classNames)
    }

    public func pixels(of index: Int) -> ArraySlice<UInt8> { pixels[index * shape.count ..< (index + 1) * shape.count] }

    /// Returns the images with independent Gaussian noise added to every pixel. The values are clipped to 0…255 and
    /// rounded.
    ///
    /// - Parameters:
    ///   - deviation: The standard deviation of the noise, as a fraction of the difference of 255 between black and
    ///     white. Traps if it is negative or not finite.
    ///   - generator: The source of the noise.
    public func withNoise(deviation: Double, using generator: inout PhiloxGenerator) -> LabeledImages {
        require(
            deviation >= 0 && deviation.isFinite, "withNoise: the deviation \(deviation) is negative or not finite")
        let noise = Tensor<Float>(randomNormal: [pixels.count], using: &generator).scalars
        let noisy: [UInt8] = pixels.indices.map { index in
            UInt8(min(255, max(0, Float(pixels[index]) + noise[index] * Float(255 * deviation))).rounded())
        }
        return LabeledImages(pixels: noisy, labels: labels, shape: shape, classNames: classNames)
    }

    /// Returns the first `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func prefix(_ limit: Int) -> LabeledImages { part(0 ..< max(0, min(limit, count))) }

    /// Returns the last `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func suffix(_ limit: Int) -> LabeledImages { part(count - max(0, min(limit, count)) ..< count) }

    private func part(_ range: Range<Int>) -> LabeledImages {
        LabeledImages(
            pixels: Array(pixels[range.lowerBound * shape.count ..< range.upperBound * shape.count]),
            labels: Array(labels[range]), shape: shape, classNames: classNames)
    }
}
