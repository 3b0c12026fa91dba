internal import CKernels

/// Some images, or some rows of tiles of one.
struct TileBlock {
    let first, count: Int
    let rows: Range<Int>
}

/// The transformed tiles of a block: for each position a matrix `[tiles, planes]`. See winograd.h.
struct TransformedTiles<Scalar: RealScalar> {
    private let block: TileBlock
    private let tiles: synann_tiles
    private let isWhole: Bool
    private let storage: Tensor<Scalar>
    /// The distance between the matrices of two positions.
    let stride: Int

    /// The positions of a transformed tile, each of which has a matrix product of its own.
    static var positions: Int { 36 }

    /// - Parameter whole: All tiles of an image.
    init(_ block: TileBlock, of whole: synann_tiles) {
        var tiles: synann_tiles = whole
        (tiles.images, tiles.first_row, tiles.rows) = (block.count, block.rows.lowerBound, block.rows.count)
        (self.block, self.tiles) = (block, tiles)
        isWhole = tiles.rows == whole.rows
        // An odd number of cache lines: with a power of two, all positions would be in the same few lines of a cache.
        let lineLength: Int = 64 / MemoryLayout<Scalar>.stride
        let lines: Int = (tiles.images * tiles.rows * tiles.columns * tiles.planes + lineLength - 1) / lineLength
        stride = (lines | 1) * lineLength
        storage = Tensor(uninitialized: [Self.positions * stride])
    }

    /// The number of tiles.
    var count: Int { tiles.images * tiles.rows * tiles.columns }

    func address(_ position: Int) -> UnsafeMutablePointer<Scalar> { storage.mutableAddress + position * stride }

    /// From `[batch, channels, height, width]`.
    func readPixels(_ images: Tensor<Scalar>) {
        withWorkspace { tiles, workspace in
            synann_winograd_pixels(
                Scalar.kernelType, tiles, images.address + start, workspace, address(0), stride)
        }
    }

    /// The derivative by the images, from that by the transformed tiles.
    func writePixelSlopes(to images: Tensor<Scalar>) {
        let target: UnsafeMutablePointer<Scalar> = images.mutableAddress + start
        // Rows of tiles share pixels: what all of them add to starts from 0.
        if !isWhole && block.rows.lowerBound == 0 { fill(target, with: 0, count: imageCount) }
        withWorkspace { tiles, workspace in
            synann_winograd_pixels_gradient(
                Scalar.kernelType, tiles, address(0), stride, workspace, isWhole ? 0 : 1, target)
        }
    }

    /// To `[batch, outputs, height, width]`.
    func writeResults(to results: Tensor<Scalar>, bias: Tensor<Scalar>?) {
        withWorkspace { tiles, workspace in
            synann_winograd_results(
                Scalar.kernelType, tiles, address(0), stride, bias?.address, workspace, results.mutableAddress + start)
        }
    }

    /// The derivative by the transformed tiles, from that by the results.
    func readSlopes(_ cotangent: Tensor<Scalar>) {
        withWorkspace { tiles, workspace in
            synann_winograd_results_gradient(
                Scalar.kernelType, tiles, cotangent.address + start, workspace, address(0), stride)
        }
    }

    private var imageCount: Int { tiles.planes * tiles.height * tiles.width }
    /// Where the block's first image begins.
    private var start: Int { block.first * imageCount }

    private func withWorkspace(_ body: (UnsafePointer<synann_tiles>, UnsafeMutablePointer<Scalar>) -> Void) {
        withUnsafePointer(to: tiles) { tiles in
            let workspace = Tensor<Scalar>(uninitialized: [synann_winograd_workspace(Scalar.kernelType, tiles)])
            body(tiles, workspace.mutableAddress)
        }
    }
}
