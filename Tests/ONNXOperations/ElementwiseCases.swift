import SynaNN

extension OperationCase {
    private static func pair(
        _ name: String, in range: ClosedRange<Float> = -2 ... 2,
        _ compute: @escaping @Sendable (Tensor<Float>, Tensor<Float>) -> Tensor<Float>
    ) -> OperationCase {
        OperationCase(name, x: [3, 4], y: [3, 4], in: range) { _, input in compute(input.x, input.y) }
    }

    static var arithmetic: [OperationCase] {
        [
            pair("add") { $0 + $1 },
            pair("subtract") { $0 - $1 },
            pair("multiply") { $0 * $1 },
            pair("divide", in: 0.5 ... 2) { $0 / $1 },
            pair("pow", in: 0.1 ... 2) { pow($0, $1) },
            pair("minimum") { minimum($0, $1) },
            pair("maximum") { maximum($0, $1) },
            OperationCase("negate") { -$0 },
            OperationCase("number") { 3 - $0 * 0.25 },
            OperationCase("squared") { $0.squared() },
            OperationCase("squareRoot", in: 0 ... 3) { $0.squareRoot() },
            OperationCase("reciprocal", in: 0.2 ... 3) { $0.reciprocal() },
            OperationCase("abs") { $0.abs() },
            OperationCase("sign") { $0.sign() },
            OperationCase("floor") { $0.floor() },
            OperationCase("ceil") { $0.ceil() },
            OperationCase("rounded") { $0.rounded() },
            OperationCase("rounded-halves") { ($0 * 2).rounded() * 0.5 + ($0.floor() + 0.5).rounded() },
            OperationCase("clipped") { $0.clipped(to: -0.5 ... 1.25) },
            OperationCase("whole-numbers", ids: [4]) { _, input in
                Tensor<Float>((input.ids * input.ids + 3) * 2 - input.ids)
            },
            OperationCase("broadcast-operands", x: [3, 1], y: [4]) { _, input in
                input.x * input.y.expandingShape(at: 1)
            },
            OperationCase("share-of-batch") { $0 / Float($0.shape[0]) },
            OperationCase("growing-rows") { x in
                let rows: [[Float]] = (0 ..< x.shape[0]).map { _ in [1, 2, 3] }
                return x * Tensor(rows.flatMap { $0 }, shape: [x.shape[0], 3, 1])
            },
            OperationCase("growing-zeros") { Tensor(zeros: $0.shape) + $0.sum(axis: 0) },
        ]
    }

