import Tensors

extension ONNXFileGraph.Node {
    /// The outcomes of the node. `all` is what its graph has, for the body of a loop.
    func run(_ operands: [Tensor<Double>], _ all: [String: Tensor<Double>]) -> [Tensor<Double>] {
        switch operation {
        case "Split": return split(operands[0], operands[1])
        case "Scan": return scan(operands, all)
        case "RNN", "LSTM", "GRU": return [recurrent(operands)]
        default: return [single(operands)]
        }
    }

    private func single(_ x: [Tensor<Double>]) -> Tensor<Double> {
        switch operation {
        case "Identity": return x[0]
        case "Add": return x[0] + x[1]
        case "Sub": return x[0] - x[1]
        case "Mul": return x[0] * x[1]
        case "Div": return x[0] / x[1]
        case "MatMul": return matmul(x[0], x[1])
        case "Neg": return -x[0]
        case "Abs": return x[0].abs()
        case "Sign": return x[0].sign()
        case "Exp": return x[0].exp()
        case "Log": return x[0].log()
        case "Erf": return x[0].erf()
        case "Relu": return x[0].relu()
        case "Tanh": return x[0].tanh()
        case "Sigmoid": return x[0].sigmoid()
        case "Sqrt": return x[0].squareRoot()
        case "Reciprocal": return x[0].reciprocal()
        case "Cast": return x[0]
        case "Min": return minimum(x[0], x[1])
        case "Max": return maximum(x[0], x[1])
        case "Where": return select(x[0] .!= 0, x[1], x[2])
        case "Equal": return Tensor(x[0] .== x[1])
        case "Less": return Tensor(x[0] .< x[1])
        case "LessOrEqual": return Tensor(x[0] .<= x[1])
        case "Greater": return Tensor(x[0] .> x[1])
        case "GreaterOrEqual": return Tensor(x[0] .>= x[1])
        case "And": return x[0] * x[1]
        case "Not": return 1 - x[0]
        case "Clip": return maximum(x[1], minimum(x[0], x[2]))
        case "Softmax": return x[0].softmax(axis: integer("axis"))
        case "LogSoftmax": return x[0].logSoftmax(axis: integer("axis"))
        case "ReduceSum":
            return x[0].sum(axes: x[1].scalars.map { Int($0) }, keepDims: integer("keepdims", default: 1) == 1)
        case "ReduceProd": return product(x[0])
        default: return shaping(x)
        }
    }

    private func shaping(_ x: [Tensor<Double>]) -> Tensor<Double> {
        switch operation {
        case "Transpose": return x[0].permuted(integers("perm"))
        case "Flatten": return x[0].flattened(from: 1)
        case "Reshape":
            let lengths: [Int] = x[1].scalars.enumerated().map { $1 == 0 ? x[0].shape[$0] : Int($1) }
            return x[0].reshaped(to: lengths)
        case "Expand":
            return x[0].broadcast(to: Shape.broadcast(x[0].shape, Shape(x[1].scalars.map { Int($0) }))!)
        case "Unsqueeze": return x[1].scalars.reduce(x[0]) { $0.expandingShape(at: Int($1)) }
        case "Squeeze":
            let axes: [Int] = x[1].scalars.map { ($0 < 0 ? x[0].rank : 0) + Int($0) }
            precondition(axes.allSatisfy { x[0].shape[$0] == 1 })
            return x[0].reshaped(to: Shape(x[0].shape.enumerated().filter { !axes.contains($0.offset) }.map(\.element)))
        case "Gather":
            let axis: Int = integer("axis", default: 0)
            let length = Double(x[0].shape[axis])
            let positions: Tensor<Double> = select(x[1] .< 0, x[1] + length, x[1])
            return x[0].gathered(at: Tensor<Int>(positions), axis: axis)
        case "Slice": return slice(x)
        case "Shape":
            let end: Int = integer("end", default: x[0].rank)
            return Tensor(x[0].shape.dimensions[integer("start", default: 0) ..< end].map { Double($0) })
        case "Concat": return Tensor(concatenating: x, axis: integer("axis"))
        case "ConstantOfShape":
            return Tensor(repeating: tensor("value").scalars[0], shape: Shape(x[0].scalars.map { Int($0) }))
        default: return layer(x)
        }
    }

