internal import CKernels

/// A block of tiles: all tiles of one or more images, or some rows of tiles of a single image.
struct TileBlock {
    /// The position of the block's first image in the batch, and the number of images in the block.
    let first, count: Int
    /// The rows of tiles that the block contains of each image.
    let rows: Range<Int>
}

/// The transformed tiles of a block, as a matrix `[tiles, planes]` for each of the 36 positions in a transformed tile.
/// See winograd.h.
struct TransformedTiles<Scalar: RealScalar> {
    private let block: TileBlock
    private let tiles: synann_tiles
    /// Whether the block contains all rows of tiles of its images.
    private let isWhole: Bool
    private let storage: Tensor<Scalar>
    /// The distance between the matrices of neighbouring positions, in elements.
    let stride: Int

    /// The height and width of a transformed tile.
    static var side: Int { 6 }
    /// The number of positions in a transformed tile.
    static var positions: Int { side * side }

    /// Creates memory for the transformed tiles of a block, with arbitrary contents.
    ///
    /// - Parameters:
    ///   - block: The block of tiles.
    ///   - whole: The geometry of all tiles of a single image.
    init(_ block: TileBlock, of whole: synann_tiles) {
        var tiles: synann_tiles = whole
        (tiles.images, tiles.first_row, tiles.rows) = (block.count, block.rows.lowerBound, block.rows.count)
        (self.block, self.tiles) = (block, tiles)
        isWhole = tiles.rows == whole.rows
        // The distance between the matrices of neighbouring positions is an odd number of cache lines. If it were a
        // power of two, all positions would compete for the same few cache sets.
        let lineLength: Int = 64 / MemoryLayout<Scalar>.stride
        let lines: Int = (tiles.images * tiles.rows * tiles.columns * tiles.planes + lineLength - 1) / lineLength
        stride = (lines | 1) * lineLength
        storage = Tensor(uninitialized: [Self.positions * stride])
    }

    /// The number of tiles in the block.
    var count: Int { tiles.images * tiles.rows * tiles.columns }

    /// The number of planes: the channels of images, or the outputs of results.
    var planes: Int { tiles.planes }

    /// Returns the address of the matrix of a position, which is in `0 ..< positions`.
    func address(_ position: Int) -> UnsafeMutablePointer<Scalar> { storage.mutableAddress + position * stride }

    /// Transforms the pixels of the block into these tiles. `images` has the shape `[batch, channels, height, width]`.
    func readPixels(_ images: Tensor<Scalar>) {
        withWorkspace { tiles, workspace in
            synann_winograd_pixels(
                Scalar.kernelType, tiles, images.address + start, workspace, address(0), stride)
        }
    }

    /// Writes the derivative with respect to the pixels of the block to `images`. The function computes this derivative
    /// from these tiles, which contain the derivative with respect to the transformed pixels.
    func writePixelGradient(to images: Tensor<Scalar>) {
        let target: UnsafeMutablePointer<Scalar> = images.mutableAddress + start
        // Neighbouring rows of tiles share pixels, and each row of tiles adds to these pixels. Therefore the block with
        // the first row of tiles, which is the first block of the image, clears the image.
        if !isWhole && block.rows.lowerBound == 0 { fill(target, with: 0, count: imageCount) }
        withWorkspace { tiles, workspace in
            synann_winograd_pixels_gradient(
                Scalar.kernelType, tiles, address(0), stride, workspace, isWhole ? 0 : 1, target)
        }
    }

    /// Transforms these tiles back and writes the results, plus the bias, to `results`. `results` has the shape
    /// `[batch, outputs, height, width]`, `bias` the shape `[outputs]`; `nil` is no bias.
    func writeResults(to results: Tensor<Scalar>, bias: Tensor<Scalar>?) {
        withWorkspace { tiles, workspace in
            synann_winograd_results(
                Scalar.kernelType, tiles, address(0), stride, bias?.address, workspace, results.mutableAddress + start)
        }
    }

    /// Writes the derivative with respect to the transformed results to these tiles. The function computes this
    /// derivative from `cotangent`, the derivative with respect to the results.
    func readCotangent(_ cotangent: Tensor<Scalar>) {
        withWorkspace { tiles, workspace in
            synann_winograd_results_gradient(
                Scalar.kernelType, tiles, cotangent.address + start, workspace, address(0), stride)
        }
    }

    private var imageCount: Int { tiles.planes * tiles.height * tiles.width }
    /// The position of the first element of the block's first image.
    private var start: Int { block.first * imageCount }

    private func withWorkspace(_ body: (UnsafePointer<synann_tiles>, UnsafeMutablePointer<Scalar>) -> Void) {
        withUnsafePointer(to: tiles) { tiles in
            let workspace = Tensor<Scalar>(uninitialized: [synann_winograd_workspace(Scalar.kernelType, tiles)])
            body(tiles, workspace.mutableAddress)
        }
    }
}