    static var functions: [OperationCase] {
        [
            OperationCase("exp") { $0.exp() },
            OperationCase("expm1") { $0.expm1() },
            OperationCase("expm1-small") { ($0 * 1e-6).expm1() * 1e6 },
            OperationCase("expm1-large", in: 5 ... 20) { $0.expm1() },
            OperationCase("log", in: 0.01 ... 5) { $0.log() },
            OperationCase("log1p", in: -0.9 ... 5) { $0.log1p() },
            OperationCase("log1p-small") { ($0 * 1e-6).log1p() * 1e6 },
            OperationCase("log1p-large", in: 1e3 ... 1e30) { $0.log1p() },
            OperationCase("log1mexp", in: 0.001 ... 6) { $0.log1mexp() },
            OperationCase("log1mexp-large", in: 10 ... 14) { $0.log1mexp() * 1e5 },
            OperationCase("logOdds", in: 0.001 ... 0.999) { $0.logOdds() },
            OperationCase("logOdds-half", in: 0.499 ... 0.501) { $0.logOdds() * 1e3 },
            OperationCase("erf") { $0.erf() },
            OperationCase("sin", in: -8 ... 8) { $0.sin() },
            OperationCase("cos", in: -8 ... 8) { $0.cos() },
            OperationCase("tan", in: -1.4 ... 1.4) { $0.tan() },
            OperationCase("asin", in: -0.99 ... 0.99) { $0.asin() },
            OperationCase("acos", in: -0.99 ... 0.99) { $0.acos() },
            OperationCase("atan", in: -8 ... 8) { $0.atan() },
            OperationCase("sinh", in: -3 ... 3) { $0.sinh() },
            OperationCase("cosh", in: -3 ... 3) { $0.cosh() },
            OperationCase("asinh", in: -8 ... 8) { $0.asinh() },
            OperationCase("acosh", in: 1.01 ... 8) { $0.acosh() },
            OperationCase("atanh", in: -0.9 ... 0.9) { $0.atanh() },
            OperationCase("exp2", in: -4 ... 4) { $0.exp2() },
            OperationCase("log2", in: 0.01 ... 5) { $0.log2() },
            OperationCase("log10", in: 0.01 ... 5) { $0.log10() },
            OperationCase("truncated", in: -5 ... 5) { $0.truncated() },
            OperationCase("relu") { $0.relu() },
            OperationCase("tanh") { $0.tanh() },
            OperationCase("sigmoid", in: -20 ... 20) { $0.sigmoid() },
            OperationCase("softplus", in: -20 ... 20) { $0.softplus() },
            OperationCase("silu") { $0.silu() },
            OperationCase("gelu") { $0.gelu() },
            OperationCase("geluTanh", in: -5 ... 5) { $0.gelu(approximation: .tanh) },
            OperationCase("mish", in: -20 ... 20) { $0.mish() },
            OperationCase("hardswish", in: -5 ... 5) { $0.hardswish() },
            OperationCase("hardsigmoid", in: -5 ... 5) { $0.hardsigmoid() },
            OperationCase("leakyReLU") { $0.leakyReLU(negativeSlope: 0.3) },
            OperationCase("elu", in: -5 ... 5) { $0.elu(alpha: 1.5) },
            OperationCase("prelu-of-channels", PReLU<Float>(3, initial: 0.4), x: [3, 4]),
            OperationCase("prelu-of-rows", PReLU<Float>(6, initial: 0.4), x: [6]),
            OperationCase("prelu", PReLU<Float>(), x: [3, 4]),
            OperationCase("softmax") { $0.softmax() },
            OperationCase("softmax-over-batch") { $0.softmax(axis: 0) },
            OperationCase("softmax-middle") { $0.softmax(axis: 1) },
            OperationCase("logSoftmax", in: -20 ... 20) { $0.logSoftmax() },
        ]
    }

    static var logic: [OperationCase] {
        [
            pair("equal") { Tensor<Float>($0.rounded() .== $1.rounded()) },
            pair("notEqual") { Tensor<Float>($0.rounded() .!= $1.rounded()) },
            pair("less") { Tensor<Float>($0 .< $1) },
            pair("lessOrEqual") { Tensor<Float>($0.rounded() .<= $1.rounded()) },
            pair("greater") { Tensor<Float>($0 .> $1) },
            pair("greaterOrEqual") { Tensor<Float>($0.rounded() .>= $1.rounded()) },
            pair("and") { Tensor<Float>(($0 .> 0) .&& ($1 .> 0)) },
            pair("or") { Tensor<Float>(($0 .> 0) .|| ($1 .> 0)) },
            pair("not") { Tensor<Float>(!($0 .> $1)) },
            pair("select") { select($0 .> $1, $0, Tensor(0.5)) },
            pair("stopGradient") { $0.asConstant() * $1 },
            OperationCase("select-whole-numbers", ids: [4]) { _, input in
                Tensor<Float>(select(input.ids .== 2, input.ids * 10, input.ids))
            },
            OperationCase("convert-to-whole", in: -3 ... 3) { Tensor<Float>(Tensor<Int>($0)) },
            OperationCase("convert-to-double") { $0.converted(to: Double.self).exp().converted(to: Float.self) },
            OperationCase("convert-to-float16") { Tensor<Float>(Tensor<Float16>($0)) },
            OperationCase("convert-to-bfloat16") { Tensor<Float>(Tensor<BFloat16>($0)) },
            OperationCase("float16-table", ids: [4]) { _, input in
                Tensor<Float>(halfTable.gathered(at: input.ids, axis: 0))
            },
            OperationCase("convert-to-int32", ids: [4]) { _, input in
                Tensor<Float>(Tensor<Int32>(input.ids) + Tensor<Int32>(7))
            },
        ]
    }
}

/// A table of 16-bit numbers that is a constant of the model, like the weight of a compressed embedding.
private let halfTable = Tensor<Float16>((0 ..< 30).map { Float16($0) / 7 }, shape: [10, 3])