    private func layer(_ x: [Tensor<Double>]) -> Tensor<Double> {
        switch operation {
        case "BatchNormalization":
            let ones = [Int](repeating: 1, count: x[0].rank - 2)
            let parts: [Tensor<Double>] = x.dropFirst().map { $0.reshaped(to: [-1] + ones) }
            return (x[0] - parts[2]) / (parts[3] + float("epsilon")).squareRoot() * parts[0] + parts[1]
        case "LayerNormalization":
            let axes: [Int] = (integer("axis") ..< 0).map { $0 }
            let center: Tensor<Double> = x[0] - x[0].mean(axes: axes, keepDims: true)
            let variance: Tensor<Double> = center.squared().mean(axes: axes, keepDims: true)
            return center / (variance + float("epsilon")).squareRoot() * x[1] + x[2]
        case "Conv":
            precondition(integers("kernel_shape") == x[1].shape.dimensions.suffix(2).map { $0 })
            return conv2D(
                x[0], x[1], bias: x.count > 2 ? x[2] : nil, stride: pair("strides"), padding: padding,
                dilation: pair("dilations"))
        case "MaxPool": return maxPool2D(x[0], window)
        case "AveragePool":
            precondition(integer("count_include_pad") == 1)
            return averagePool2D(x[0], window)
        case "GlobalAveragePool": return x[0].mean(axes: [2, 3], keepDims: true)
        case "GlobalMaxPool": return x[0].max(axes: [2, 3], keepDims: true)
        default: preconditionFailure("the operator \(operation) is not known to this test")
        }
    }

    private func pair(_ name: String) -> (Int, Int) { (integers(name)[0], integers(name)[1]) }

    private var padding: (Int, Int) {
        let pads: [Int] = integers("pads")
        precondition(pads.prefix(2) == pads.suffix(2))
        return (pads[0], pads[1])
    }

    private var window: Window2D { Window2D(kernel: pair("kernel_shape"), stride: pair("strides"), padding: padding) }

    private func product(_ x: Tensor<Double>) -> Tensor<Double> {
        precondition(integers("axes") == [-1] && integer("keepdims") == 0)
        let (values, length): ([Double], Int) = (x.scalars, x.shape[-1])
        let products: [Double] = stride(from: 0, to: values.count, by: length).map { start in
            values[start ..< start + length].reduce(1, *)
        }
        return Tensor(products, shape: Shape(Array(x.shape.dropLast())))
    }

    private func slice(_ x: [Tensor<Double>]) -> Tensor<Double> {
        var indices = [TensorIndex](repeating: .all, count: x[0].rank)
        for (place, axis) in x[3].scalars.enumerated() {
            // Beyond 2⁵³ an end means "to the end", which these numbers do not hold exactly.
            func bound(_ value: Double) -> Int { value.magnitude >= 0x1p53 ? (value < 0 ? .min / 2 : .max / 2) : Int(value) }
            indices[Int(axis)] = .stride(
                from: bound(x[1].scalars[place]), to: bound(x[2].scalars[place]),
                by: x.count > 4 ? Int(x[4].scalars[place]) : 1)
        }
        return x[0][indices]
    }

    private func split(_ x: Tensor<Double>, _ lengths: Tensor<Double>) -> [Tensor<Double>] {
        var start = 0
        return lengths.scalars.map { length in
            defer { start += Int(length) }
            return x.narrowed(axis: integer("axis"), to: start ..< start + Int(length))
        }
    }

    private func scan(_ operands: [Tensor<Double>], _ all: [String: Tensor<Double>]) -> [Tensor<Double>] {
        let (count, body): (Int, ONNXFileGraph) = (integer("num_scan_inputs"), graph("body"))
        precondition(operands.count == count + 1 && integers("scan_output_axes") == [1])
        precondition(integers("scan_input_axes") == [Int](repeating: 1, count: count))
        var (state, states): (Tensor<Double>, [Tensor<Double>]) = (operands[0], [])
        for step in 0 ..< operands[1].shape[1] {
            let results: [Tensor<Double>] = body.run([state] + operands.dropFirst().map { $0[.all, step] }, all)
            state = results[0]
            states.append(results[1])
        }
        return [state, Tensor(stacking: states, axis: 1)]
    }
}
