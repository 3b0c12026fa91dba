internal import CKernels

/// A convolution by im2col, for any window geometry. All tensors must be contiguous.
///
/// The windows of an image are the columns of a matrix. The forward pass multiplies the weights by this matrix, whose
/// panels the kernel packs from the image. The backward pass writes the matrix to memory, a *tile* at a time, so that the
/// tile's matrix fits in the second-level cache. A tile consists of some rows of windows, or of a part of a single row.
///
/// With several groups, the channels of a group are neighbours in memory, and so are its outputs. A *part* is a group
/// of an image. The algorithm therefore treats each part as an image of its own, without a copy.
///
/// The panel kernels compute the products, because GEMM's preparations would take too long for the small product of a
/// single image.
struct ColumnConvolution {
    private let geometry: synann_window
    private let batch, groups: Int
    /// The number of outputs of a group.
    private let outputs: Int
    private let imageShape, weightShape: Shape
    /// Whether the convolution has a bias. With a bias, the column matrix has an additional row of ones. So the product
    /// with the weights also adds the bias. In the backward pass, the product for the derivative with respect to the
    /// weight also computes the derivative with respect to the bias.
    private let hasBias: Bool

    /// The greatest size of a column matrix in bytes: half of a second-level cache of 512 KiB. The other half is for
    /// the other operands of the product.
    private static let columnBytes = 1 << 18

    init(_ images: Shape, _ weight: Shape, _ window: Window2D, groups: Int, hasBias: Bool) {
        geometry = window.geometry(channels: weight[1], height: images[2], width: images[3])
        (batch, self.groups, outputs) = (images[0], groups, weight[0] / groups)
        (imageShape, weightShape) = (images, weight)
        self.hasBias = hasBias
    }

    /// The number of elements of a part of an image.
    private var imageCount: Int { geometry.channels * geometry.height * geometry.width }
    /// The number of pixels of an output plane.
    private var outputPixels: Int { geometry.output_height * geometry.output_width }
    /// The number of elements of a window.
    private var windowCount: Int { geometry.channels * geometry.kernel_height * geometry.kernel_width }
    /// The number of rows of the column matrix.
    private var rowCount: Int { windowCount + (hasBias ? 1 : 0) }
    private var outputShape: Shape { [batch, weightShape[0], geometry.output_height, geometry.output_width] }

    /// Whether the column matrix has the same elements as the image. This is the case for a window of 1 × 1 pixels with
    /// a stride of 1, without padding and bias.
    private var imageIsColumns: Bool {
        !hasBias && geometry.kernel_height == 1 && geometry.kernel_width == 1 && geometry.stride_height == 1
            && geometry.stride_width == 1 && geometry.padding_height == 0 && geometry.padding_width == 0
    }

    /// A tile of a part.
    private struct Tile {
        /// The windows of the tile. A tile that is a part of a row has fewer columns of windows than the part.
        var window: synann_window
        /// The first row of windows, and the number of rows.
        var row, rows: Int
        /// The position of the tile's first output pixel, and the number of output pixels.
        var pixel, width: Int
    }

    /// Returns the tiles of the forward pass: as many rows of windows as leave the fewest columns of the product's panels
    /// empty. The rows of the image that they read fit in `columnBytes`, unless a single row does not.
    private func forwardTiles<Scalar: RealScalar>(_ type: Scalar.Type) -> [Tile] {
        let (height, width): (Int, Int) = (geometry.output_height, geometry.output_width)
        let lineCount: Int = geometry.channels * (geometry.width + 2 * geometry.padding_width)
        let lines: Int = Self.columnBytes / max(1, lineCount * MemoryLayout<Scalar>.stride)
        let shared: Int = geometry.dilation_height * (geometry.kernel_height - 1) + 1
        let most: Int = max(1, min(height, (lines - shared) / geometry.stride_height + 1))
        let panelWidth: Int = synann_product_tile_of(Scalar.kernelType).columns
        func panels(_ rows: Int) -> Int { (rows * width + panelWidth - 1) / panelWidth }
        func allPanels(_ rows: Int) -> Int {
            height / rows * panels(rows) + (height % rows > 0 ? panels(height % rows) : 0)
        }
        return tiles(rowsEach: (1 ... most).reversed().min { allPanels($0) < allPanels($1) } ?? most)
    }

    /// Returns tiles of whole rows of windows, `step` rows each.
    private func tiles(rowsEach step: Int) -> [Tile] {
        let (height, width): (Int, Int) = (geometry.output_height, geometry.output_width)
        return stride(from: 0, to: height, by: step).map { row in
            let rows: Int = min(step, height - row)
            return Tile(window: geometry, row: row, rows: rows, pixel: row * width, width: rows * width)
        }
    }

