internal import CKernels

/// Convolution by windows of 3 × 3 pixels at a stride of 1 by Winograd's minimal filtering, over contiguous tensors: see
/// winograd.h. Images and weights are transformed, 36 matrix products sum over the channels, and the results are transformed
/// back; tiles by tiles, so few that all of theirs stays in the second-level cache.
struct WinogradConvolution {
    private let batch, channels, outputs: Int
    private let images, results: synann_tiles
    private let imageShape, weightShape: Shape

    /// The positions of a transformed tile, each of which has a matrix product of its own.
    private static let positions = 36
    /// The side of a tile of results.
    private static let side = 4
    /// Fewer channels do not pay for the transforms.
    private static let leastChannels = 16
    /// How many tiles are transformed and multiplied at a time, where an image has so many: rows enough for the products.
    private static let tilesPerBlock = 64

    /// Nothing where the window, or so few channels, are not for this algorithm.
    init?(_ images: Shape, _ weight: Shape, _ window: Window2D) {
        let geometry: synann_window = window.geometry(channels: images[1], height: images[2], width: images[3])
        guard
            window.kernel == (3, 3), window.stride == (1, 1), window.dilation == (1, 1),
            min(weight[0], weight[1]) >= Self.leastChannels, min(geometry.output_height, geometry.output_width) >= 3
        else { return nil }
        (batch, channels, outputs) = (images[0], images[1], weight[0])
        (imageShape, weightShape) = (images, weight)
        let side: Int = Self.side
        let (rows, columns): (Int, Int) = (
            (geometry.output_height + side - 1) / side, (geometry.output_width + side - 1) / side
        )
        self.images = synann_tiles(
            images: 1, planes: channels, height: images[2], width: images[3], padding_height: window.paddingHeight,
            padding_width: window.paddingWidth, first_row: 0, rows: rows, columns: columns)
        results = synann_tiles(
            images: 1, planes: outputs, height: geometry.output_height, width: geometry.output_width,
            padding_height: 0, padding_width: 0, first_row: 0, rows: rows, columns: columns)
    }

    func forward<Scalar: RealScalar>(
        _ source: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let packed = PackedWindows(transformed(weight), isTransposed: true)
        return Tensor(uninitialized: [batch, outputs, results.height, results.width]) { result in
            guard let target = result.baseAddress else { return }
            let blocks: [Block] = blocks(of: 0 ..< batch)
            Parallelism.forEachChunk(blocks.count) { index in
                let block: Block = blocks[index]
                let (pixels, sums) = (TransformedTiles<Scalar>(block, images), TransformedTiles<Scalar>(block, results))
                pixels.withTiles { tiles, workspace in
                    synann_winograd_pixels(
                        Scalar.kernelType, tiles, source.address + block.first * imageCount, workspace,
                        pixels.address, pixels.stride)
                }
                packed.multiply(pixels, into: sums)
                sums.withTiles { tiles, workspace in
                    synann_winograd_results(
                        Scalar.kernelType, tiles, sums.address, sums.stride, bias?.address, workspace,
                        target + block.first * resultCount)
                }
            }
        }
    }

