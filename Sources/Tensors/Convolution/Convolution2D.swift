/// Returns the two-dimensional cross-correlation, which neural networks call convolution.
///
/// `out[n, o, y, x] = bias[o] + Σ_{c, i, j} weight[o, c, i, j] · images[n, c, y·s + i·d − p, x·s + j·d − p]`
///
/// In this formula n is an image, o an output, c a channel, (y, x) a pixel of the result and (i, j) a pixel of the
/// window. The parameters below define s, d and p. With G groups, the channels and the outputs are divided into G equal
/// ranges, and the outputs of a range read only the channels of the range at the same position: the formula applies to
/// each range. If each group is a single channel, the convolution is called depthwise.
///
/// A kernel of its own computes depthwise convolutions. Winograd's minimal filtering computes windows of 3 × 3 and 5 × 5
/// pixels at a stride of 1 without dilation, if each group has at least 16 channels and 16 outputs, the output has at
/// least 3 × 3 pixels, and the batch is not tiny. In all other cases, im2col and a matrix product compute the
/// convolution. Minimal filtering needs a quarter of the multiplications of the formula for windows of 3 × 3 pixels, and
/// 0.36 of them for 5 × 5 pixels. For random images and weights in single precision, the greatest error of minimal
/// filtering was 8 · 2⁻²⁴ (3 × 3) and 5 · 2⁻²⁴ (5 × 5) times the greatest sum of the products' magnitudes: 2 to 8 times
/// the greatest error of im2col. If a pixel is not finite, minimal filtering gives NaN for all results in the tiles that
/// read this pixel: up to four tiles of 4 × 4 pixels, or up to nine tiles of 2 × 2 pixels.
///
/// Differentiable once: a second derivative traps. Traps unless the shapes are as described below and a window fits in
/// an image. Also traps if a stride, a dilation or a side of the kernel is not positive, if a padding is negative, or
/// if `groups` is not positive or does not divide the number of channels and the number of outputs.
///
/// - Parameters:
///   - images: A tensor of shape `[batch, channels, height, width]`.
///   - weight: A tensor of shape `[outputs, channels / groups, kernel height, kernel width]`.
///   - bias: The bias, a tensor of shape `[outputs]`, or `nil` for no bias.
///   - stride: s, the vertical and the horizontal distance between neighbouring windows, in pixels.
///   - padding: p, the number of zeros added on each side of the image, vertically and horizontally.
///   - dilation: d, the vertical and the horizontal distance between neighbouring pixels of a window.
///   - groups: G, the number of groups.
/// - Returns: A tensor of shape `[batch, outputs, output height, output width]`; see
///   `Window2D.outputSize(height:width:)` for the output size.
public func conv2D<Scalar: RealScalar>(
    _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1), groups: Int = 1
) -> Tensor<Scalar> {
    require(
        images.rank == 4 && weight.rank == 4 && groups >= 1 && images.shape[1] == groups * weight.shape[1]
            && weight.shape[0] % groups == 0,
        "conv2D: images \(images.shape) and weight \(weight.shape) must be [N, C, H, W] and [O, C / groups, h, w], where groups = \(groups) divides C and O"
    )
    if let bias {
        require(
            bias.shape == [weight.shape[0]], "conv2D: bias \(bias.shape) does not fit weight \(weight.shape)")
    }
    let window = Window2D(
        kernel: (weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
    func operation() -> TensorOperation {
        let output = window.outputSize(height: images.shape[2], width: images.shape[3])
        var attributes: [String: TensorOperation.Attribute] = window.attributes
        attributes["groups"] = .integer(groups)
        return TensorOperation(
            "conv2D", attributes: attributes,
            multiplyAdds: images.shape[0] * output.height * output.width * weight.count)
    }
    let algorithm = ConvolutionAlgorithm(images.shape, weight.shape, window, groups: groups, hasBias: bias != nil)
    let source: Tensor<Scalar> = images.asConstant().contiguous()
    let kernel: Tensor<Scalar> = algorithm.prepared(weight.asConstant().contiguous())
    let result: Tensor<Scalar> = algorithm.forward(source, kernel, bias?.asConstant().contiguous())
    return withDerivative(of: operation(), result, inputs: [images, weight] + (bias.map { [$0] } ?? [])) {
        cotangent, wanted in
        let (byImages, byWeight, byBias): (Tensor<Scalar>?, Tensor<Scalar>?, Tensor<Scalar>?) = algorithm.gradient(
            cotangent.contiguous(), source, kernel, wanted: (wanted[0], wanted[1], wanted.count > 2 && wanted[2]))
        return [byImages, byWeight] + (wanted.count > 2 ? [byBias] : [])
    }
}