    /// Returns the tiles of a part with elements of type `Scalar`, from the first output pixel to the last.
    private func tiles<Scalar>(_: Scalar.Type) -> [Tile] {
        let (height, width): (Int, Int) = (geometry.output_height, geometry.output_width)
        if imageIsColumns { return [Tile(window: geometry, row: 0, rows: height, pixel: 0, width: outputPixels)] }
        let columnCount: Int = Self.columnBytes / max(1, rowCount * MemoryLayout<Scalar>.stride)
        if columnCount >= width || width <= Self.leastColumns {
            return tiles(rowsEach: max(1, columnCount / width))
        }
        let step: Int = max(Self.leastColumns, columnCount / Self.leastColumns * Self.leastColumns)
        return (0 ..< height).flatMap { row in
            stride(from: 0, to: width, by: step).map { column in
                var tile = Tile(
                    window: geometry, row: row, rows: 1, pixel: row * width + column, width: min(step, width - column))
                // The first window of the tile begins `column` windows further to the right.
                tile.window.padding_width -= column * geometry.stride_width
                tile.window.output_width = tile.width
                return tile
            }
        }
    }

    /// The least number of columns in a tile that is a part of a row: some vectors of the widest instruction set.
    private static let leastColumns = 64

    /// Returns an uninitialized buffer for the column matrix of a tile, or an empty buffer if the image itself is the
    /// column matrix.
    private func columnBuffer<Scalar>(_ tiles: [Tile]) -> Tensor<Scalar> {
        Tensor(uninitialized: [imageIsColumns ? 0 : rowCount * (tiles.first?.width ?? 0)])
    }

    /// Calls `body` for each tile of a part, with the column matrix of the tile. `buffer` is the memory for the column
    /// matrix.
    private func forEachTile<Scalar: RealScalar>(
        _ tiles: [Tile], _ image: UnsafePointer<Scalar>, _ buffer: Tensor<Scalar>,
        _ body: (_ columns: UnsafePointer<Scalar>, _ tile: Tile) -> Void
    ) {
        for tile in tiles {
            if imageIsColumns {
                body(image, tile)
                continue
            }
            var window: synann_window = tile.window
            synann_image_to_columns(Scalar.kernelType, &window, image, tile.row, tile.rows, buffer.mutableAddress)
            if hasBias { fill(buffer.mutableAddress + windowCount * tile.width, with: 1, count: tile.width) }
            body(buffer.address, tile)
        }
    }

    /// Returns the convolution, a tensor of shape `[batch, outputs, output height, output width]`, for images, a weight
    /// and a bias of the shapes given to the initializer.
    func forward<Scalar: RealScalar>(
        _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let rows: Tensor<Scalar> = weight.reshapedView(to: [weightShape[0], windowCount])
        let extended: Tensor<Scalar> =
            bias.map { bias in
                Tensor(concatenating: [rows, bias.reshapedView(to: [weightShape[0], 1])], axis: 1)
            } ?? rows
        return Tensor(uninitialized: outputShape) { result in
            guard let target = result.baseAddress else { return }
            let tiles: [Tile] = forwardTiles(Scalar.self)
            Parallelism.forEachRange(of: batch * groups, length: partsPerChunk) { range in
                let workspace: Tensor<Scalar> = forwardWorkspace(tiles)
                for part in range {
                    let weights = extended.address + part % groups * outputs * rowCount
                    for tile in tiles {
                        var operands = synann_window_product_operands(
                            window: geometry, image: images.address + part * imageCount, first_row: tile.row,
                            rows: tile.rows, outputs: outputs, has_bias: hasBias ? 1 : 0, weights: weights,
                            workspace: workspace.mutableAddress,
                            result: target + part * outputs * outputPixels + tile.pixel, result_stride: outputPixels)
                        synann_window_product(Scalar.kernelType, &operands)
                    }
                }
            }
        }
    }

    /// Returns an uninitialized buffer for the rows of an image that a tile of the forward pass reads.
    private func forwardWorkspace<Scalar: RealScalar>(_ tiles: [Tile]) -> Tensor<Scalar> {
        withUnsafePointer(to: geometry) { window in
            Tensor(uninitialized: [
                synann_window_product_workspace(Scalar.kernelType, window, tiles.first?.rows ?? 0)
            ])
        }
    }

    /// The number of parts in a chunk of work. A chunk contains enough arithmetic to make the cost of its start
    /// negligible.
    private var partsPerChunk: Int {
        max(1, (1 << 19) / max(1, outputs * windowCount * outputPixels))
    }

