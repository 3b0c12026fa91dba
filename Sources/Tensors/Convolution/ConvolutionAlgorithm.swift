/// A two-dimensional convolution by the algorithm that is fastest for its shapes. All tensors must be contiguous.
enum ConvolutionAlgorithm {
    case winograd(WinogradConvolution)
    case depthwise(DepthwiseConvolution)
    case columns(ColumnConvolution)

    /// Chooses the algorithm for images of shape `images` and a weight of shape `weight`. Traps if no window fits in an
    /// image.
    init(_ images: Shape, _ weight: Shape, _ window: Window2D, groups: Int, hasBias: Bool) {
        if let depthwise = DepthwiseConvolution(images, weight, window, groups: groups) {
            self = .depthwise(depthwise)
        } else if let winograd = WinogradConvolution(images, weight, window, groups: groups) {
            self = .winograd(winograd)
        } else {
            self = .columns(ColumnConvolution(images, weight, window, groups: groups, hasBias: hasBias))
        }
    }

    /// Returns the weight in the form that `forward` and `gradient` read. A pass over the same weight does not have to
    /// compute this form again.
    func prepared<Scalar: RealScalar>(_ weight: Tensor<Scalar>) -> Tensor<Scalar> {
        guard case .winograd(let convolution) = self else { return weight }
        return convolution.transformed(weight)
    }

    /// Returns the convolution, a tensor of shape `[batch, outputs, output height, output width]`. `weight` is the
    /// result of `prepared`.
    func forward<Scalar: RealScalar>(
        _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        switch self {
        case .winograd(let convolution): convolution.forward(images, weight, bias)
        case .depthwise(let convolution): convolution.forward(images, weight, bias)
        case .columns(let convolution): convolution.forward(images, weight, bias)
        }
    }

    /// Returns the derivatives with respect to the images, the weight and the bias, or `nil` for a derivative that
    /// `wanted` does not request. `cotangent` is the derivative with respect to the result, and `weight` is the result
    /// of `prepared`.
    func gradient<Scalar: RealScalar>(
        _ cotangent: Tensor<Scalar>, _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>,
        wanted: (byImages: Bool, byWeight: Bool, byBias: Bool)
    ) -> (byImages: Tensor<Scalar>?, byWeight: Tensor<Scalar>?, byBias: Tensor<Scalar>?) {
        func sum() -> Tensor<Scalar>? { wanted.byBias ? cotangent.sum(axes: [0, 2, 3]) : nil }
        switch self {
        case .winograd(let convolution):
            let (byImages, byWeight): (Tensor<Scalar>?, Tensor<Scalar>?) = convolution.gradient(
                cotangent, images, weight, byImages: wanted.byImages, byWeight: wanted.byWeight)
            return (byImages, byWeight, sum())
        case .depthwise(let convolution):
            let sums: Bool = wanted.byWeight || wanted.byBias
            let (byImages, byWeight, byBias): (Tensor<Scalar>?, Tensor<Scalar>?, Tensor<Scalar>?) =
                convolution.gradient(cotangent, images, weight, byImages: wanted.byImages, byWeight: sums)
            return (byImages, byWeight, byBias)
        case .columns(let convolution):
            let byImages: Tensor<Scalar>? = wanted.byImages ? convolution.imageGradient(cotangent, weight) : nil
            guard wanted.byWeight || wanted.byBias else { return (byImages, nil, nil) }
            let (byWeight, byBias): (Tensor<Scalar>, Tensor<Scalar>?) = convolution.weightGradient(cotangent, images)
            return (byImages, byWeight, byBias)
        }
    }
}
