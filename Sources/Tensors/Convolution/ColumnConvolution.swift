internal import CKernels

/// Any convolution by the columns of windows (im2col), over contiguous tensors: each image's windows are copied to the columns
/// of a matrix, so many rows of windows at a time that the matrix stays in the second-level cache, and multiplied by the
/// weights. The backward pass copies them anew instead of keeping them.
///
/// The products are the panel kernels' and not BLAS's: products as small as an image's do not pay for what GEMM does before it
/// multiplies.
struct ColumnConvolution {
    private let geometry: synann_window
    private let batch, channels, outputs: Int
    private let imageShape, weightShape: Shape
    /// The bias counts as one more input, which is 1 everywhere: so the product adds it, and sums its derivative.
    private let hasBias: Bool

    /// What a column matrix may take: half of a small second-level cache, so that the product's other operands fit too.
    private static let columnBytes = 1 << 18

    init(_ images: Shape, _ weight: Shape, _ window: Window2D, hasBias: Bool) {
        geometry = window.geometry(channels: images[1], height: images[2], width: images[3])
        (batch, channels, outputs) = (images[0], images[1], weight[0])
        (imageShape, weightShape) = (images, weight)
        self.hasBias = hasBias
    }

    private var imageCount: Int { geometry.channels * geometry.height * geometry.width }
    private var outputPixels: Int { geometry.output_height * geometry.output_width }
    private var windowCount: Int { geometry.channels * geometry.kernel_height * geometry.kernel_width }
    /// Rows of the column matrix: the positions of the window, and the bias.
    private var rowCount: Int { windowCount + (hasBias ? 1 : 0) }
    private var outputShape: Shape { [batch, outputs, geometry.output_height, geometry.output_width] }

    /// A 1 × 1 window without stride, padding or bias: the image is its own column matrix.
    private var imageIsColumns: Bool {
        !hasBias && geometry.kernel_height == 1 && geometry.kernel_width == 1 && geometry.stride_height == 1
            && geometry.stride_width == 1 && geometry.padding_height == 0 && geometry.padding_width == 0
    }

    /// How many rows of windows make up a tile.
    private func tileRows<Scalar>(_: Scalar.Type) -> Int {
        let rowBytes: Int = rowCount * geometry.output_width * MemoryLayout<Scalar>.stride
        return max(1, min(geometry.output_height, Self.columnBytes / max(1, rowBytes)))
    }

    private func columnBuffer<Scalar>(_: Scalar.Type) -> Tensor<Scalar> {
        Tensor(uninitialized: [imageIsColumns ? 0 : rowCount * tileRows(Scalar.self) * geometry.output_width])
    }

    /// Calls `body` with the column matrix of each tile of an image, its first row of windows and its width.
    private func forEachTile<Scalar: RealScalar>(
        _ image: UnsafePointer<Scalar>, _ buffer: Tensor<Scalar>,
        _ body: (_ columns: UnsafePointer<Scalar>, _ pixel: Int, _ width: Int) -> Void
    ) {
        if imageIsColumns { return body(image, 0, outputPixels) }
        var geometry: synann_window = geometry
        let step: Int = tileRows(Scalar.self)
        for row in stride(from: 0, to: geometry.output_height, by: step) {
            let rows: Int = min(step, geometry.output_height - row)
            let width: Int = rows * geometry.output_width
            synann_image_to_columns(Scalar.kernelType, &geometry, image, row, rows, buffer.mutableAddress)
            if hasBias { fill(buffer.mutableAddress + windowCount * width, with: 1, count: width) }
            body(buffer.address, row * geometry.output_width, width)
        }
    }

