internal import CKernels

extension PackedMatrices {
    /// Computes the products for each of the 36 positions of a transformed tile: the matrix of `result` at this
    /// position becomes the matrix of `tiles` at this position, multiplied by the matrices at the same position of this
    /// stack.
    ///
    /// The stack contains `groups` matrices for each position. Each of these matrices multiplies the planes of its
    /// group.
    func multiply(_ tiles: TransformedTiles<Scalar>, into result: TransformedTiles<Scalar>, groups: Int) {
        let (inner, columns): (Int, Int) = (tiles.planes / groups, result.planes / groups)
        for index in 0 ..< TransformedTiles<Scalar>.positions * groups {
            let (position, group): (Int, Int) = (index / groups, index % groups)
            multiply(
                tiles.address(position) + group * inner, count: tiles.count, stride: tiles.planes, byMatrix: index,
                into: result.address(position) + group * columns, targetStride: result.planes)
        }
    }
}

/// The derivative with respect to the transformed windows, summed over blocks: `[36, groups, outputs, channels]`, with
/// the outputs and the channels of a group.
struct WindowGradient<Scalar: RealScalar> {
    /// The height and width of a window, in pixels.
    private let side: Int
    private let groups, outputs, channels: Int
    private let sum: Tensor<Scalar>

    init(_ side: Int, _ groups: Int, _ outputs: Int, _ channels: Int) {
        self.side = side
        (self.groups, self.outputs, self.channels) = (groups, outputs, channels)
        sum = Tensor(uninitialized: [TransformedTiles<Scalar>.positions, groups, outputs, channels])
    }

    /// Adds cotangentᵀ · pixels of a block to the sum, for each position of a transformed tile. For the first block,
    /// `isFirst` must be true: the product then replaces the contents of the sum.
    func add(_ cotangent: TransformedTiles<Scalar>, _ pixels: TransformedTiles<Scalar>, isFirst: Bool) {
        for index in 0 ..< TransformedTiles<Scalar>.positions * groups {
            let (position, group): (Int, Int) = (index / groups, index % groups)
            var operands = synann_strided_product_operands(
                rows: outputs, inner: pixels.count, columns: channels, a: cotangent.address(position) + group * outputs,
                a_row_stride: 1, a_inner_stride: cotangent.planes, b: pixels.address(position) + group * channels,
                b_inner_stride: pixels.planes, b_column_stride: 1, adds: isFirst ? 0 : 1,
                c: sum.mutableAddress + index * outputs * channels, c_stride: channels)
            synann_strided_product(Scalar.kernelType, &operands)
        }
    }

    /// Writes the derivative with respect to the weight to the part `partial[index]`. `partial` has the shape
    /// `[parts, groups · outputs, channels, side · side]`.
    func write(to partial: Tensor<Scalar>, index: Int) {
        let count: Int = groups * outputs * channels
        synann_winograd_windows_gradient(
            Scalar.kernelType, side, 0, count, count, sum.address,
            partial.mutableAddress + index * count * side * side)
    }
}
