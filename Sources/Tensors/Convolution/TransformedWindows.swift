internal import CKernels

/// The transformed windows, in the order in which the products read them.
struct PackedWindows<Scalar: RealScalar> {
    private let inner, columns, elements: Int
    private let panels: Tensor<Scalar>

    /// - Parameters:
    ///   - windows: A matrix for each position: `[36, inner, columns]`.
    ///   - isTransposed: Whether products are with the transpose of each.
    init(_ windows: Tensor<Scalar>, isTransposed: Bool = false) {
        let (positions, rows, width): (Int, Int, Int) = (windows.shape[0], windows.shape[1], windows.shape[2])
        let (inner, columns): (Int, Int) = isTransposed ? (width, rows) : (rows, width)
        let elements: Int = synann_panel_elements(Scalar.kernelType, inner, columns)
        let panels = Tensor<Scalar>(uninitialized: [positions * elements])
        Parallelism.forEachRange(of: positions, length: max(1, (1 << 14) / (rows * width))) { range in
            for position in range {
                synann_panel_pack(
                    Scalar.kernelType, inner, columns, windows.address + position * rows * width,
                    isTransposed ? 1 : width, isTransposed ? width : 1, panels.mutableAddress + position * elements)
            }
        }
        (self.inner, self.columns, self.elements, self.panels) = (inner, columns, elements, panels)
    }

    /// result ← tiles · windows, position by position.
    func multiply(_ tiles: TransformedTiles<Scalar>, into result: TransformedTiles<Scalar>) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            synann_panel_product(
                Scalar.kernelType, tiles.count, inner, columns, tiles.address(position), inner,
                panels.address + position * elements, 0, result.address(position), columns)
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

    /// sum ← slopesᵀ · pixels, or sum + slopesᵀ · pixels unless it is the first block.
    func add(_ slopes: TransformedTiles<Scalar>, _ pixels: TransformedTiles<Scalar>, isFirst: Bool) {
        for position in 0 ..< TransformedTiles<Scalar>.positions {
            synann_strided_product(
                Scalar.kernelType, outputs, pixels.count, channels, slopes.address(position), 1, outputs,
                pixels.address(position), channels, 1, isFirst ? 0 : 1,
                sum.mutableAddress + position * outputs * channels, channels)
        }
    }

    /// Transforms it back, to `[groups, outputs, channels, 9]`.
    func write(to partial: Tensor<Scalar>, group: Int) {
        let count: Int = outputs * channels
        synann_winograd_windows_gradient(
            Scalar.kernelType, 0, count, count, sum.address, partial.mutableAddress + group * count * 9)
    }
}
