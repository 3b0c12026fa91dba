internal import CKernels

/// The geometry of a window that slides over images, for convolution and pooling.
public struct Window2D: Sendable, Hashable {
    /// The height and the width of the window, in pixels.
    public var kernel: (height: Int, width: Int) { (kernelHeight, kernelWidth) }
    /// The vertical and the horizontal distance between neighbouring windows, in pixels.
    public var stride: (height: Int, width: Int) { (strideHeight, strideWidth) }
    /// The number of pixels by which windows reach beyond the image on each side, vertically and horizontally.
    public var padding: (height: Int, width: Int) { (paddingHeight, paddingWidth) }
    /// The vertical and the horizontal distance between neighbouring pixels of a window, in pixels of the image.
    public var dilation: (height: Int, width: Int) { (dilationHeight, dilationWidth) }
    let kernelHeight, kernelWidth, strideHeight, strideWidth: Int
    let paddingHeight, paddingWidth, dilationHeight, dilationWidth: Int

    /// Creates the geometry of a window. In each pair the vertical number is first. Traps if a padding is negative, or
    /// if any other number is not positive.
    ///
    /// - Parameters:
    ///   - kernel: The height and the width of the window, in pixels.
    ///   - stride: The distances between neighbouring windows, in pixels.
    ///   - padding: The numbers of pixels by which windows reach beyond the image on each side.
    ///   - dilation: The distances between neighbouring pixels of a window, in pixels of the image.
    public init(
        kernel: (Int, Int), stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1)
    ) {
        (kernelHeight, kernelWidth) = kernel
        (strideHeight, strideWidth) = stride
        (paddingHeight, paddingWidth) = padding
        (dilationHeight, dilationWidth) = dilation
        require(
            Swift.min(kernel.0, kernel.1, stride.0, stride.1, dilation.0, dilation.1) >= 1
                && Swift.min(padding.0, padding.1) >= 0,
            "window: kernel \(kernel), stride \(stride) and dilation \(dilation) must be positive, padding \(padding) not negative"
        )
    }

    /// Returns the height and the width of the result for images of the given size. Along each axis the length of the
    /// result is ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1. n is the length of the image, k the length of the kernel, p the
    /// padding, d the dilation and s the stride. Traps if no window fits.
    public func outputSize(height: Int, width: Int) -> (height: Int, width: Int) {
        let vertical: Int = height + 2 * paddingHeight - dilationHeight * (kernelHeight - 1) - 1
        let horizontal: Int = width + 2 * paddingWidth - dilationWidth * (kernelWidth - 1) - 1
        require(
            vertical >= 0 && horizontal >= 0,
            "window: a window of \(kernelHeight) × \(kernelWidth) pixels, dilated by \(dilationHeight) × \(dilationWidth), does not fit into an image of \(height) × \(width) padded by \(paddingHeight) × \(paddingWidth)"
        )
        return (vertical / strideHeight + 1, horizontal / strideWidth + 1)
    }

    /// Returns the window over images with `channels` channels of `height` × `width` pixels, as an argument of the
    /// kernels. Traps if no window fits.
    func geometry(channels: Int, height: Int, width: Int) -> synann_window {
        let output = outputSize(height: height, width: width)
        return synann_window(
            channels: channels, height: height, width: width,
            kernel_height: kernelHeight, kernel_width: kernelWidth,
            stride_height: strideHeight, stride_width: strideWidth,
            padding_height: paddingHeight, padding_width: paddingWidth,
            dilation_height: dilationHeight, dilation_width: dilationWidth,
            output_height: output.height, output_width: output.width)
    }
}

extension Window2D {
    /// Returns whether each window that `geometry` places on an image contains a pixel of the image, and not only
    /// padding.
    func everyWindowHasAPixel(of geometry: synann_window) -> Bool {
        func isCovered(
            _ length: Int, _ count: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int
        ) -> Bool {
            (0 ..< count).allSatisfy { position in
                let start: Int = position * stride - padding
                // The first pixel of the window that is not in the padding before the image.
                let pixel: Int = start >= 0 ? 0 : (dilation - 1 - start) / dilation
                return pixel < kernel && start + pixel * dilation < length
            }
        }
        return isCovered(
            geometry.height, geometry.output_height, kernelHeight, strideHeight, paddingHeight, dilationHeight)
            && isCovered(geometry.width, geometry.output_width, kernelWidth, strideWidth, paddingWidth, dilationWidth)
    }

    /// The attributes for traces. Each attribute is a pair of numbers; the vertical number is first.
    var attributes: [String: TensorOperation.Attribute] {
        [
            "kernel": .integers([kernelHeight, kernelWidth]), "stride": .integers([strideHeight, strideWidth]),
            "padding": .integers([paddingHeight, paddingWidth]),
            "dilation": .integers([dilationHeight, dilationWidth]),
        ]
    }
}
