import Tensors

extension ONNXFileGraph.Node {
    func layer(_ x: [Tensor<Double>]) -> Tensor<Double>? {
        switch operation {
        case "MatMul": return matmul(x[0], x[1])
        case "Det": return Tensor((0 ..< x[0].shape[0]).map { determinant(x[0][$0]) })
        case "BatchNormalization":
            let ones = [Int](repeating: 1, count: x[0].rank - 2)
            let parts: [Tensor<Double>] = x.dropFirst().map { $0.reshaped(to: [-1] + ones) }
            return (x[0] - parts[2]) / (parts[3] + float("epsilon")).squareRoot() * parts[0] + parts[1]
        case "InstanceNormalization":
            let axes: [Int] = Array(2 ..< x[0].rank)
            let channel: [Int] = [-1] + axes.map { _ in 1 }
            let center: Tensor<Double> = x[0] - x[0].mean(axes: axes, keepDims: true)
            let variance: Tensor<Double> = center.squared().mean(axes: axes, keepDims: true)
            return center / (variance + float("epsilon")).squareRoot() * x[1].reshaped(to: channel)
                + x[2].reshaped(to: channel)
        case "LayerNormalization":
            let axes: [Int] = (integer("axis") ..< 0).map { $0 }
            let center: Tensor<Double> = x[0] - x[0].mean(axes: axes, keepDims: true)
            let variance: Tensor<Double> = center.squared().mean(axes: axes, keepDims: true)
            return center / (variance + float("epsilon")).squareRoot() * x[1] + x[2]
        case "Conv": return convolution(x)
        case "ConvTranspose":
            precondition(integers("kernel_shape") == x[1].shape.dimensions.suffix(2).map { $0 })
            let extra: [Int] = integers("output_padding")
            return convTranspose2D(
                x[0], x[1], bias: x.count > 2 ? x[2] : nil, stride: pair("strides"), padding: padding,
                outputPadding: (extra[0], extra[1]), dilation: pair("dilations"),
                groups: integer("group", default: 1))
        case "MaxPool":
            return maxPool2D(x[0], window(dilation: has("dilations") ? pair("dilations") : (1, 1)))
        case "AveragePool":
            precondition(integer("count_include_pad") == 1 && !has("dilations"))
            return averagePool2D(x[0], window(dilation: (1, 1)))
        case "GlobalAveragePool": return x[0].mean(axes: [2, 3], keepDims: true)
        case "GlobalMaxPool": return x[0].max(axes: [2, 3], keepDims: true)
        default: return nil
        }
    }

    /// Returns the convolution of images and weights, plus the bias if there is a third operand.
    ///
    /// With several groups, each group of input channels has its own group of weights.
    private func convolution(_ x: [Tensor<Double>]) -> Tensor<Double> {
        precondition(integers("kernel_shape") == x[1].shape.dimensions.suffix(2).map { $0 })
        let groups: Int = integer("group", default: 1)
        let (inputs, outputs): (Int, Int) = (x[0].shape[1] / groups, x[1].shape[0] / groups)
        let parts: [Tensor<Double>] = (0 ..< groups).map { group in
            conv2D(
                x[0].narrowed(axis: 1, to: group * inputs ..< (group + 1) * inputs),
                x[1].narrowed(axis: 0, to: group * outputs ..< (group + 1) * outputs), stride: pair("strides"),
                padding: padding, dilation: pair("dilations"))
        }
        let result = Tensor<Double>(concatenating: parts, axis: 1)
        return x.count > 2 ? result + x[2].reshaped(to: [-1, 1, 1]) : result
    }

    /// Returns the determinant, computed by expansion along the first row.
    private func determinant(_ matrix: Tensor<Double>) -> Double {
        let count: Int = matrix.shape[0]
        if count == 1 { return matrix.scalars[0] }
        return (0 ..< count).reduce(0) { sum, column in
            let others: [Int] = (0 ..< count).filter { $0 != column }
            let minor: Tensor<Double> = matrix[1...].gathered(at: Tensor<Int>(others), axis: 1)
            return sum + (column % 2 == 0 ? 1 : -1) * matrix[0, column].scalar * determinant(minor)
        }
    }

    private func pair(_ name: String) -> (Int, Int) { (integers(name)[0], integers(name)[1]) }

    private var padding: (Int, Int) {
        let pads: [Int] = integers("pads")
        precondition(pads.prefix(2) == pads.suffix(2))
        return (pads[0], pads[1])
    }

    private func window(dilation: (Int, Int)) -> Window2D {
        Window2D(kernel: pair("kernel_shape"), stride: pair("strides"), padding: padding, dilation: dilation)
    }
}