    /// Returns the derivative of the loss with respect to the images. `cotangent` is the derivative of the loss with
    /// respect to the result of `forward`, and `weight` is the weight of `forward`. The function adds the elements of
    /// `bias`, one for each channel, to the channels of the derivative.
    func imageGradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ weight: Tensor<Scalar>, adding bias: Tensor<Scalar>? = nil
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: imageShape) { result in
            guard let target = result.baseAddress else { return }
            let tiles: [Tile] = tiles(Scalar.self)
            Parallelism.forEachRange(of: batch * groups, length: partsPerChunk) { range in
                let buffer: Tensor<Scalar> = columnBuffer(tiles)
                for part in range {
                    let output = target + part * imageCount
                    let source = cotangent.address + part * outputs * outputPixels
                    let weights = weight.address + part % groups * outputs * windowCount
                    if let bias {
                        fillPlanes(output, with: bias.address + part % groups * geometry.channels)
                    } else if !imageIsColumns {
                        fill(output, with: 0, count: imageCount)
                    }
                    if imageIsColumns {
                        multiplyByTransposedWeight(weights, source, outputPixels, adds: bias != nil, into: output)
                        continue
                    }
                    for tile in tiles {
                        var window: synann_window = tile.window
                        multiplyByTransposedWeight(
                            weights, source + tile.pixel, tile.width, into: buffer.mutableAddress)
                        synann_columns_to_image(
                            Scalar.kernelType, &window, buffer.address, tile.row, tile.rows, output)
                    }
                }
            }
        }
    }

    /// Fills each channel of a part of an image with a number of its own.
    private func fillPlanes<Scalar: RealScalar>(
        _ image: UnsafeMutablePointer<Scalar>, with numbers: UnsafePointer<Scalar>
    ) {
        let count: Int = geometry.height * geometry.width
        for channel in 0 ..< geometry.channels { fill(image + channel * count, with: numbers[channel], count: count) }
    }

    /// Computes columns ← weightᵀ · cotangent for `width` output pixels of a single part. `cotangent` points to the
    /// first of these pixels in the first output plane. If `adds` is true, the function adds the product to `columns`.
    /// `columns` becomes a row-major matrix with `width` columns.
    private func multiplyByTransposedWeight<Scalar: RealScalar>(
        _ weight: UnsafePointer<Scalar>, _ cotangent: UnsafePointer<Scalar>, _ width: Int, adds: Bool = false,
        into columns: UnsafeMutablePointer<Scalar>
    ) {
        var operands = synann_strided_product_operands(
            rows: windowCount, inner: outputs, columns: width, a: weight, a_row_stride: 1,
            a_inner_stride: windowCount, b: cotangent, b_inner_stride: outputPixels, b_column_stride: 1,
            adds: adds ? 1 : 0, c: columns, c_stride: width)
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
        let perChunk: Int = max(partsPerChunk, (batch + 7) / 8)
        let chunkCount: Int = (batch + perChunk - 1) / perChunk
        let partial = Tensor<Scalar>(zeros: [chunkCount, groups, rowCount, outputs])
        let tiles: [Tile] = tiles(Scalar.self)
        Parallelism.forEachChunk(chunkCount * groups) { index in
            let (chunk, group): (Int, Int) = (index / groups, index % groups)
            let buffer: Tensor<Scalar> = columnBuffer(tiles)
            let sum = partial.mutableAddress + index * rowCount * outputs
            for image in chunk * perChunk ..< min((chunk + 1) * perChunk, batch) {
                let part: Int = image * groups + group
                let source = cotangent.address + part * outputs * outputPixels
                forEachTile(tiles, images.address + part * imageCount, buffer) { columns, tile in
                    var operands = synann_strided_product_operands(
                        rows: rowCount, inner: tile.width, columns: outputs, a: columns, a_row_stride: tile.width,
                        a_inner_stride: 1, b: source + tile.pixel, b_inner_stride: 1, b_column_stride: outputPixels,
                        adds: 1, c: sum, c_stride: outputs)
                    synann_strided_product(Scalar.kernelType, &operands)
                }
            }
        }
        let transposed: Tensor<Scalar> = partial.sum(axis: 0)
        let byWeight: Tensor<Scalar> = transposed[.all, 0 ..< windowCount].permuted([0, 2, 1]).contiguous()
        let byBias: Tensor<Scalar>? =
            hasBias ? transposed[.all, windowCount].contiguous().reshapedView(to: [weightShape[0]]) : nil
        return (byWeight.reshapedView(to: weightShape), byBias)
    }
}
