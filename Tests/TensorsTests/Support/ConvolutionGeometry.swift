import Tensors

/// The shapes, the stride, the padding and the dilation of a convolution. `definition` computes the convolution without
/// the kernels, and tests compare it with the kernels' results.
struct ConvolutionGeometry: CustomStringConvertible, Sendable {
    var images: Shape
    var weight: Shape
    var stride: [Int] = [1, 1]
    var padding: [Int] = [0, 0]
    var dilation: [Int] = [1, 1]
    var groups = 1

    var description: String {
        "\(images) by \(weight), stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)"
    }

    func convolution<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ w: Tensor<Scalar>, _ bias: Tensor<Scalar>? = nil
    ) -> Tensor<Scalar> {
        conv2D(
            x, w, bias: bias, stride: (stride[0], stride[1]), padding: (padding[0], padding[1]),
            dilation: (dilation[0], dilation[1]), groups: groups)
    }

    /// Returns the convolution of the images `x` with the weight `w`, computed by definition: a sum over the positions
    /// of the window. The operations of the sum have derivatives of their own.
    ///
    /// With several groups, the result is the concatenation of the convolutions of the groups.
    func definition<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ w: Tensor<Scalar>) -> Tensor<Scalar> {
        if groups == 1 { return definitionOfGroup(x, w) }
        let (inputs, outputs): (Int, Int) = (x.shape[1] / groups, w.shape[0] / groups)
        let parts: [Tensor<Scalar>] = (0 ..< groups).map { group in
            definitionOfGroup(
                x[.all, group * inputs ..< (group + 1) * inputs], w[group * outputs ..< (group + 1) * outputs])
        }
        return Tensor(concatenating: parts, axis: 1)
    }

    private func definitionOfGroup<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ w: Tensor<Scalar>) -> Tensor<Scalar> {
        let padded: Tensor<Scalar> = x.padded(by: [(0, 0), (0, 0)] + padding.map { ($0, $0) })
        let extent: [Int] = (0 ..< 2).map { dilation[$0] * (weight[2 + $0] - 1) + 1 }
        let size: [Int] = (0 ..< 2).map { (padded.shape[2 + $0] - extent[$0]) / stride[$0] + 1 }
        var result = Tensor<Scalar>(zeros: [x.shape[0], w.shape[0], size[0], size[1]])
        for row in 0 ..< w.shape[2] {
            for column in 0 ..< w.shape[3] {
                let (top, left) = (row * dilation[0], column * dilation[1])
                let pixels: Tensor<Scalar> = padded[
                    .all, .all, .stride(from: top, to: top + (size[0] - 1) * stride[0] + 1, by: stride[0]),
                    .stride(from: left, to: left + (size[1] - 1) * stride[1] + 1, by: stride[1])]
                // Multiplies pixels [N, H, W, C] and weights [C, O].
                let product: Tensor<Scalar> = matmul(
                    pixels.permuted([0, 2, 3, 1]), w[.all, .all, row, column].transposed())
                result += product.permuted([0, 3, 1, 2])
            }
        }
        return result
    }
}
