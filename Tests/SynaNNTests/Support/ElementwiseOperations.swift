import SynaNN

/// Returns the elementwise operations of empty_axes.json by name.
func elementwiseOperations<Scalar: RealScalar>(
    _: Scalar.Type
) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "exp": { $0[0].exp() }, "expm1": { $0[0].expm1() }, "log": { $0[0].log() }, "log1p": { $0[0].log1p() },
        "log1mexp": { $0[0].log1mexp() }, "tanh": { $0[0].tanh() }, "sigmoid": { $0[0].sigmoid() },
        "softplus": { $0[0].softplus() }, "relu": { $0[0].relu() }, "gelu": { $0[0].gelu() },
        "silu": { $0[0].silu() }, "erf": { $0[0].erf() }, "sin": { $0[0].sin() }, "cos": { $0[0].cos() },
        "squareRoot": { $0[0].squareRoot() }, "squared": { $0[0].squared() }, "reciprocal": { $0[0].reciprocal() },
        "abs": { $0[0].abs() }, "sign": { $0[0].sign() }, "floor": { $0[0].floor() }, "ceil": { $0[0].ceil() },
        "rounded": { $0[0].rounded() }, "negative": { -$0[0] }, "clipped": { $0[0].clipped(to: 0.3 ... 0.6) },
        "surprisal": { $0[0].surprisal() }, "surprisalOfComplement": { $0[0].surprisalOfComplement() },
        "probability": { $0[0].probability() }, "complement": { $0[0].complement() },
        "surprisalComplement": { $0[0].surprisalComplement() }, "boseEinstein": { $0[0].boseEinstein() },
        "odds": { $0[0].odds() }, "logOdds": { $0[0].logOdds() },
    ].merging(binaryOperations(Scalar.self)) { own, _ in own }
}

private func binaryOperations<Scalar: RealScalar>(
    _: Scalar.Type
) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "addScalar": { $0[0] + 2 }, "pow": { pow($0[0], $0[1]) }, "minimum": { minimum($0[0], $0[1]) },
        "maximum": { maximum($0[0], $0[1]) }, "select": { select($0[0] .< $0[1], $0[0], $0[1] * 2) },
        "less": { Tensor($0[0] .< $0[1]) }, "equal": { Tensor($0[0] .== $0[1]) },
        "and": { Tensor(($0[0] .< 0.5) .&& ($0[1] .< 0.5)) }, "not": { Tensor(!($0[0] .< 0.5)) },
        "allAnyCount": {
            let mask: Tensor<Bool> = $0[0] .< 0.5
            return Tensor([mask.all() ? 1 : 0, mask.any() ? 1 : 0, Scalar(mask.countTrue())])
        },
        "converted": { $0[0].converted(to: Float.self).converted(to: Scalar.self) },
        "synapseFunction": { SynapseFunction(alpha: 2, beta: 0.5)($0[0], $0[1]) },
        "meanSquaredError": { meanSquaredError($0[0], $0[1]) },
        "meanAbsoluteError": { meanAbsoluteError($0[0], $0[1]) },
        "huberLoss": { huberLoss($0[0], $0[1], delta: 0.2, reduction: .sum) },
        "binaryCrossEntropy": { binaryCrossEntropy($0[0], $0[1]) },
        "binaryCrossEntropyLogits": { binaryCrossEntropy(logits: $0[0], $0[1]) },
    ]
}