    /// The derivatives that are wanted. Those by the weight are summed for each of a number of groups of images, and then
    /// over these, so that the order of additions depends on the shape alone.
    func gradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ source: Tensor<Scalar>, _ weight: Tensor<Scalar>, byImages: Bool, byWeight: Bool
    ) -> (byImages: Tensor<Scalar>?, byWeight: Tensor<Scalar>?) {
        let packed: PackedWindows<Scalar>? =
            byImages ? PackedWindows(transformed(weight)) : nil
        let imageGradient: Tensor<Scalar>? = byImages ? Tensor(uninitialized: imageShape) : nil
        let imagesPerGroup: Int = max(1, (batch + 7) / 8)
        let groupCount: Int = (batch + imagesPerGroup - 1) / imagesPerGroup
        let partial: Tensor<Scalar>? = byWeight ? Tensor(uninitialized: [groupCount, outputs, channels, 9]) : nil
        Parallelism.forEachRange(of: batch, length: imagesPerGroup) { range in
            let windows: Tensor<Scalar>? = byWeight ? Tensor(uninitialized: [Self.positions, outputs, channels]) : nil
            for block in blocks(of: range) {
                let slopes = TransformedTiles<Scalar>(block, results)
                slopes.withTiles { tiles, workspace in
                    synann_winograd_results_gradient(
                        Scalar.kernelType, tiles, cotangent.address + block.first * resultCount, workspace,
                        slopes.address, slopes.stride)
                }
                if let windows {
                    let isFirst: Bool = block.first == range.lowerBound && block.rows.lowerBound == 0
                    put(slopes, source, block, adds: !isFirst, in: windows)
                }
                if let packed, let imageGradient {
                    write(slopes, packed, block, to: imageGradient)
                }
            }
            if let windows, let partial {
                let group: Int = range.lowerBound / imagesPerGroup
                synann_winograd_windows_gradient(
                    Scalar.kernelType, 0, windowCount, windowCount, windows.address,
                    partial.mutableAddress + group * 9 * windowCount)
            }
        }
        return (imageGradient, partial.map { $0.sum(axis: 0).reshapedView(to: weightShape) })
    }

    /// The derivative by the transformed windows: slopesᵀ · pixels, position by position.
    private func put<Scalar: RealScalar>(
        _ slopes: TransformedTiles<Scalar>, _ source: Tensor<Scalar>, _ block: Block, adds: Bool,
        in windows: Tensor<Scalar>
    ) {
        let pixels = TransformedTiles<Scalar>(block, images)
        pixels.withTiles { tiles, workspace in
            synann_winograd_pixels(
                Scalar.kernelType, tiles, source.address + block.first * imageCount, workspace, pixels.address,
                pixels.stride)
        }
        for position in 0 ..< Self.positions {
            synann_strided_product(
                Scalar.kernelType, outputs, pixels.count, channels, slopes.address + position * slopes.stride, 1, outputs,
                pixels.address + position * pixels.stride, channels, 1, adds ? 1 : 0,
                windows.mutableAddress + position * windowCount, channels)
        }
    }

    /// The images' derivative: slopes · windowsᵀ, transformed back.
    private func write<Scalar: RealScalar>(
        _ slopes: TransformedTiles<Scalar>, _ packed: PackedWindows<Scalar>, _ block: Block, to images: Tensor<Scalar>
    ) {
        let target = images.mutableAddress + block.first * imageCount
        let pixels = TransformedTiles<Scalar>(block, self.images)
        packed.multiply(slopes, into: pixels)
        // Rows of tiles share pixels: what all of them add to starts from 0.
        let isWhole: Bool = block.rows.count == self.images.rows
        if block.rows.lowerBound == 0 && !isWhole { fill(target, with: 0, count: imageCount) }
        pixels.withTiles { tiles, workspace in
            synann_winograd_pixels_gradient(
                Scalar.kernelType, tiles, pixels.address, pixels.stride, workspace, isWhole ? 0 : 1, target)
        }
    }

    private var imageCount: Int { images.planes * images.height * images.width }
    private var resultCount: Int { results.planes * results.height * results.width }

    private var windowCount: Int { outputs * channels }

    /// `[36, outputs, channels]`.
    private func transformed<Scalar: RealScalar>(_ weight: Tensor<Scalar>) -> Tensor<Scalar> {
        let result = Tensor<Scalar>(uninitialized: [Self.positions, outputs, channels])
        Parallelism.forEachRange(of: windowCount, length: 1 << 11) { range in
            synann_winograd_windows(
                Scalar.kernelType, range.lowerBound, range.upperBound, windowCount, weight.address, result.mutableAddress)
        }
        return result
    }

    /// Some images, or some rows of tiles of one.
    struct Block {
        let first, count: Int
        let rows: Range<Int>
    }

    /// Blocks of about as many images each as tiles are wanted, or of as many rows of tiles; those of an image in order.
    private func blocks(of range: Range<Int>) -> [Block] {
        let tilesPerImage: Int = images.rows * images.columns
        if tilesPerImage > Self.tilesPerBlock {
            let rows: Int = max(1, Self.tilesPerBlock / images.columns)
            return range.flatMap { image in
                stride(from: 0, to: images.rows, by: rows).map {
                    Block(first: image, count: 1, rows: $0 ..< min($0 + rows, images.rows))
                }
            }
        }
        let most: Int = Self.tilesPerBlock / tilesPerImage
        let blockCount: Int = (range.count + most - 1) / most
        let length: Int = (range.count + blockCount - 1) / max(1, blockCount)
        return stride(from: range.lowerBound, to: range.upperBound, by: max(1, length)).map {
            Block(first: $0, count: min(length, range.upperBound - $0), rows: 0 ..< images.rows)
        }
    }
}

