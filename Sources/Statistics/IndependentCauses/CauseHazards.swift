import Foundation
import Tensors

/// The hazards of the rows of a model of independent causes: what each cause adds to s, and to u for preventive causes.
struct CauseHazards {
    /// The hazard of each row and cause: `[N, d]`. t·γ_j·n_j, and γ_k·n_k for a preventive cause.
    let hazards: Tensor<Double>
    /// The hazard of the background, t·a: `[N]`.
    let background: Tensor<Double>
    /// False for a preventive cause: `[d]`.
    private let isActive: Tensor<Bool>

    init(
        _ causes: [CauseEstimate], _ background: CauseEstimate?, _ predictors: Tensor<Double>,
        _ exposure: Tensor<Double>
    ) {
        isActive = Tensor(causes.map { $0.role != .preventive })
        let rates: Tensor<Double> = Tensor(causes.map { $0.rate.isNaN ? 0 : $0.rate })
        let times: Tensor<Double> = select(
            isActive, exposure.expandingShape(at: 1), Tensor(ones: [exposure.count, 1]))
        let amounts: Tensor<Double> = predictors * times
        // A cause that is absent has the hazard 0, also if its rate is ∞.
        hazards = select(amounts .> 0, amounts * rates, Tensor(0))
        let rate: Double = background?.rate ?? 0
        self.background = select(exposure .> 0, exposure * (rate.isNaN ? 0 : rate), Tensor(0))
    }

    /// The hazards of the causes that are not preventive, and 0 for preventive causes: `[N, d]`.
    var activeHazards: Tensor<Double> { select(isActive, hazards, Tensor(0)) }

    /// The sum s of the causes and the background: `[N]`.
    var total: Tensor<Double> { background + activeHazards.sum(axis: 1) }

    /// The sum u of the preventive causes: `[N]`.
    var prevention: Tensor<Double> { select(isActive, Tensor(0), hazards).sum(axis: 1) }

    /// The risk (1 − e^(−s))·e^(−u): `[N]`.
    var risk: Tensor<Double> { -(-total).expm1() * (-prevention).exp() }

    /// The risk if cause `column` were absent: `[N]`. nil stands for the background.
    func risk(without column: Int?) -> Tensor<Double> {
        guard let column else {
            return CauseHazards(self, background: Tensor(zeros: background.shape), hazards: hazards).risk
        }
        let isKept: Tensor<Bool> = Tensor((0 ..< hazards.shape[1]).map { $0 != column })
        return CauseHazards(self, background: background, hazards: select(isKept, hazards, Tensor(0))).risk
    }

    private init(_ other: CauseHazards, background: Tensor<Double>, hazards: Tensor<Double>) {
        (isActive, self.background, self.hazards) = (other.isActive, background, hazards)
    }
}
