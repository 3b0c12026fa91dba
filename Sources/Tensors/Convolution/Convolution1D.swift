/// Returns the one-dimensional cross-correlation, which neural networks call convolution.
///
/// `out[n, o, t] = bias[o] + Σ_{c, k} weight[o, c, k] · signals[n, c, t·s + k·d − p]`
///
/// In this formula n is a signal, o an output, c a channel, t a position of the result and k a position of the window.
/// The parameters below define s, d and p. The function is `conv2D` for images of a single row; see there for the
/// meaning of groups. Differentiable once: a second derivative traps. Traps unless the shapes are as described below
/// and a window fits in a signal. Also traps if the stride, the dilation or the length of the kernel is not positive,
/// if the padding is negative, or if `groups` is not positive or does not divide the number of channels and the number
/// of outputs.
///
/// - Parameters:
///   - signals: A tensor of shape `[batch, channels, length]`.
///   - weight: A tensor of shape `[outputs, channels / groups, kernel length]`.
///   - bias: The bias, a tensor of shape `[outputs]`, or `nil` for no bias.
///   - stride: s, the distance between neighbouring windows.
///   - padding: p, the number of zeros added on each side of the signal.
///   - dilation: d, the distance between neighbouring positions of a window.
///   - groups: The number of groups of channels.
/// - Returns: A tensor of shape `[batch, outputs, output length]`. For signals of length n and kernels of length k, the
///   output length is ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1.
public func conv1D<Scalar: RealScalar>(
    _ signals: Tensor<Scalar>, _ weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil,
    stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1
) -> Tensor<Scalar> {
    require(
        signals.rank == 3 && weight.rank == 3 && groups >= 1 && signals.shape[1] == groups * weight.shape[1]
            && weight.shape[0] % groups == 0,
        "conv1D: signals \(signals.shape) and weight \(weight.shape) must be [N, C, L] and [O, C / groups, k], where groups = \(groups) divides C and O"
    )
    return withoutRows(
        conv2D(
            signals.expandingShape(at: 2), weight.expandingShape(at: 2), bias: bias, stride: (1, stride),
            padding: (0, padding), dilation: (1, dilation), groups: groups))
}

/// Returns the only row of each plane of images of a single row: `[N, C, 1, L] → [N, C, L]`.
private func withoutRows<Scalar: RealScalar>(_ images: Tensor<Scalar>) -> Tensor<Scalar> {
    images.reshaped(to: [images.shape[0], images.shape[1], images.shape[3]])
}

/// Returns the greatest element in each window of a signal: `[N, C, L] → [N, C, L′]` for N signals with C channels. L′
/// is ⌊(L + 2p − d(k − 1) − 1) / s⌋ + 1 for the kernel k, the stride s, the padding p and the dilation d.
///
/// The function is `maxPool2D` for images of a single row; see there for NaN, for equal elements, and for the
/// derivative. Traps if the signals do not have three axes, no window fits, or the padding is more than half of the
/// window.
public func maxPool1D<Scalar: RealScalar>(
    _ signals: Tensor<Scalar>, kernel: Int, stride: Int? = nil, padding: Int = 0, dilation: Int = 1
) -> Tensor<Scalar> {
    require(signals.rank == 3, "maxPool1D: signals must be [N, C, L], not \(signals.shape)")
    let window = Window2D(
        kernel: (1, kernel), stride: (1, stride ?? kernel), padding: (0, padding), dilation: (1, dilation))
    return withoutRows(maxPool2D(signals.expandingShape(at: 2), window))
}

/// Returns the mean of each window of a signal, where padding counts as zeros: `[N, C, L] → [N, C, L′]` for N signals
/// with C channels. L′ is ⌊(L + 2p − k) / s⌋ + 1 for the kernel k, the stride s and the padding p.
///
/// The function is `averagePool2D` for images of a single row; see there for the derivative. Traps if the signals do
/// not have three axes or no window fits.
public func averagePool1D<Scalar: RealScalar>(
    _ signals: Tensor<Scalar>, kernel: Int, stride: Int? = nil, padding: Int = 0
) -> Tensor<Scalar> {
    require(signals.rank == 3, "averagePool1D: signals must be [N, C, L], not \(signals.shape)")
    let window = Window2D(kernel: (1, kernel), stride: (1, stride ?? kernel), padding: (0, padding))
    return withoutRows(averagePool2D(signals.expandingShape(at: 2), window))
}
