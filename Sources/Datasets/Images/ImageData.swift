public import Tensors

/// Labelled images for a classifier. A batch of N images is a tensor of normalized pixels `[N, channels, height,
/// width]`, and a tensor of labels `[N]`.
public struct ImageData<Images: ImageSource>: DataSource {
    /// The images and their labels.
    public let images: Images
    /// The function from the byte of a pixel to a number.
    public let normalization: PixelNormalization
    /// The random changes of the images in training batches; nil for none.
    public let augmentation: ImageAugmentation?
    /// The normalized values of the bytes of each channel.
    private let tables: [[Float]]

    /// Creates data from images.
    ///
    /// - Parameters:
    ///   - images: The images and their labels.
    ///   - normalization: The function from the byte of a pixel to a number. Traps if it has neither one channel nor the
    ///     channels of the images.
    ///   - augmentation: The random changes of the images in training batches. By default, the images are not changed.
    public init(_ images: Images, normalization: PixelNormalization, augmentation: ImageAugmentation? = nil) {
        let channels: Int = images.shape.channels
        require(
            [1, channels].contains(normalization.means.count),
            "ImageData: a normalization of \(normalization.means.count) channels for images with \(channels)")
        (self.images, self.normalization, self.augmentation) = (images, normalization, augmentation)
        tables = (0 ..< channels).map { normalization.table(channel: $0) }
    }

    public static var sampleName: String { "images" }
    public var count: Int { images.count }
    public var batchesAhead: Int { images.batchesAhead }

    /// Returns the normalised images at `indices`, `[indices.count, channels, height, width]`, and their classes,
    /// `[indices.count]`. Throws the error of the images. Traps if an index is out of range.
    public func batch(_ indices: ArraySlice<Int>) throws(Images.Failure) -> ClassificationBatch<Float> {
        let labels: [Int] = images.labels
        let size: Int = images.shape.count
        let failure = LockedState<(position: Int, error: Images.Failure)?>(nil)
        let inputs = Tensor<Float>(uninitialized: Shape([indices.count] + images.shape.dimensions)) { target in
            Parallelism.forEachRange(of: indices.count, length: max(1, Parallelism.elementsPerChunk / max(1, size))) {
                range in
                for sample in range {
                    do throws(Images.Failure) {
                        let pixels: ArraySlice<UInt8> = try images.pixels(of: indices[indices.startIndex + sample])
                        normalize(
                            pixels,
                            to: UnsafeMutableBufferPointer(rebasing: target[sample * size ..< (sample + 1) * size]))
                    } catch {
                        // The first image of the batch decides, so that the error does not depend on the threads.
                        failure.withLock { first in
                            if first.map({ sample < $0.position }) ?? true { first = (sample, error) }
                        }
                    }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return (inputs, Tensor(indices.map { labels[$0] }))
    }

    private func normalize(_ pixels: ArraySlice<UInt8>, to target: UnsafeMutableBufferPointer<Float>) {
        let size: Int = images.shape.pixelsPerChannel
        pixels.withUnsafeBufferPointer { pixels in
            for (channel, table) in tables.enumerated() {
                table.withUnsafeBufferPointer { table in
                    for index in channel * size ..< (channel + 1) * size { target[index] = table[Int(pixels[index])] }
                }
            }
        }
    }

    public func augmented(
        _ batch: ClassificationBatch<Float>, using generator: inout PhiloxGenerator
    ) -> ClassificationBatch<Float> {
        guard let augmentation else { return batch }
        return (augmentation(batch.inputs, using: &generator), batch.targets)
    }
}

extension ImageSource {
    /// Returns the normalised images at `indices`, `[indices.count, channels, height, width]`, and their classes,
    /// `[indices.count]`. Throws the error of the source. Traps if an index is out of range.
    public func batch(
        _ indices: ArraySlice<Int>, normalization: PixelNormalization
    ) throws(Failure) -> (images: Tensor<Float>, labels: Tensor<Int>) {
        let batch: ClassificationBatch<Float> = try ImageData(self, normalization: normalization).batch(indices)
        return (batch.inputs, batch.targets)
    }
}
