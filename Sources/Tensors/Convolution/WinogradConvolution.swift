internal import CKernels

/// A convolution by Winograd's minimal filtering, for windows of 3 × 3 or 5 × 5 pixels and a stride of 1. All tensors
/// must be contiguous. See winograd.h.
///
/// The algorithm transforms images and windows, sums over the channels by 36 matrix products, and transforms the
/// products back. A thread processes a single block of tiles at a time, which stays in the cache.
struct WinogradConvolution {
    private let batch, groups: Int
    /// The height and width of a window, in pixels: 3 or 5.
    private let side: Int
    /// The numbers of channels and of outputs of a group.
    private let channels, outputs: Int
    private let images, results: synann_tiles
    private let imageShape, weightShape: Shape

    /// The least number of channels and of outputs of a group. With fewer channels the transforms take longer than the
    /// multiplications that they save.
    private static let leastChannels = 16
    /// The least number of tiles of all images. With fewer tiles, as for a single small image, the transformation of the
    /// windows takes longer than the multiplications that it saves.
    private static let leastTiles = 32
    /// The greatest number of tiles in a block of several rows. Each tile is a row of the matrix products, which are
    /// efficient with at least 64 rows. Neighbouring rows of tiles share four of six rows of pixels if the windows have
    /// 5 × 5 pixels. Blocks of more rows then transpose fewer pixels twice.
    private var tilesPerBlock: Int { side == 3 ? 64 : 128 }

    /// Creates the convolution for images of shape `images` and a weight of shape `weight`. Returns `nil` unless the
    /// window has 3 × 3 or 5 × 5 pixels, a stride of 1 and no dilation, each group has at least `leastChannels` channels
    /// and outputs, the output has at least 3 × 3 pixels, and all images have at least `leastTiles` tiles. Traps if no
    /// window fits in an image.
    init?(_ images: Shape, _ weight: Shape, _ window: Window2D, groups: Int) {
        let geometry: synann_window = window.geometry(channels: images[1], height: images[2], width: images[3])
        guard
            window.kernel == (3, 3) || window.kernel == (5, 5), window.stride == (1, 1), window.dilation == (1, 1),
            min(weight[0] / groups, weight[1]) >= Self.leastChannels,
            min(geometry.output_height, geometry.output_width) >= 3
        else { return nil }
        side = weight[2]
        (batch, self.groups, channels, outputs) = (images[0], groups, weight[1], weight[0] / groups)
        (imageShape, weightShape) = (images, weight)
        let step: Int = TransformedTiles<Float>.side + 1 - side
        let (rows, columns): (Int, Int) = (
            (geometry.output_height + step - 1) / step, (geometry.output_width + step - 1) / step
        )
        guard batch * rows * columns >= Self.leastTiles else { return nil }
        self.images = synann_tiles(
            images: 1, planes: images[1], height: images[2], width: images[3], padding_height: window.paddingHeight,
            padding_width: window.paddingWidth, first_row: 0, rows: rows, columns: columns, results: step)
        results = synann_tiles(
            images: 1, planes: weight[0], height: geometry.output_height, width: geometry.output_width,
            padding_height: 0, padding_width: 0, first_row: 0, rows: rows, columns: columns, results: step)
    }

    func forward<Scalar: RealScalar>(
        _ source: Tensor<Scalar>, _ windows: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let packed = PackedMatrices(windows.permutedView([0, 2, 1]))
        let result = Tensor<Scalar>(uninitialized: [batch, results.planes, results.height, results.width])
        let blocks: [TileBlock] = blocks(of: 0 ..< batch)
        Parallelism.forEachChunk(blocks.count) { index in
            let pixels = TransformedTiles<Scalar>(blocks[index], of: images)
            pixels.readPixels(source)
            let sums = TransformedTiles<Scalar>(blocks[index], of: results)
            packed.multiply(pixels, into: sums, groups: groups)
            sums.writeResults(to: result, bias: bias)
        }
        return result
    }

