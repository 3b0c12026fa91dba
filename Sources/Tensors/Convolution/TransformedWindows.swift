internal import CKernels

extension PackedMatrices {
    /// result ← tiles · matrices: one product for each position of a transformed tile.
    func multiply(_ tiles: TransformedTiles<Scalar>, into result: TransformedTiles<Scalar>) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            multiply(
                tiles.address(position), count: tiles.count, stride: tiles.planes, byMatrix: position,
                into: result.address(position))
        }
    }
}

/// The derivative by the transformed windows, summed over blocks: `[36, outputs, channels]`.
struct WindowGradient<Scalar: RealScalar> {
    private let outputs, channels: Int
    private let sum: Tensor<Scalar>

    init(_ outputs: Int, _ channels: Int) {
        (self.outputs, self.channels) = (outputs, channels)
        sum = Tensor(uninitialized: [TransformedTiles<Scalar>.positions, outputs, channels])
    }

    /// sum ← cotangentᵀ · pixels for the first block, sum ← sum + cotangentᵀ · pixels for the others.
    func add(_ cotangent: TransformedTiles<Scalar>, _ pixels: TransformedTiles<Scalar>, isFirst: Bool) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            synann_strided_product(
                Scalar.kernelType, outputs, pixels.count, channels, cotangent.address(position), 1, outputs,
                pixels.address(position), channels, 1, isFirst ? 0 : 1,
                sum.mutableAddress + position * outputs * channels, channels)
        }
    }

    /// Writes the derivative by the weight to `[groups, outputs, channels, 9]`, at one group.
    func write(to partial: Tensor<Scalar>, group: Int) {
        let count: Int = outputs * channels
        synann_winograd_windows_gradient(
            Scalar.kernelType, 0, count, count, sum.address, partial.mutableAddress + group * count * 9)
    }
}
