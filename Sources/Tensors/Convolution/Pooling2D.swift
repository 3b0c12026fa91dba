internal import CKernels

/// Returns the greatest pixel in each window: `[N, C, H, W] → [N, C, H′, W′]`. N is the number of images, C the number
/// of channels, H the height and W the width; `Window2D.outputSize(height:width:)` gives H′ and W′.
///
/// Padding pixels are ignored. A window that contains NaN gives NaN. If several pixels of a window are greatest, the
/// first of them in row-major order gets the derivative; if a window contains NaN, the first NaN gets the derivative.
/// Differentiable once: a second derivative traps. Traps if the images do not have four axes, no window fits, or a
/// padding is too large: more than half of the window's height vertically, or more than half of the window's width
/// horizontally.
public func maxPool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>, _ window: Window2D) -> Tensor<Scalar> {
    require(
        2 * window.paddingHeight <= window.kernelHeight && 2 * window.paddingWidth <= window.kernelWidth,
        "maxPool2D: padding of more than half a window would make windows without a pixel")
    let pooling = Pooling2D(images, window, "maxPool2D")
    require(
        window.everyWindowHasAPixel(of: pooling.geometry),
        "maxPool2D: a window of \(window.kernelHeight) × \(window.kernelWidth) pixels, dilated by \(window.dilationHeight) × \(window.dilationWidth) and padded by \(window.paddingHeight) × \(window.paddingWidth), has no pixel of the images \(images.shape)"
    )
    let positions = Tensor<Int32>(uninitialized: pooling.outputShape)
    let source: Tensor<Scalar> = images.contiguous()
    let value = Tensor<Scalar>(uninitialized: pooling.outputShape)
    pooling.forEachImage { geometry, image, input, output in
        synann_max_pool(
            Scalar.kernelType, &geometry, source.address + input, value.mutableAddress + output,
            positions.mutableAddress + output)
    }
    let shape: Shape = images.shape
    return withDerivative(of: TensorOperation("maxPool2D", attributes: window.attributes), value, inputs: [images]) {
        cotangent, _ in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let result = Tensor<Scalar>(uninitialized: shape)
        pooling.forEachImage { geometry, image, input, output in
            synann_max_pool_gradient(
                Scalar.kernelType, &geometry, cotangent.address + output, positions.address + output,
                result.mutableAddress + input)
        }
        return [result]
    }
}

/// Returns the mean of each window, where padding pixels count as zeros: `[N, C, H, W] → [N, C, H′, W′]`. N is the
/// number of images, C the number of channels, H the height and W the width; `Window2D.outputSize(height:width:)` gives
/// H′ and W′.
///
/// Differentiable once: a second derivative traps. Traps if the images do not have four axes or no window fits.
public func averagePool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>, _ window: Window2D) -> Tensor<Scalar> {
    let pooling = Pooling2D(images, window, "averagePool2D")
    let source: Tensor<Scalar> = images.contiguous()
    let value = Tensor<Scalar>(uninitialized: pooling.outputShape)
    pooling.forEachImage { geometry, image, input, output in
        synann_average_pool(
            Scalar.kernelType, &geometry, source.address + input, value.mutableAddress + output)
    }
    let shape: Shape = images.shape
    return withDerivative(of: TensorOperation("averagePool2D", attributes: window.attributes), value, inputs: [images])
    { cotangent, _ in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let result = Tensor<Scalar>(zeros: shape)
        pooling.forEachImage { geometry, image, input, output in
            synann_average_pool_gradient(
                Scalar.kernelType, &geometry, cotangent.address + output, result.mutableAddress + input)
        }
        return [result]
    }
}

/// Returns the greatest pixel of each plane: `[N, C, H, W] → [N, C]` for N images with C planes of H × W pixels. The
/// result is NaN for a plane with NaN. Differentiable: if several pixels are greatest, the derivative is divided
/// equally between them. Traps if a plane is empty, or if the images do not have the axes 2 and 3.
public func globalMaxPool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>) -> Tensor<Scalar> {
    withOperation(TensorOperation("globalMaxPool2D", images)) { images.max(axes: [2, 3]) }
}

/// Returns the mean of each plane: `[N, C, H, W] → [N, C]` for N images with C planes of H × W pixels. The result is
/// NaN for an empty plane. Differentiable. Traps if the images do not have the axes 2 and 3.
public func globalAveragePool2D<Scalar: RealScalar>(_ images: Tensor<Scalar>) -> Tensor<Scalar> {
    withOperation(TensorOperation("globalAveragePool2D", images)) { images.mean(axes: [2, 3]) }
}

/// The geometry of a window over a batch of images, and the loop over the images.
private struct Pooling2D {
    let geometry: synann_window
    let batch: Int
    let outputShape: Shape

    init<Scalar>(_ images: Tensor<Scalar>, _ window: Window2D, _ name: String) {
        require(images.rank == 4, "\(name): images must be [N, C, H, W], not \(images.shape)")
        batch = images.shape[0]
        geometry = window.geometry(channels: images.shape[1], height: images.shape[2], width: images.shape[3])
        outputShape = [batch, images.shape[1], geometry.output_height, geometry.output_width]
    }

    /// Calls `body` for each image on the library's threads, with the geometry of the windows, the index of the image,
    /// and the positions of the image's first input element and first output element.
    func forEachImage(_ body: (inout synann_window, _ image: Int, _ input: Int, _ output: Int) -> Void) {
        let inputCount: Int = geometry.channels * geometry.height * geometry.width
        let outputCount: Int = geometry.channels * geometry.output_height * geometry.output_width
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, inputCount))
        Parallelism.forEachRange(of: batch, length: perChunk) { range in
            var geometry: synann_window = geometry
            for image in range { body(&geometry, image, image * inputCount, image * outputCount) }
        }
    }
}
