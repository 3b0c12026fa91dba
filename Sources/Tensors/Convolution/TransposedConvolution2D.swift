/// Returns the transposed two-dimensional convolution, which is the derivative of a convolution with respect to its
/// images.
///
/// `out[n, o, y, x] = bias[o] + Σ weight[c, o, i, j] · images[n, c, u, v]`, summed over all channels c, pixels (u, v)
/// and window positions (i, j) with y = u·s + i·d − p and x = v·s + j·d − p
///
/// The parameters below define s, d and p. A stride of 2 doubles the height and the width. Some sizes of images have
/// the same size of results under a convolution with the stride; `outputPadding` chooses among these sizes. With G
/// groups, the outputs of a group read only the channels of the same group.
///
/// The function computes the backward pass of `conv2D` with respect to the images. Its derivative with respect to the
/// images is the forward pass of `conv2D`, and the derivative with respect to the weight is the one of `conv2D`.
/// Differentiable once: a second derivative traps. Traps unless the shapes are as described below and the result has
/// at least one pixel. Also traps if a stride, a dilation or a side of the kernel is not positive, if a padding is
/// negative, if an output padding is negative or not smaller than the stride or the dilation, or if `groups` is not
/// positive or does not divide the number of channels.
///
/// Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning", 2016.
///
/// - Parameters:
///   - images: A tensor of shape `[batch, channels, height, width]`.
///   - weight: A tensor of shape `[channels, outputs / groups, kernel height, kernel width]`.
///   - bias: The bias, a tensor of shape `[outputs]`, or `nil` for no bias.
///   - stride: s, the vertical and the horizontal distance between the windows of neighbouring pixels.
///   - padding: p, the number of rows and columns that are removed on each side of the result.
///   - outputPadding: The number of rows that are added at the bottom, and of columns that are added on the right.
///   - dilation: d, the vertical and the horizontal distance between neighbouring pixels of a window.
///   - groups: G, the number of groups.
/// - Returns: A tensor of shape `[batch, outputs, output height, output width]`. Along each axis the length is `(n − 1)
///   · s − 2p + d · (k − 1) + outputPadding + 1` for images of length n and a kernel of length k.
public func convTranspose2D<Scalar: RealScalar>(
    _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), outputPadding: (Int, Int) = (0, 0),
    dilation: (Int, Int) = (1, 1), groups: Int = 1
) -> Tensor<Scalar> {
    require(
        images.rank == 4 && weight.rank == 4 && groups >= 1 && images.shape[1] == weight.shape[0]
            && weight.shape[0] % groups == 0,
        "convTranspose2D: images \(images.shape) and weight \(weight.shape) must be [N, C, H, W] and [C, O / groups, h, w], where groups = \(groups) divides C"
    )
    let outputs: Int = weight.shape[1] * groups
    if let bias {
        require(
            bias.shape == [outputs],
            "convTranspose2D: bias \(bias.shape) does not fit weight \(weight.shape) in \(groups) groups")
    }
    let window = Window2D(
        kernel: (weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
    let size: (height: Int, width: Int) = window.transposedOutputSize(
        height: images.shape[2], width: images.shape[3], outputPadding: outputPadding)
    let extra: (Int, Int) = (outputPadding.0 / stride.0, outputPadding.1 / stride.1)
    if extra != (0, 0) {
        // A convolution of the result would have more windows than `images` has pixels. The additional pixels are 0.
        return convTranspose2D(
            images.padded(by: [(0, 0), (0, 0), (0, extra.0), (0, extra.1)]), weight, bias: bias, stride: stride,
            padding: padding, outputPadding: (outputPadding.0 % stride.0, outputPadding.1 % stride.1),
            dilation: dilation, groups: groups)
    }
    let resultShape: Shape = [images.shape[0], outputs, size.height, size.width]
    let source: Tensor<Scalar> = images.asConstant().contiguous()
    let kernel: Tensor<Scalar> = weight.asConstant().contiguous()
    // `conv2D` maps results to images, so `images` plays the part of its result.
    let algorithm = ConvolutionAlgorithm(resultShape, weight.shape, window, groups: groups, hasBias: false)
    let prepared: Tensor<Scalar> = algorithm.prepared(kernel)
    let result: Tensor<Scalar> = algorithm.transposed(source, prepared, bias?.asConstant().contiguous())
    func operation() -> TensorOperation {
        var attributes: [String: TensorOperation.Attribute] = window.attributes
        attributes["groups"] = .integer(groups)
        attributes["outputPadding"] = .integers([outputPadding.0, outputPadding.1])
        return TensorOperation(
            "convTranspose2D", attributes: attributes,
            multiplyAdds: images.shape[0] * images.shape[2] * images.shape[3] * weight.count)
    }
    return withDerivative(of: operation(), result, inputs: [images, weight] + (bias.map { [$0] } ?? [])) {
        cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let byImages: Tensor<Scalar>? = wanted[0] ? algorithm.forward(cotangent, prepared, nil) : nil
        let byWeight: Tensor<Scalar>? =
            wanted[1]
            ? algorithm.gradient(source, cotangent, prepared, wanted: (byImages: false, byWeight: true, byBias: false))
                .byWeight : nil
        guard wanted.count > 2 else { return [byImages, byWeight] }
        return [byImages, byWeight, wanted[2] ? cotangent.sum(axes: [0, 2, 3]) : nil]
    }
}

extension ConvolutionAlgorithm {
    /// Returns the transposed convolution of `images`, which have the shape of the result of `forward`. `weight` is the
    /// result of `prepared`, and `bias` has an element for each plane of the result.
    func transposed<Scalar: RealScalar>(
        _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        if case .columns(let convolution) = self {
            return convolution.imageGradient(images, weight, adding: bias)
        }
        // The backward pass does not read the images of the convolution if only their derivative is requested.
        let unread = Tensor<Scalar>(zeros: [0])
        let result: Tensor<Scalar>? =
            gradient(images, unread, weight, wanted: (byImages: true, byWeight: false, byBias: false)).byImages
        guard let result else { fatalError("the derivative was requested") }
        guard let bias else { return result }
        return result + bias.reshapedView(to: [bias.count, 1, 1])
    }
}

extension Window2D {
    /// Returns the height and the width of the result of a transposed convolution. Traps if an output padding is
    /// negative or not smaller than the stride or the dilation, or if the result would have no pixel.
    func transposedOutputSize(height: Int, width: Int, outputPadding: (Int, Int)) -> (height: Int, width: Int) {
        require(
            outputPadding.0 >= 0 && outputPadding.1 >= 0 && outputPadding.0 < Swift.max(strideHeight, dilationHeight)
                && outputPadding.1 < Swift.max(strideWidth, dilationWidth),
            "convTranspose2D: the output padding \(outputPadding) must be smaller than the stride \(stride) or the dilation \(dilation)"
        )
        func length(_ n: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int, _ extra: Int) -> Int {
            (n - 1) * s - 2 * p + d * (k - 1) + extra + 1
        }
        let size: (height: Int, width: Int) = (
            length(height, kernelHeight, strideHeight, paddingHeight, dilationHeight, outputPadding.0),
            length(width, kernelWidth, strideWidth, paddingWidth, dilationWidth, outputPadding.1)
        )
        require(
            height >= 1 && width >= 1 && size.height >= 1 && size.width >= 1,
            "convTranspose2D: images of \(height) × \(width) pixels give a result of \(size.height) × \(size.width) pixels with a kernel of \(kernelHeight) × \(kernelWidth) and a padding of \(paddingHeight) × \(paddingWidth)"
        )
        return size
    }
}