    func forward<Scalar: RealScalar>(
        _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let rows: Tensor<Scalar> = weight.reshapedView(to: [outputs, windowCount])
        let extended: Tensor<Scalar> =
            bias.map { bias in
                Tensor(concatenating: [rows, bias.reshapedView(to: [outputs, 1])], axis: 1)
            } ?? rows
        return Tensor(uninitialized: outputShape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: imagesPerChunk) { range in
                let buffer: Tensor<Scalar> = columnBuffer(Scalar.self)
                for image in range {
                    let output = target + image * outputs * outputPixels
                    forEachTile(images.address + image * imageCount, buffer) { columns, pixel, width in
                        synann_strided_product(
                            Scalar.kernelType, outputs, rowCount, width, extended.address, rowCount, 1,
                            columns, width, 1, 0, output + pixel, outputPixels)
                    }
                }
            }
        }
    }

    /// Images that one chunk takes: enough arithmetic to be worth handing out.
    private var imagesPerChunk: Int {
        max(1, (1 << 19) / max(1, outputs * windowCount * outputPixels))
    }

    func imageGradient<Scalar: RealScalar>(_ cotangent: Tensor<Scalar>, _ weight: Tensor<Scalar>) -> Tensor<Scalar> {
        Tensor(uninitialized: imageShape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: imagesPerChunk) { range in
                let buffer: Tensor<Scalar> = columnBuffer(Scalar.self)
                for image in range {
                    let output = target + image * imageCount
                    let source = cotangent.address + image * outputs * outputPixels
                    if imageIsColumns {
                        multiplyByTransposedWeight(weight, source, outputPixels, into: output)
                    } else {
                        fill(output, with: 0, count: imageCount)
                        addTiles(weight, source, buffer, to: output)
                    }
                }
            }
        }
    }

    private func addTiles<Scalar: RealScalar>(
        _ weight: Tensor<Scalar>, _ source: UnsafePointer<Scalar>, _ buffer: Tensor<Scalar>,
        to output: UnsafeMutablePointer<Scalar>
    ) {
        var geometry: synann_window = geometry
        let step: Int = tileRows(Scalar.self)
        for row in stride(from: 0, to: geometry.output_height, by: step) {
            let rows: Int = min(step, geometry.output_height - row)
            multiplyByTransposedWeight(
                weight, source + row * geometry.output_width, rows * geometry.output_width, into: buffer.mutableAddress)
            synann_columns_to_image(Scalar.kernelType, &geometry, buffer.address, row, rows, output)
        }
    }

    /// columns ← weightᵀ · cotangent for `width` pixels of one image.
    private func multiplyByTransposedWeight<Scalar: RealScalar>(
        _ weight: Tensor<Scalar>, _ cotangent: UnsafePointer<Scalar>, _ width: Int,
        into columns: UnsafeMutablePointer<Scalar>
    ) {
        synann_strided_product(
            Scalar.kernelType, windowCount, outputs, width, weight.address, 1, windowCount,
            cotangent, outputPixels, 1, 0, columns, width)
    }

    /// Σ over images of columns · cotangentᵀ, which is the gradient's transpose: so the smaller matrix is the one
    /// that is packed. A partial sum for each chunk of images, then the sum of those, so that the order of additions
    /// depends on the shape alone.
    func weightGradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ images: Tensor<Scalar>
    ) -> (byWeight: Tensor<Scalar>, byBias: Tensor<Scalar>?) {
        let perChunk: Int = max(imagesPerChunk, (batch + 7) / 8)
        let chunkCount: Int = (batch + perChunk - 1) / perChunk
        let partial = Tensor<Scalar>(zeros: [chunkCount, rowCount, outputs])
        Parallelism.forEachRange(of: batch, length: perChunk) { range in
            let buffer: Tensor<Scalar> = columnBuffer(Scalar.self)
            let sum = partial.mutableAddress + range.lowerBound / perChunk * rowCount * outputs
            for image in range {
                let source = cotangent.address + image * outputs * outputPixels
                forEachTile(images.address + image * imageCount, buffer) { columns, pixel, width in
                    synann_strided_product(
                        Scalar.kernelType, rowCount, width, outputs, columns, width, 1,
                        source + pixel, 1, outputPixels, 1, sum, outputs)
                }
            }
        }
        let transposed: Tensor<Scalar> = partial.sum(axis: 0)
        let byWeight: Tensor<Scalar> = transposed[0 ..< windowCount].transposed().contiguous()
        return (byWeight.reshapedView(to: weightShape), hasBias ? transposed[windowCount] : nil)
    }
}
