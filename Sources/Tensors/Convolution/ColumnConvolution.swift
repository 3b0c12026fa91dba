internal import CKernels

/// A convolution by im2col, for any window geometry. All tensors must be contiguous.
///
/// The forward pass copies the windows of an image to the columns of a matrix and multiplies the weights by this
/// matrix. The pass copies a *tile*, some rows of windows, at a time, so that the matrix fits in the second-level
/// cache. The backward pass copies the windows again, which saves memory.
///
/// The panel kernels compute the products, because GEMM's preparations would take too long for the small product of a
/// single image.
struct ColumnConvolution {
    private let geometry: synann_window
    private let batch, channels, outputs: Int
    private let imageShape, weightShape: Shape
    /// Whether the convolution has a bias. With a bias, the column matrix has an additional row of ones. So the product
    /// with the weights also adds the bias. In the backward pass, the product for the derivative with respect to the
    /// weight also computes the derivative with respect to the bias.
    private let hasBias: Bool

    /// The greatest size of a column matrix in bytes: half of a second-level cache of 512 KiB. The other half is for
    /// the other operands of the product.
    private static let columnBytes = 1 << 18

    init(_ images: Shape, _ weight: Shape, _ window: Window2D, hasBias: Bool) {
        geometry = window.geometry(channels: images[1], height: images[2], width: images[3])
        (batch, channels, outputs) = (images[0], images[1], weight[0])
        (imageShape, weightShape) = (images, weight)
        self.hasBias = hasBias
    }

    /// The number of elements of an image.
    private var imageCount: Int { geometry.channels * geometry.height * geometry.width }
    /// The number of pixels of an output plane.
    private var outputPixels: Int { geometry.output_height * geometry.output_width }
    /// The number of elements of a window.
    private var windowCount: Int { geometry.channels * geometry.kernel_height * geometry.kernel_width }
    /// The number of rows of the column matrix.
    private var rowCount: Int { windowCount + (hasBias ? 1 : 0) }
    private var outputShape: Shape { [batch, outputs, geometry.output_height, geometry.output_width] }

    /// Whether the column matrix has the same elements as the image. This is the case for a window of 1 × 1 pixels with
    /// a stride of 1, without padding and bias.
    private var imageIsColumns: Bool {
        !hasBias && geometry.kernel_height == 1 && geometry.kernel_width == 1 && geometry.stride_height == 1
            && geometry.stride_width == 1 && geometry.padding_height == 0 && geometry.padding_width == 0
    }

    /// Returns the number of rows of windows in a tile of elements of type `Scalar`, at least 1.
    private func tileRows<Scalar>(_: Scalar.Type) -> Int {
        let rowBytes: Int = rowCount * geometry.output_width * MemoryLayout<Scalar>.stride
        return max(1, min(geometry.output_height, Self.columnBytes / max(1, rowBytes)))
    }

    /// Returns an uninitialized buffer for the column matrix of a tile, or an empty buffer if the image itself is the
    /// column matrix.
    private func columnBuffer<Scalar>(_: Scalar.Type) -> Tensor<Scalar> {
        Tensor(uninitialized: [imageIsColumns ? 0 : rowCount * tileRows(Scalar.self) * geometry.output_width])
    }

    /// Calls `body` for each tile of an image, with the column matrix of the tile, the position of the tile's first
    /// output pixel, and the number of columns of the matrix. `buffer` is the memory for the column matrix.
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

    /// Returns the convolution, a tensor of shape `[batch, outputs, output height, output width]`, for images, a weight
    /// and a bias of the shapes given to the initializer.
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
                        var operands = synann_strided_product_operands(
                            rows: outputs, inner: rowCount, columns: width, a: extended.address,
                            a_row_stride: rowCount, a_inner_stride: 1, b: columns, b_inner_stride: width,
                            b_column_stride: 1, adds: 0, c: output + pixel, c_stride: outputPixels)
                        synann_strided_product(Scalar.kernelType, &operands)
                    }
                }
            }
        }
    }

    /// The number of images in a chunk of work. A chunk contains enough arithmetic to make the cost of its start
    /// negligible.
    private var imagesPerChunk: Int {
        max(1, (1 << 19) / max(1, outputs * windowCount * outputPixels))
    }

    /// Returns the derivative of the loss with respect to the images. `cotangent` is the derivative of the loss with
    /// respect to the result of `forward`, and `weight` is the weight of `forward`.
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

    /// Adds weightᵀ · cotangent of a single image to `output`, tile by tile. `source` is the cotangent of the image,
    /// `buffer` the memory for the column matrix.
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

    /// Computes columns ← weightᵀ · cotangent for `width` output pixels of a single image. `cotangent` points to the
    /// first of these pixels in the first output plane. `columns` becomes a row-major matrix with `width` columns.
    private func multiplyByTransposedWeight<Scalar: RealScalar>(
        _ weight: Tensor<Scalar>, _ cotangent: UnsafePointer<Scalar>, _ width: Int,
        into columns: UnsafeMutablePointer<Scalar>
    ) {
        var operands = synann_strided_product_operands(
            rows: windowCount, inner: outputs, columns: width, a: weight.address, a_row_stride: 1,
            a_inner_stride: windowCount, b: cotangent, b_inner_stride: outputPixels, b_column_stride: 1, adds: 0,
            c: columns, c_stride: width)
        synann_strided_product(Scalar.kernelType, &operands)
    }

    /// Returns the derivatives with respect to the weight and the bias, from the sum over the images of columns ·
    /// cotangentᵀ. Here `columns` is the column matrix of an image, and `cotangent` is the derivative with respect to
    /// the result. `byBias` is `nil` if the convolution has no bias.
    ///
    /// The sum is the transpose of the derivative with respect to the weight. In this order of the factors the kernel
    /// packs the smaller matrix. Each chunk of images has a partial sum, and the partial sums are added at the end. So
    /// the order of additions depends only on the shapes.
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
                    var operands = synann_strided_product_operands(
                        rows: rowCount, inner: width, columns: outputs, a: columns, a_row_stride: width,
                        a_inner_stride: 1, b: source + pixel, b_inner_stride: 1, b_column_stride: outputPixels,
                        adds: 1, c: sum, c_stride: outputs)
                    synann_strided_product(Scalar.kernelType, &operands)
                }
            }
        }
        let transposed: Tensor<Scalar> = partial.sum(axis: 0)
        let byWeight: Tensor<Scalar> = transposed[0 ..< windowCount].transposed().contiguous()
        return (byWeight.reshapedView(to: weightShape), hasBias ? transposed[windowCount] : nil)
    }
}
