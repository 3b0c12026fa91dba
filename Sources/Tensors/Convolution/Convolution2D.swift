/// Returns the two-dimensional cross-correlation, which neural networks call convolution.
///
/// `out[n, o, y, x] = bias[o] + Σ_{c, i, j} weight[o, c, i, j] · images[n, c, y·s + i·d − p, x·s + j·d − p]`
///
/// In this formula n is an image, o an output, c a channel, (y, x) a pixel of the result and (i, j) a pixel of the
/// window. The parameters below define s, d and p. Winograd's minimal filtering computes windows of 3 × 3 pixels at a
/// stride of 1 without dilation, if there are at least 16 channels and 16 outputs, and the output has at least 3 × 3
/// pixels. In all other cases, im2col and a matrix product compute the convolution. Minimal filtering needs a quarter
/// of the multiplications of the formula. For random images and weights in single precision, the greatest error of
/// minimal filtering was 8 · 2⁻²⁴ times the greatest sum of the products' magnitudes: 3 to 7 times the greatest error
/// of im2col. If a pixel is not finite, minimal filtering gives NaN for all results in up to four tiles of 4 × 4
/// pixels.
///
/// Differentiable once: a second derivative traps. Traps unless the shapes are as described below and a window fits in
/// an image. Also traps if a stride, a dilation or a side of the kernel is not positive, or if a padding is negative.
///
/// - Parameters:
///   - images: A tensor of shape `[batch, channels, height, width]`.
///   - weight: A tensor of shape `[outputs, channels, kernel height, kernel width]`.
///   - bias: The bias, a tensor of shape `[outputs]`, or `nil` for no bias.
///   - stride: s, the vertical and the horizontal distance between neighbouring windows, in pixels.
///   - padding: p, the number of zeros added on each side of the image, vertically and horizontally.
///   - dilation: d, the vertical and the horizontal distance between neighbouring pixels of a window.
/// - Returns: A tensor of shape `[batch, outputs, output height, output width]`; see
///   `Window2D.outputSize(height:width:)` for the output size.
public func conv2D<Scalar: RealScalar>(
    _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    stride: (Int, Int) = (1, 1), padding: (Int, Int) = (0, 0), dilation: (Int, Int) = (1, 1)
) -> Tensor<Scalar> {
    require(
        images.rank == 4 && weight.rank == 4 && images.shape[1] == weight.shape[1],
        "conv2D: images \(images.shape) and weight \(weight.shape) must be [N, C, H, W] and [O, C, h, w] with one C")
    if let bias {
        require(
            bias.shape == [weight.shape[0]], "conv2D: bias \(bias.shape) does not fit weight \(weight.shape)")
    }
    let window = Window2D(
        kernel: (weight.shape[2], weight.shape[3]), stride: stride, padding: padding, dilation: dilation)
    let (source, kernel): (Tensor<Scalar>, Tensor<Scalar>) = (
        images.asConstant().contiguous(), weight.asConstant().contiguous()
    )
    let addend: Tensor<Scalar>? = bias?.asConstant().contiguous()
    let inputs: [Tensor<Scalar>] = [images, weight] + (bias.map { [$0] } ?? [])
    func operation() -> TensorOperation {
        let output = window.outputSize(height: images.shape[2], width: images.shape[3])
        return TensorOperation(
            "conv2D", attributes: window.attributes,
            multiplyAdds: images.shape[0] * output.height * output.width * weight.count
        )
    }
    if let convolution = WinogradConvolution(images.shape, weight.shape, window) {
        let windows: Tensor<Scalar> = convolution.transformed(kernel)
        let result: Tensor<Scalar> = convolution.forward(source, windows, addend)
        return withDerivative(of: operation(), result, inputs: inputs) { cotangent, wanted in
            let cotangent: Tensor<Scalar> = cotangent.contiguous()
            let (byImages, byWeight): (Tensor<Scalar>?, Tensor<Scalar>?) = convolution.gradient(
                cotangent, source, windows, byImages: wanted[0], byWeight: wanted[1])
            return [byImages, byWeight] + (bias == nil ? [] : [wanted[2] ? cotangent.sum(axes: [0, 2, 3]) : nil])
        }
    }
    let convolution = ColumnConvolution(images.shape, weight.shape, window, hasBias: bias != nil)
    let result: Tensor<Scalar> = convolution.forward(source, kernel, addend)
    return withDerivative(of: operation(), result, inputs: inputs) { cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let byImages: Tensor<Scalar>? = wanted[0] ? convolution.imageGradient(cotangent, kernel) : nil
        guard wanted[1...].contains(true) else { return [byImages, nil] + (bias == nil ? [] : [nil]) }
        let (byWeight, byBias): (Tensor<Scalar>, Tensor<Scalar>?) = convolution.weightGradient(cotangent, source)
        return [byImages, byWeight] + (byBias.map { [$0] } ?? [])
    }
}
