import Tensors

/// How grey values become numbers: `(value / 255 − mean) / deviation`.
public struct PixelNormalization: Sendable, Hashable {
    /// The mean of the pixels, in 0…1.
    public let mean: Float
    /// Their standard deviation, in 0…1.
    public let deviation: Float

    public init(mean: Float, deviation: Float) { (self.mean, self.deviation) = (mean, deviation) }

    /// MNIST's own mean and standard deviation: 0.1307 and 0.3081.
    public static let mnist = PixelNormalization(mean: 0.1307, deviation: 0.3081)
    /// Values in 0…1.
    public static let unit = PixelNormalization(mean: 0, deviation: 1)

    /// What a grey value becomes.
    public func callAsFunction(_ value: UInt8) -> Float { (Float(value) / 255 - mean) / deviation }

    /// What black becomes, which lies beyond the image's edge.
    public var background: Float { self(0) }
}

extension LabeledImages {
    /// The images at `indices` as `[N, 1, height, width]` and their classes as `[N]`.
    public func batch(
        _ indices: ArraySlice<Int>, normalization: PixelNormalization
    ) -> (images: Tensor<Float>, labels: Tensor<Int>) {
        let table: [Float] = (0 ..< 256).map { normalization(UInt8($0)) }
        let size: Int = height * width
        let images = Tensor<Float>(uninitialized: [indices.count, 1, height, width]) { target in
            Parallelism.forEachRange(of: indices.count, length: max(1, Parallelism.elementsPerChunk / max(1, size))) {
                range in
                for sample in range {
                    let part = UnsafeMutableBufferPointer(rebasing: target[sample * size ..< (sample + 1) * size])
                    convert(image: indices[indices.startIndex + sample], table, to: part)
                }
            }
        }
        return (images, Tensor(indices.map { Int(labels[$0]) }))
    }

    private func convert(image: Int, _ table: [Float], to target: UnsafeMutableBufferPointer<Float>) {
        let size: Int = height * width
        pixels.withUnsafeBufferPointer { pixels in
            table.withUnsafeBufferPointer { table in
                for index in 0 ..< size { target[index] = table[Int(pixels[image * size + index])] }
            }
        }
    }
}
