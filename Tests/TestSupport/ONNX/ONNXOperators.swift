import Tensors

extension ONNXFileGraph.Node {
    /// Returns the outputs of the node for its operands. An absent optional operand is `nil`. Traps if the operator is
    /// unknown.
    ///
    /// `all` contains the values of the surrounding graph by name, because the body of a loop may use these values.
    func run(_ operands: [Tensor<Double>?], _ all: [String: Tensor<Double>]) -> [Tensor<Double>] {
        if ["RNN", "LSTM", "GRU"].contains(operation) { return recurrent(operands) }
        let operands: [Tensor<Double>] = operands.compactMap { $0 }
        switch operation {
        case "Split": return split(operands[0], operands[1])
        case "Scan": return scan(operands, all)
        default: return [single(operands)]
        }
    }

    private func single(_ x: [Tensor<Double>]) -> Tensor<Double> {
        guard let result = function(x) ?? combination(x) ?? reduction(x) ?? shaping(x) ?? layer(x) else {
            preconditionFailure("the operator \(operation) is not known to this reader")
        }
        return result
    }

    /// Returns the result of an elementwise function of one operand, or `nil` if the node is another operator.
    private func function(_ x: [Tensor<Double>]) -> Tensor<Double>? {
        switch operation {
        case "Identity": return x[0]
        case "Neg": return -x[0]
        case "Abs": return x[0].abs()
        case "Sign": return x[0].sign()
        case "Floor": return x[0].floor()
        case "Ceil": return x[0].ceil()
        case "Round": return x[0].rounded()
        case "Sqrt": return x[0].squareRoot()
        case "Reciprocal": return x[0].reciprocal()
        case "Exp": return x[0].exp()
        case "Log": return x[0].log()
        case "Erf": return x[0].erf()
        case "Sin": return x[0].sin()
        case "Cos": return x[0].cos()
        case "Tan": return x[0].tan()
        case "Asin": return x[0].asin()
        case "Acos": return x[0].acos()
        case "Atan": return x[0].atan()
        case "Sinh": return x[0].sinh()
        case "Cosh": return x[0].cosh()
        case "Asinh": return x[0].asinh()
        case "Acosh": return x[0].acosh()
        case "Atanh": return x[0].atanh()
        case "Relu": return x[0].relu()
        case "Tanh": return x[0].tanh()
        case "Sigmoid": return x[0].sigmoid()
        case "Softplus": return x[0].softplus()
        case "LeakyRelu": return select(x[0] .> 0, x[0], x[0] * float("alpha"))
        case "Elu": return select(x[0] .> 0, x[0], (x[0].exp() - 1) * float("alpha"))
        case "HardSigmoid": return (x[0] * float("alpha") + float("beta")).clipped(to: 0 ... 1)
        case "HardSwish": return x[0] * (x[0] / 6 + 0.5).clipped(to: 0 ... 1)
        case "Not": return 1 - x[0]
        case "Cast":
            // All tensors in this evaluation have the type `Double`. A cast to an integer type rounds toward 0, and a
            // cast to a type of 16 bits rounds to the nearest number.
            switch integer("to") {
            case 1, 9, 11: return x[0]
            case 10: return Tensor<Double>(Tensor<Float16>(x[0]))
            case 16: return Tensor<Double>(Tensor<BFloat16>(x[0]))
            default: return x[0].sign() * x[0].abs().floor()
            }
        default: return nil
        }
    }

    /// Returns the result of an elementwise function of several operands, or `nil` if the node is another operator.
    private func combination(_ x: [Tensor<Double>]) -> Tensor<Double>? {
        switch operation {
        case "Add": return x[0] + x[1]
        case "Sub": return x[0] - x[1]
        case "Mul": return x[0] * x[1]
        case "Div": return x[0] / x[1]
        case "Pow": return pow(x[0], x[1])
        case "Min": return minimum(x[0], x[1])
        case "Max": return maximum(x[0], x[1])
        case "Clip": return maximum(x[1], minimum(x[0], x[2]))
        case "Equal": return Tensor(x[0] .== x[1])
        case "Less": return Tensor(x[0] .< x[1])
        case "LessOrEqual": return Tensor(x[0] .<= x[1])
        case "Greater": return Tensor(x[0] .> x[1])
        case "GreaterOrEqual": return Tensor(x[0] .>= x[1])
        case "And": return x[0] * x[1]
        case "Or": return maximum(x[0], x[1])
        case "PRelu": return select(x[0] .> 0, x[0], x[0] * x[1])
        case "Where": return select(x[0] .!= 0, x[1], x[2])
        default: return nil
        }
    }

    private func reduction(_ x: [Tensor<Double>]) -> Tensor<Double>? {
        let keeps: Bool = integer("keepdims", default: 1) == 1
        switch operation {
        case "ReduceSum": return x[0].sum(axes: x[1].scalars.map { Int($0) }, keepDims: keeps)
        case "ReduceMean": return x[0].mean(axes: integers("axes"), keepDims: keeps)
        case "ReduceMax": return x[0].max(axes: integers("axes"), keepDims: keeps)
        case "ReduceMin": return x[0].min(axes: integers("axes"), keepDims: keeps)
        case "ReduceLogSumExp":
            precondition(integers("axes").count == 1)
            return x[0].logSumExp(axis: integers("axes")[0], keepDims: keeps)
        case "ReduceProd":
            return has("axes") ? x[0].product(axes: integers("axes"), keepDims: keeps) : x[0].product()
        case "ArgMax": return Tensor(x[0].argmax(axis: integer("axis"), keepDims: keeps))
        case "ArgMin": return Tensor(x[0].argmin(axis: integer("axis"), keepDims: keeps))
        case "Softmax": return x[0].softmax(axis: integer("axis"))
        case "LogSoftmax": return x[0].logSoftmax(axis: integer("axis"))
        default: return nil
        }
    }
}
