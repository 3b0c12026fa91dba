import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct AttentionTests {
    /// Returns the result of attention by matrix products and a softmax, without the fused kernel.
    private func composed(
        _ x: [Tensor<Double>], mask: AttentionMask<Double>? = nil, isCausal: Bool = false, scale: Double? = nil
    ) -> Tensor<Double> {
        matmul(attentionWeights(x[0], x[1], mask: mask, isCausal: isCausal, scale: scale), x[2])
    }

    private func operands<Scalar: RealScalar>(
        _ stack: [Int], _ queries: Int, _ keys: Int, _ depth: Int, _ valueDepth: Int, in range: ClosedRange<Scalar>
    ) -> [Tensor<Scalar>] {
        [
            sample(Shape(stack + [queries, depth]), in: range, seed: 1),
            sample(Shape(stack + [keys, depth]), in: range, seed: 2),
            sample(Shape(stack + [keys, valueDepth]), in: range, seed: 4),
        ]
    }

    @Test func agreesWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "attention")
        #expect(cases.count == 22)
        for reference in cases where reference.operation == "attention" {
            let mask: AttentionMask<Double>? =
                switch reference.text("mask") {
                case "allowing": .allowing(reference.integers("mask") .!= 0)
                case "adding": .adding(reference.tensor("mask"))
                default: nil
                }
            let (isCausal, scale): (Bool, Double) = (reference.flag("isCausal"), reference.number("scale"))
            let found: [String] = problems(against: reference, inputs: ["queries", "keys", "values"]) {
                attention($0[0], $0[1], $0[2], mask: mask, isCausal: isCausal, scale: scale < 0 ? nil : scale)
            }
            #expect(found == [])
            guard reference.has("maskGradient") else { continue }
            let names: [String] = ["queries", "keys", "values", "mask"]
            let withMask: [String] = problems(against: reference, inputs: names) {
                attention($0[0], $0[1], $0[2], mask: .adding($0[3]))
            }
            #expect(withMask == [])
        }
    }

    @Test(arguments: [false, true])
    func hasItsDerivativesInEveryLayout(isCausal: Bool) {
        for (stack, queries, keys, depth, valueDepth): ([Int], Int, Int, Int, Int) in [
            ([2, 2], 3, 4, 3, 2), ([], 5, 3, 1, 1), ([3], 1, 1, 2, 3), ([1, 2], 0, 3, 2, 2), ([0, 2], 2, 3, 2, 2),
            ([2], 3, 4, 2, 0), ([1, 1, 2], 2, 2, 2, 2), ([2, 2], 3, 4, 1, 3), ([2], 2, 3, 4, 1),
        ] {
            let x: [Tensor<Double>] = operands(stack, queries, keys, depth, valueDepth, in: -1 ... 1)
            let found: [String] = problems(
                of: { attention($0[0], $0[1], $0[2], isCausal: isCausal, scale: 1.3) }, at: x,
                hasSecondDerivative: false)
            #expect(found == [], "\(x.map(\.shape))")
        }
    }

    @Test func masksHaveTheirDerivativesInEveryLayout() {
        let x: [Tensor<Double>] = operands([2, 2], 3, 4, 2, 3, in: -1 ... 1)
        for shape: Shape in [[], [4], [3, 4], [2, 1, 1, 4], [2, 2, 3, 1], [2, 2, 3, 4]] {
            let allowed: Tensor<Bool> = sample(shape, in: -1 ... 1) .> (shape.rank == 0 ? -2 : -0.3)
            for arrangement in MemoryArrangement.allCases {
                let mask = AttentionMask<Double>.allowing(allowed.arranged(arrangement))
                let value: Tensor<Double> = attention(x[0], x[1], x[2], mask: mask)
                let expected: Tensor<Double> = composed(x, mask: mask)
                let isSame: Tensor<Bool> =
                    (value - expected).abs() .< 1e-13 .|| ((value .!= value) .&& (expected .!= expected))
                #expect(isSame.all(), "\(shape), \(arrangement)")
            }
            // The derivative with respect to the bias comes from the composed operations, and so does the second one.
            let found: [String] = problems(
                of: { attention($0[0], $0[1], $0[2], mask: .adding($0[3])) }, at: x + [sample(shape, seed: 9)])
            #expect(found == [], "\(shape)")
            let fixed: [String] = problems(
                of: { attention($0[0], $0[1], $0[2], mask: .adding(sample(shape, seed: 9))) }, at: x,
                hasSecondDerivative: false)
            #expect(fixed == [], "\(shape)")
        }
    }

    /// Checks shapes of several tiles, at both sides of the edges of tiles, in both precisions.
    @Test(arguments: [false, true])
    func tilesAgreeWithTheComposedOperations(isCausal: Bool) {
        for (queries, keys, depth, valueDepth): (Int, Int, Int, Int) in [
            (47, 127, 5, 3), (48, 128, 16, 32), (49, 129, 33, 17), (97, 300, 8, 40), (300, 97, 7, 8), (130, 1, 3, 4),
            (1, 260, 64, 64), (250, 250, 20, 20),
        ] {
            let x: [Tensor<Double>] = operands([2], queries, keys, depth, valueDepth, in: -1.5 ... 1.5)
            let bias: Tensor<Double> = sample([queries, keys], seed: 6)
            let isAllowed: Tensor<Bool> =
                (bias .> -0.5)
                .|| Tensor<Bool>(
                    (0 ..< keys).map { $0 == 0 }, shape: [1, keys])
            for mask: AttentionMask<Double>? in [nil, .adding(bias), .allowing(isAllowed)] {
                check(x, mask, isCausal, tolerance: 1e-12)
            }
            let cotangent: Tensor<Float> = sample([2, queries, valueDepth], seed: 8)
            let single: [Tensor<Float>] = x.map { Tensor<Float>($0) }
            let slopes = gradient(at: single) { (attention($0[0], $0[1], $0[2], isCausal: isCausal) * cotangent).sum() }
            let exact = gradient(at: x) { (composed($0, isCausal: isCausal) * Tensor<Double>(cotangent)).sum() }
            for (slope, exact) in zip(slopes, exact) {
                #expect(difference(Tensor<Double>(slope), exact, tolerance: 2e-5) == nil, "\(x.map(\.shape))")
            }
        }
    }

    private func check(
        _ x: [Tensor<Double>], _ mask: AttentionMask<Double>?, _ isCausal: Bool, tolerance: Double
    ) {
        let value: Tensor<Double> = attention(x[0], x[1], x[2], mask: mask, isCausal: isCausal)
        let cotangent: Tensor<Double> = sample(value.shape, seed: 8)
        let problem: String? = difference(
            value, composed(x, mask: mask, isCausal: isCausal), tolerance: tolerance)
        #expect(problem == nil, "\(x.map(\.shape))")
        let slopes = gradient(at: x) {
            (attention($0[0], $0[1], $0[2], mask: mask, isCausal: isCausal) * cotangent).sum()
        }
        let expected = gradient(at: x) { (composed($0, mask: mask, isCausal: isCausal) * cotangent).sum() }
        for (index, pair) in zip(slopes, expected).enumerated() {
            let problem: String? = difference(pair.0, pair.1, tolerance: 10 * tolerance)
            #expect(problem == nil, "input \(index), \(x.map(\.shape))")
        }
    }

    /// Views of one tensor [N, L, 3, heads, D], as a layer with a joint projection has them, are read in place.
    @Test func headsMayBeInnerAxes() {
        let packed: Tensor<Double> = sample([2, 60, 3, 4, 8])
        func parts(_ packed: Tensor<Double>) -> [Tensor<Double>] {
            (0 ..< 3).map { packed[.all, .all, $0].transposed(1, 2) }
        }
        let cotangent: Tensor<Double> = sample([2, 4, 60, 8], seed: 3)
        func loss(_ packed: Tensor<Double>) -> Tensor<Double> {
            let x: [Tensor<Double>] = parts(packed)
            return (attention(x[0], x[1], x[2]) * cotangent).sum()
        }
        let expected: Tensor<Double> = gradient(at: packed) { (composed(parts($0)) * cotangent).sum() }
        #expect(difference(gradient(at: packed, of: loss), expected, tolerance: 1e-12) == nil)
        let value: Tensor<Double> = attention(parts(packed)[0], parts(packed)[1], parts(packed)[2])
        #expect(value.transposed(1, 2).isContiguous)
    }

    /// A query that may attend to no key has no result. Other queries of the same tile keep their results.
    @Test func queriesWithoutKeysAreNaN() {
        let x: [Tensor<Float>] = operands([2], 5, 6, 3, 4, in: -1 ... 1)
        var allowed = Tensor<Bool>(repeating: true, shape: [5, 6])
        allowed[3] = Tensor<Bool>(repeating: false, shape: [6])
        let excluded = Tensor<Float>([0, 0, 0, -Float.infinity, 0], shape: [5, 1])
        let plain: Tensor<Float> = attention(x[0], x[1], x[2])
        for mask: AttentionMask<Float> in [.allowing(allowed), .adding(excluded)] {
            let value: Tensor<Float> = attention(x[0], x[1], x[2], mask: mask)
            #expect(value[.all, 3].scalars.allSatisfy { $0.isNaN })
            for row in [0, 1, 2, 4] { #expect(value[.all, row] == plain[.all, row]) }
            let slopes = gradient(at: x) { attention($0[0], $0[1], $0[2], mask: mask).sum() }
            #expect(slopes[0][.all, 3].scalars.allSatisfy { $0.isNaN })
            #expect(slopes[0][.all, 2].scalars.allSatisfy { $0.isFinite })
            #expect(slopes[1].scalars.allSatisfy { $0.isNaN } && slopes[2].scalars.allSatisfy { $0.isNaN })
        }
        let (queries, none): (Tensor<Float>, Tensor<Float>) = (x[0], Tensor(zeros: [2, 0, 3]))
        #expect(attention(queries, none, Tensor(zeros: [2, 0, 4])).scalars.allSatisfy { $0.isNaN })
        let slope: Tensor<Float> = gradient(at: queries) { attention($0, none, Tensor(zeros: [2, 0, 4])).sum() }
        #expect(slope.shape == queries.shape && slope.scalars.allSatisfy { $0.isNaN })
        let bias: Tensor<Float> = gradient(at: Tensor<Float>(zeros: [5, 0])) {
            let value: Tensor<Float> = attention(queries, none, Tensor(zeros: [2, 0, 4]), mask: .adding($0))
            #expect(value.scalars.allSatisfy { $0.isNaN })
            return value.sum()
        }
        #expect(bias.shape == [5, 0])
    }

    /// A key that is excluded until late, and a first tile without any allowed key, do not change a query's result.
    @Test func allowedKeysMayStartInALaterTile() {
        let x: [Tensor<Double>] = operands([1], 50, 300, 4, 4, in: -1 ... 1)
        let allowed = Tensor<Bool>((0 ..< 300).map { $0 >= 290 })
        check(x, .allowing(allowed), false, tolerance: 1e-12)
        let last: [Tensor<Double>] = [x[0], x[1][.all, 290...], x[2][.all, 290...]]
        let problem: String? = difference(
            attention(x[0], x[1], x[2], mask: .allowing(allowed)), attention(last[0], last[1], last[2]),
            tolerance: 1e-13)
        #expect(problem == nil)
    }

    @Test func extremeScoresDoNotOverflow() {
        let queries = Tensor<Float>([[1e4], [-1e4], [0]])
        let keys = Tensor<Float>([[1e4], [9e3], [-1e4]])
        let values = Tensor<Float>([[1], [2], [3]])
        let value: Tensor<Float> = attention(queries, keys, values, scale: 1)
        #expect(value.scalars == [1, 3, 2])
        #expect(gradient(at: queries) { attention($0, keys, values, scale: 1).sum() }.scalars.prefix(2) == [0, 0])
        let infinite: Tensor<Float> = attention(Tensor([[Float.infinity], [0.5]]), keys, values)
        #expect(infinite.scalars[0].isNaN)
        let notANumber: Tensor<Float> = attention(Tensor([[Float.nan], [0.5]]), keys, values)
        #expect(notANumber.scalars[0].isNaN && notANumber.scalars[1].isFinite)
    }

    @Test func bitsDoNotDependOnTheThreads() {
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        for (stack, queries, keys): ([Int], Int, Int) in [([9, 4], 28, 28), ([1], 300, 400), ([3, 2], 150, 260)] {
            let x: [Tensor<Float>] = operands(stack, queries, keys, 24, 24, in: -1 ... 1)
            let cotangent: Tensor<Float> = sample(Shape(stack + [queries, 24]), seed: 8)
            for isCausal in [false, true] {
                Parallelism.threadCount = 1
                let value: Tensor<Float> = attention(x[0], x[1], x[2], isCausal: isCausal)
                let slopes = gradient(at: x) { (attention($0[0], $0[1], $0[2], isCausal: isCausal) * cotangent).sum() }
                for count in [2, 3, 7] {
                    Parallelism.threadCount = count
                    #expect(attention(x[0], x[1], x[2], isCausal: isCausal) == value)
                    let others = gradient(at: x) {
                        (attention($0[0], $0[1], $0[2], isCausal: isCausal) * cotangent).sum()
                    }
                    #expect(others == slopes)
                }
            }
        }
    }

    @Test func weightsAreAMean() {
        let x: [Tensor<Double>] = operands([2], 3, 5, 4, 4, in: -1 ... 1)
        let weights: Tensor<Double> = attentionWeights(x[0], x[1], isCausal: true)
        #expect(difference(weights.sum(axis: -1), Tensor(ones: [2, 3]), tolerance: 1e-14) == nil)
        #expect(weights[.all, 1, 2...] == Tensor(zeros: [2, 3]))
        let found: [String] = problems(of: { attentionWeights($0[0], $0[1], isCausal: true) }, at: [x[0], x[1]])
        #expect(found == [])
    }

    @Test func aSecondDerivativeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x: Tensor<Float> = Tensor(ones: [2, 3])
            _ = gradient(at: x) { x in gradient(at: x) { attention($0, $0, $0).sum() }.sum() }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("attention: the derivative is a fused kernel and has no derivative of its own"))
    }

    @Test func keysThatDoNotFitTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let keys = Tensor<Float>(zeros: [2, 4, 5])
            _ = attention(Tensor<Float>(zeros: [2, 3, 6]), keys, keys)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("attention: keys [2, 4, 5] do not fit queries [2, 3, 6]"))
    }

    @Test func valuesThatDoNotFitTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let keys = Tensor<Float>(zeros: [2, 4, 6])
            _ = attention(Tensor<Float>(zeros: [2, 3, 6]), keys, Tensor<Float>(zeros: [2, 5, 6]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("attention: values [2, 5, 6] do not fit keys [2, 4, 6]"))
    }

    @Test func aMaskThatDoesNotFitTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor<Float>(zeros: [2, 4, 6])
            _ = attention(x, x, x, mask: .adding(Tensor(zeros: [3, 4])))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("attention: mask [3, 4] does not broadcast to the scores [2, 4, 4]"))
    }
}