/// The transformed tiles of a block: of each position a matrix `[tiles, planes]`.
private struct TransformedTiles<Scalar: RealScalar> {
    private let tiles: synann_tiles
    private let storage: Tensor<Scalar>
    /// The distance between the matrices of two positions. It is no power of two, which would have all of them in the same
    /// few lines of a cache.
    let stride: Int

    init(_ block: WinogradConvolution.Block, _ whole: synann_tiles) {
        var tiles: synann_tiles = whole
        (tiles.images, tiles.first_row, tiles.rows) = (block.count, block.rows.lowerBound, block.rows.count)
        self.tiles = tiles
        let lineLength: Int = 64 / MemoryLayout<Scalar>.stride
        let lines: Int = (tiles.images * tiles.rows * tiles.columns * tiles.planes + lineLength - 1) / lineLength
        stride = (lines | 1) * lineLength
        storage = Tensor(uninitialized: [36 * stride])
    }

    var address: UnsafeMutablePointer<Scalar> { storage.mutableAddress }
    var planes: Int { tiles.planes }
    /// The number of tiles.
    var count: Int { tiles.images * tiles.rows * tiles.columns }

    /// Calls `body` with the tiles and a workspace for their transforms.
    func withTiles(_ body: (UnsafePointer<synann_tiles>, UnsafeMutablePointer<Scalar>) -> Void) {
        withUnsafePointer(to: tiles) { tiles in
            let workspace = Tensor<Scalar>(uninitialized: [synann_winograd_workspace(Scalar.kernelType, tiles)])
            body(tiles, workspace.mutableAddress)
        }
    }
}

/// The transformed windows, in the order in which the products read them.
private struct PackedWindows<Scalar: RealScalar> {
    private let inner, columns, elements: Int
    private let panels: Tensor<Scalar>

    /// - Parameters:
    ///   - windows: A matrix for each position: `[36, inner, columns]`.
    ///   - isTransposed: Whether products are with the transpose of each.
    init(_ windows: Tensor<Scalar>, isTransposed: Bool = false) {
        let (rows, width): (Int, Int) = (windows.shape[1], windows.shape[2])
        let (inner, columns): (Int, Int) = isTransposed ? (width, rows) : (rows, width)
        let elements: Int = synann_panel_elements(Scalar.kernelType, inner, columns)
        let panels = Tensor<Scalar>(uninitialized: [36 * elements])
        Parallelism.forEachRange(of: 36, length: max(1, (1 << 14) / (rows * width))) { range in
            for position in range {
                synann_panel_pack(
                    Scalar.kernelType, inner, columns, windows.address + position * rows * width,
                    isTransposed ? 1 : width, isTransposed ? width : 1, panels.mutableAddress + position * elements)
            }
        }
        (self.inner, self.columns, self.elements, self.panels) = (inner, columns, elements, panels)
    }

    /// The product of each position: tiles · windows.
    func multiply(_ tiles: TransformedTiles<Scalar>, into result: TransformedTiles<Scalar>) {
        for position in 0 ..< 36 {
            synann_panel_product(
                Scalar.kernelType, tiles.count, inner, columns, tiles.address + position * tiles.stride, inner,
                panels.address + position * elements, 0, result.address + position * result.stride, columns)
        }
    }
}
