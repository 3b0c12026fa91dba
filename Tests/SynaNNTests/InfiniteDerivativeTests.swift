import Differentiation
import SynaNN
import TestSupport
import Testing

/// If a function is constant near a point, the derivative of a composition is 0 there, even if the outer function has
/// an infinite derivative at 0: not 0 · ∞ = NaN. So the derivatives must select elements, and not multiply by a mask.
@Suite struct InfiniteDerivativeTests {
    /// Functions with a kink, for tensors of shape `[1, 1, 2, 2]`. The functions are 0 near the point `flat`.
    private static let kinked:
        [(name: String, flat: [Double], function: @Sendable (Tensor<Double>) -> Tensor<Double>)] = [
            ("relu", [-3, -2, -1, -4], { $0.relu() }),
            ("maximum(x, 0)", [-3, -2, -1, -4], { maximum($0, Tensor(0)) }),
            ("maximum(0, x)", [-3, -2, -1, -4], { maximum(Tensor(0), $0) }),
            ("minimum(x, 0)", [3, 2, 1, 4], { minimum($0, Tensor(0)) }),
            ("minimum(0, x)", [3, 2, 1, 4], { minimum(Tensor(0), $0) }),
            ("hardswish", [-3, -4, -5, -6], { $0.hardswish() }),
            ("hardsigmoid", [-3, -4, -5, -6], { $0.hardsigmoid() }),
            ("leaky ReLU", [-3, -2, -1, -4], { $0.leakyReLU(negativeSlope: 0) }),
            ("ELU", [-3, -2, -1, -4], { $0.elu(alpha: 0) }),
            ("PReLU", [-3, -2, -1, -4], { $0.prelu(slope: Tensor([0])) }),
            ("clipped from below", [-3, -2, -1, -4], { $0.clipped(to: 0 ... 1) }),
            ("clipped from above", [3, 2, 1, 4], { $0.clipped(to: -1 ... 0) }),
            ("select", [3, 2, 1, 4], { select($0 .> 0, Tensor(0), $0) }),
            ("pow(x, 0) − 1", [3, 2, 1, 4], { pow($0, 0) - 1 }),
            (
                "batch norm through ReLU", [-3, -2, -1, -4],
                { x in
                    normalized(
                        x, mean: Tensor([0]), variance: Tensor([1]), scale: Tensor([1]), shift: Tensor([0]), epsilon: 0,
                        appliesReLU: true)
                }
            ),
            ("ReLU layer", [-3, -2, -1, -4], { ReLU<Double>()($0) }),
            ("dropout of everything", [3, 2, 1, 4], { x in withMode(.training) { Dropout(1)(x) } }),
        ]

    /// Functions whose derivative at 0 is infinite.
    private static let steep: [(name: String, function: @Sendable (Tensor<Double>) -> Tensor<Double>)] = [
        ("squareRoot", { $0.squareRoot() }), ("log", { $0.log() }), ("reciprocal", { $0.reciprocal() }),
        ("pow ½", { pow($0, 0.5) }), ("pow −1", { pow($0, -1) }), ("1 / x", { 1 / $0 }),
        ("log1p(x − 1)", { ($0 - 1).log1p() }), ("log1mexp", { $0.log1mexp() }), ("odds(1 + x)", { ($0 + 1).odds() }),
        ("logOdds", { $0.logOdds() }), ("surprisalComplement", { $0.surprisalComplement() }),
        ("surprisal", { $0.surprisal() }), ("boseEinstein", { $0.boseEinstein() }),
    ]

    @Test func flatStaysFlat() {
        for (kinkName, flat, kink) in Self.kinked {
            for (steepName, steep) in Self.steep {
                let x = Tensor<Double>(flat, shape: [1, 1, 2, 2])
                let derivative: Tensor<Double> = gradient(at: x) { x in steep(kink(x)).sum() }
                #expect(derivative.scalars.allSatisfy { $0 == 0 }, "\(steepName) of \(kinkName): \(derivative.scalars)")
            }
        }
    }

    /// The derivative with respect to an element that is not the extremum is 0, even if the derivative with respect to
    /// the extremum is infinite.
    @Test func onlyTheExtremumHasADerivative() {
        let x = Tensor<Double>([0, -3, -2, -1], shape: [1, 1, 2, 2])
        let reductions: [(String, (Tensor<Double>) -> Tensor<Double>)] = [
            ("max", { $0.max() }), ("−min of the negative", { -(-$0).min() }),
            ("max over an axis", { $0.max(axes: [2, 3]) }), ("global max pooling", { globalMaxPool2D($0) }),
            ("max pooling", { maxPool2D($0, Window2D(kernel: (2, 2))) }),
        ]
        for (name, reduction) in reductions {
            let derivative: [Double] = gradient(at: x) { x in reduction(x).squareRoot().sum() }.scalars
            #expect(derivative == [.infinity, 0, 0, 0], "\(name): \(derivative)")
        }
    }

    @Test func extremaOfNaNHaveNoDerivative() {
        let x = Tensor<Double>([[1, .nan, 2], [3, 1, 2]])
        let derivative: Tensor<Double> = gradient(at: x) { $0.max(axis: 1).sum() }
        #expect(derivative[0].scalars.allSatisfy { $0.isNaN } && derivative[1].scalars == [1, 0, 0])
    }

    @Test func aKinkPassesTheDerivativeAtNaN() {
        let x = Tensor<Double>([.nan, 1, -1])
        #expect(gradient(at: x) { $0.relu().sum() }.scalars == [1, 1, 0])
        #expect(gradient(at: x) { $0.clipped(to: 0 ... 2).sum() }.scalars == [1, 1, 0])
        #expect(gradient(at: x) { maximum($0, Tensor(0)).sum() }.scalars == [1, 1, 0])
        #expect(gradient(at: x) { minimum($0, Tensor(0)).sum() }.scalars == [1, 0, 1])
    }

    @Test func infinitePlacesStayWhereTheyAre() {
        #expect(diagonalMatrix(Tensor<Double>([.infinity, 2])) == Tensor([[.infinity, 0], [0, 2]]))
        let derivative: Tensor<Double> = gradient(at: Tensor<Double>([0, 2])) { diagonalMatrix($0.squareRoot()).sum() }
        #expect(derivative.scalars == [.infinity, 1 / (2 * 2.0.squareRoot())])
        let difference = Tensor<Double>([.infinity, -.infinity, 3, 0.5])
        let huber: Tensor<Double> = gradient(at: difference) { x in
            huberLoss(x, Tensor(zeros: [4]), delta: 1, reduction: .sum)
        }
        #expect(huber.scalars == [1, -1, 1, 0.5])
    }

    @Test func droppedElementsMayBeInfinite() {
        let layer = Dropout<Double>(0.5)
        let x = Tensor<Double>(repeating: .infinity, shape: [64])
        var generator = PhiloxGenerator(seed: 3)
        let kept: Tensor<Double> = withMode(.training, using: &generator) { layer(x) }
        #expect(kept.scalars.allSatisfy { $0 == 0 || $0 == .infinity } && Set(kept.scalars).count == 2)
    }
}
