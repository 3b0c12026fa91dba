import Tensors

extension LabeledImages {
    /// Returns the normalised images at `indices`, `[indices.count, 1, height, width]`, and their classes,
    /// `[indices.count]`.
    ///
    /// Traps if an index is out of range.
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
