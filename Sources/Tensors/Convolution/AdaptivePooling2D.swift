internal import CKernels

/// Returns the means of windows that divide each image into `size.0` rows and `size.1` columns: `[N, C, H, W] → [N, C,
/// size.0, size.1]` for N images with C channels of H × W pixels.
///
/// Window i of an axis of n pixels reads the pixels ⌊i · n / m⌋ ..< ⌈(i + 1) · n / m⌉, where m is the number of windows
/// of the axis, as in PyTorch. Windows overlap unless m divides n. A window with NaN gives NaN. Differentiable once: a
/// second derivative traps. Traps if the images do not have four axes, a size is not positive, or the images have no
/// pixels.
public func adaptiveAveragePool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>, _ size: (Int, Int)) -> Tensor<Scalar> {
    let pooling = AdaptivePooling2D(images.shape, size, "adaptiveAveragePool2D")
    let source: Tensor<Scalar> = images.contiguous()
    let value = Tensor<Scalar>(uninitialized: pooling.outputShape)
    pooling.forEachRangeOfPlanes { windows, input, output in
        let workspace: Tensor<Scalar> = pooling.workspace()
        synann_adaptive_average_pool(
            Scalar.kernelType, &windows, source.address + input, workspace.mutableAddress,
            value.mutableAddress + output)
    }
    let shape: Shape = images.shape
    return withDerivative(of: pooling.operation, value, inputs: [images]) { cotangent, _ in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let result = Tensor<Scalar>(uninitialized: shape)
        pooling.forEachRangeOfPlanes { windows, input, output in
            let workspace: Tensor<Scalar> = pooling.workspace()
            synann_adaptive_average_pool_gradient(
                Scalar.kernelType, &windows, cotangent.address + output, workspace.mutableAddress,
                result.mutableAddress + input)
        }
        return [result]
    }
}

/// Returns the greatest pixels of windows that divide each image into `size.0` rows and `size.1` columns: `[N, C, H, W]
/// → [N, C, size.0, size.1]` for N images with C channels of H × W pixels.
///
/// The windows are those of `adaptiveAveragePool2D`. A window that contains NaN gives NaN. If several pixels of a
/// window are greatest, the first of them in row-major order gets the derivative; if a window contains NaN, the first
/// NaN gets the derivative. Differentiable once: a second derivative traps. Traps if the images do not have four axes,
/// a size is not positive, or the images have no pixels.
public func adaptiveMaxPool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>, _ size: (Int, Int)) -> Tensor<Scalar> {
    let pooling = AdaptivePooling2D(images.shape, size, "adaptiveMaxPool2D")
    let source: Tensor<Scalar> = images.contiguous()
    let value = Tensor<Scalar>(uninitialized: pooling.outputShape)
    let positions = Tensor<Int32>(uninitialized: pooling.outputShape)
    pooling.forEachRangeOfPlanes { windows, input, output in
        let workspace: Tensor<Scalar> = pooling.workspace()
        synann_adaptive_max_pool(
            Scalar.kernelType, &windows, source.address + input, workspace.mutableAddress,
            value.mutableAddress + output, positions.mutableAddress + output)
    }
    let shape: Shape = images.shape
    return withDerivative(of: pooling.operation, value, inputs: [images]) { cotangent, _ in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let result = Tensor<Scalar>(uninitialized: shape)
        pooling.forEachRangeOfPlanes { windows, input, output in
            synann_adaptive_max_pool_gradient(
                Scalar.kernelType, &windows, cotangent.address + output, positions.address + output,
                result.mutableAddress + input)
        }
        return [result]
    }
}

/// The windows of an adaptive pooling over a batch of images, and the loop over the planes.
private struct AdaptivePooling2D {
    let outputShape: Shape
    private let windows: synann_adaptive_windows
    private let name: String

    init(_ images: Shape, _ size: (Int, Int), _ name: String) {
        require(images.rank == 4, "\(name): images must be [N, C, H, W], not \(images)")
        require(
            size.0 >= 1 && size.1 >= 1 && images[2] >= 1 && images[3] >= 1,
            "\(name): images \(images) cannot be divided into \(size.0) × \(size.1) windows")
        outputShape = [images[0], images[1], size.0, size.1]
        windows = synann_adaptive_windows(
            planes: images[0] * images[1], height: images[2], width: images[3], output_height: size.0,
            output_width: size.1)
        self.name = name
    }

    var operation: TensorOperation {
        let size: [Int] = [windows.output_height, windows.output_width]
        return name == "adaptiveMaxPool2D"
            ? TensorOperation("adaptiveMaxPool2D", attributes: ["size": .integers(size)])
            : TensorOperation("adaptiveAveragePool2D", attributes: ["size": .integers(size)])
    }

    /// Returns an uninitialized buffer for the kernel's scratch memory.
    func workspace<Scalar: RealScalar>() -> Tensor<Scalar> {
        var windows: synann_adaptive_windows = windows
        let bytes: Int = synann_adaptive_pool_workspace(Scalar.kernelType, &windows)
        return Tensor(uninitialized: [bytes / MemoryLayout<Scalar>.stride + 1])
    }

    /// Divides the planes into ranges, and calls `body` for each range on the library's threads, with the windows of
    /// the planes and the positions of their first input element and first output element.
    func forEachRangeOfPlanes(_ body: (inout synann_adaptive_windows, _ input: Int, _ output: Int) -> Void) {
        let inputCount: Int = windows.height * windows.width
        let outputCount: Int = windows.output_height * windows.output_width
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(inputCount, outputCount))
        Parallelism.forEachRange(of: windows.planes, length: perChunk) { range in
            var part: synann_adaptive_windows = windows
            part.planes = range.count
            body(&part, range.lowerBound * inputCount, range.lowerBound * outputCount)
        }
    }
}