    /// Returns the derivatives with respect to the images and the weight, or `nil` for a derivative that is not
    /// requested by `byImages` or `byWeight`. `cotangent` is the derivative with respect to the result, `source`
    /// contains the images, and `windows` is the result of `transformed`. The derivative with respect to the weight is
    /// summed within ranges of images and then over the ranges. So the order of additions depends only on the shapes.
    func gradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ source: Tensor<Scalar>, _ windows: Tensor<Scalar>, byImages: Bool, byWeight: Bool
    ) -> (byImages: Tensor<Scalar>?, byWeight: Tensor<Scalar>?) {
        let packed: PackedMatrices<Scalar>? = byImages ? PackedMatrices(windows) : nil
        let imageGradient: Tensor<Scalar>? = byImages ? Tensor(uninitialized: imageShape) : nil
        let imagesPerSum: Int = max(1, (batch + 7) / 8)
        let sumCount: Int = (batch + imagesPerSum - 1) / imagesPerSum
        let partial: Tensor<Scalar>? =
            byWeight ? Tensor(uninitialized: [sumCount, groups * outputs, channels, side * side]) : nil
        Parallelism.forEachRange(of: batch, length: imagesPerSum) { range in
            let sum: WindowGradient<Scalar>? = byWeight ? WindowGradient(side, groups, outputs, channels) : nil
            for block in blocks(of: range) {
                let byResults = TransformedTiles<Scalar>(block, of: results)
                byResults.readCotangent(cotangent)
                let pixels = TransformedTiles<Scalar>(block, of: images)
                if let sum {
                    pixels.readPixels(source)
                    sum.add(byResults, pixels, isFirst: block.first == range.lowerBound && block.rows.lowerBound == 0)
                }
                if let packed, let imageGradient {
                    packed.multiply(byResults, into: pixels, groups: groups)
                    pixels.writePixelGradient(to: imageGradient)
                }
            }
            if let sum, let partial { sum.write(to: partial, index: range.lowerBound / imagesPerSum) }
        }
        return (imageGradient, partial.map { $0.sum(axis: 0).reshapedView(to: weightShape) })
    }

    /// Returns the transformed windows of `weight`, a tensor of shape `[36 · groups, outputs, channels]` with the
    /// outputs and the channels of a group. The forward pass and the backward pass use these windows.
    func transformed<Scalar: RealScalar>(_ weight: Tensor<Scalar>) -> Tensor<Scalar> {
        let result = Tensor<Scalar>(uninitialized: [TransformedTiles<Scalar>.positions * groups, outputs, channels])
        let count: Int = groups * outputs * channels
        Parallelism.forEachRange(of: count, length: 1 << 11) { range in
            synann_winograd_windows(
                Scalar.kernelType, side, range.lowerBound, range.upperBound, count, weight.address,
                result.mutableAddress)
        }
        return result
    }

    /// Returns the blocks of the images in `range`. A block has at most `tilesPerBlock` tiles, or consists of a single
    /// row of tiles if a row has more tiles than that. A block contains all tiles of one or more images, or some rows
    /// of tiles of a single image. The blocks of an image are in order.
    private func blocks(of range: Range<Int>) -> [TileBlock] {
        let tilesPerImage: Int = images.rows * images.columns
        if tilesPerImage > tilesPerBlock {
            let rows: Int = max(1, tilesPerBlock / images.columns)
            return range.flatMap { image in
                stride(from: 0, to: images.rows, by: rows).map {
                    TileBlock(first: image, count: 1, rows: $0 ..< min($0 + rows, images.rows))
                }
            }
        }
        let most: Int = tilesPerBlock / tilesPerImage
        let blockCount: Int = max(1, (range.count + most - 1) / most)
        let length: Int = max(1, (range.count + blockCount - 1) / blockCount)
        return stride(from: range.lowerBound, to: range.upperBound, by: length).map {
            TileBlock(first: $0, count: min(length, range.upperBound - $0), rows: 0 ..< images.rows)
        }
    }
}
