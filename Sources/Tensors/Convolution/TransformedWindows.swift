internal import CKernels

extension PackedMatrices {
    /// Computes a product for each of the 36 positions of a transformed tile: the matrix of `result` at this position
    /// becomes the matrix of `tiles` at this position, multiplied by the matrix at the same position of this stack.
    func multiply(_ tiles: TransformedTiles<Scalar>, into result: TransformedTiles<Scalar>) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            multiply(
                tiles.address(position), count: tiles.count, stride: tiles.planes, byMatrix: position,
                into: result.address(position))
        }
    }
}

/// The derivative with respect to the transformed windows, summed over blocks: `[36, outputs, channels]`.
struct WindowGradient<Scalar: RealScalar> {
    private let outputs, channels: Int
    private let sum: Tensor<Scalar>

    init(_ outputs: Int, _ channels: Int) {
        (self.outputs, self.channels) = (outputs, channels)
        sum = Tensor(uninitialized: [TransformedTiles<Scalar>.positions, outputs, channels])
    }

    /// Adds cotangentᵀ · pixels of a block to the sum, for each position of a transformed tile. For the first block,
    /// `isFirst` must be true: the product then replaces the contents of the sum.
    func add(_ cotangent: TransformedTiles<Scalar>, _ pixels: TransformedTiles<Scalar>, isFirst: Bool) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            var operands = synann_strided_product_operands(
                rows: outputs, inner: pixels.count, columns: channels, a: cotangent.address(position),
                a_row_stride: 1, a_inner_stride: outputs, b: pixels.address(position), b_inner_stride: channels,
                b_column_stride: 1, adds: isFirst ? 0 : 1, c: sum.mutableAddress + position * outputs * channels,
                c_stride: channels)
            synann_strided_product(Scalar.kernelType, &operands)
        }
    }

    /// Writes the derivative with respect to the weight to the part `partial[group]`. `partial` has the shape
    /// `[groups, outputs, channels, 9]`.
    func write(to partial: Tensor<Scalar>, group: Int) {
        let count: Int = outputs * channels
        synann_winograd_windows_gradient(
            Scalar.kernelType, 0, count, count, sum.address, partial.mutableAddress + group * count * 9)
    }
}
