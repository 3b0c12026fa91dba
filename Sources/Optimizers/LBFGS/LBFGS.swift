import Differentiation
import Tensors

/// L-BFGS with a line search for the strong Wolfe conditions, as PyTorch defines the algorithm
/// (`line_search_fn="strong_wolfe"`). Each iteration moves the parameters along −H g. g is the gradient, and H
/// approximates the inverse Hessian from the last steps and gradients. Two evaluations at the same model must give the
/// same loss: use all of the data at once.
///
/// A call of `minimize` makes up to `maximumIterations` iterations, with up to 5/4 · `maximumIterations` + 1
/// evaluations of the loss. The call ends early if no derivative is greater in magnitude than `gradientTolerance`. The
/// call also ends early if an iteration changes no parameter by more than `changeTolerance` or changes the loss by less
/// than `changeTolerance`, or if the derivative of the loss along the direction −H g is greater than
/// −`changeTolerance`. If the loss or the gradient is not finite at the start, the parameters do not change, and
/// `minimize` returns this loss. If the loss is NaN or ∞ at a trial point of the line search, the search tries a
/// shorter length.
///
/// A step of a `Trainer` is a single call of `minimize` on the batches of the step. Set the batch size to the number of
/// all samples.
///
/// `update(_:along:)` receives a gradient but no loss. Therefore `update(_:along:)` makes a single iteration without a
/// line search, with the first length of a search (PyTorch's `LBFGS` with `max_iter=1` and no line search).
///
/// A step computes in `Double`. The state contains up to 2 + 2 · `historySize` tensors for each parameter, in the
/// scalar type of the parameter. A checkpoint contains exactly these tensors. A resumed training therefore computes the
/// same bits. Parameter groups may only freeze parameters: a group with a learning rate factor or a weight decay traps.
/// The set of frozen parameters must not change between steps: a parameter that is frozen later, or no longer frozen,
/// makes the next step trap.
///
/// Sources: J. Nocedal, "Updating quasi-Newton matrices with limited storage", Math. Comp. 35, 1980; J. Nocedal, S.
/// Wright, "Numerical optimization", 2006, algorithms 3.5, 3.6 and 7.4.
public struct LBFGS: ClosureOptimizer, StateOnlyOptimizer {
    /// The first length that each line search tries, as a multiple of the direction −H g, where g is the gradient and H
    /// approximates the inverse Hessian. In the first iteration this length is multiplied by min(1, 1/Σ|g|).
    public var learningRate: Double
    /// The greatest number of iterations in a call of `minimize`.
    public var maximumIterations: Int
    /// The greatest number of pairs of a step and a gradient change from which the approximation of the inverse Hessian
    /// is computed.
    public var historySize: Int
    /// `minimize` ends if no derivative is greater in magnitude than this number.
    public var gradientTolerance = 1e-7
    /// `minimize` ends if an iteration changes no parameter by more than this number, or changes the loss by less than
    /// this number.
    public var changeTolerance = 1e-9
    public var state = OptimizerState()

    /// Creates an optimizer without a history.
    ///
    /// - Parameters:
    ///   - learningRate: The first length that each line search tries, as a multiple of the direction −H g, where g is
    ///     the gradient and H approximates the inverse Hessian.
    ///   - maximumIterations: The greatest number of iterations in a call of `minimize`. A number below 1 traps.
    ///   - historySize: The greatest number of pairs of a step and a gradient change from which the approximation of
    ///     the inverse Hessian is computed. A number below 1 traps.
    public init(learningRate: Double = 1, maximumIterations: Int = 20, historySize: Int = 100) {
        require(
            maximumIterations > 0 && historySize > 0,
            "LBFGS: \(maximumIterations) iterations and a history of \(historySize): both must be positive")
        (self.learningRate, self.maximumIterations) = (learningRate, maximumIterations)
        self.historySize = historySize
    }

    @discardableResult
    public mutating func update<Model: Parameterized, Scalar: RealScalar>(
        _ model: inout Model, evaluating evaluate: (Model) -> (value: Tensor<Scalar>, gradient: Model)
    ) -> Tensor<Scalar> {
        let layout: FlatLayout = layout(of: model)
        let (loss, first) = evaluate(model)
        var (latest, position): (Model, Tensor<Double>) = (first, layout.numbers(of: model))
        var (value, gradient): (Double, Tensor<Double>) = (Double(loss.scalar), layout.numbers(of: first))
        var memory: LBFGSMemory = layout.memory(state)
        var (evaluations, iterations) = (1, 0)
        while iterations < maximumIterations, value.isFinite, gradient.isFinite,
            gradient.greatestMagnitude > gradientTolerance
        {
            iterations += 1
            let direction: Tensor<Double> = memory.direction(at: gradient, historySize: historySize)
            let slope: Double = gradient.dot(direction)
            guard slope <= -changeTolerance else { break }
            let search = StrongWolfeSearch(
                start: LinePoint(length: 0, value: value, gradient: gradient, slope: slope),
                greatestDirection: direction.greatestMagnitude, changeTolerance: changeTolerance,
                maximumEvaluations: maximumEvaluations - evaluations)
            let (found, count) = search.minimum(from: firstLength(memory, gradient)) { length in
                let (value, derivatives) = evaluate(layout.model(model, at: position + direction * length))
                latest = derivatives
                let gradient: Tensor<Double> = layout.numbers(of: derivatives)
                return LinePoint(
                    length: length, value: Double(value.scalar), gradient: gradient, slope: gradient.dot(direction))
            }
            evaluations += count
            memory.move = direction * found.length
            position = position + memory.move
            let change: Double = abs(found.value - value)
            (value, gradient) = (found.value, found.gradient)
            if evaluations >= maximumEvaluations || memory.move.greatestMagnitude <= changeTolerance
                || change < changeTolerance
            {
                break
            }
        }
        finish(&model, layout, position, memory, buffers: latest)
        return loss
    }

    public mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        let layout: FlatLayout = layout(of: model)
        var (memory, position): (LBFGSMemory, Tensor<Double>) = (layout.memory(state), layout.numbers(of: model))
        let derivatives: Tensor<Double> = layout.numbers(of: gradient)
        if derivatives.isFinite, derivatives.greatestMagnitude > gradientTolerance {
            let direction: Tensor<Double> = memory.direction(at: derivatives, historySize: historySize)
            if derivatives.dot(direction) <= -changeTolerance {
                memory.move = direction * firstLength(memory, derivatives)
                position = position + memory.move
            }
        }
        finish(&model, layout, position, memory, buffers: gradient)
    }

    /// Returns an error message if the numbers of tensors in the state cannot come from L-BFGS, otherwise `nil`. Every
    /// parameter that is not frozen has the same number of tensors: the last gradient, the last step, and pairs of a
    /// step and a gradient change. `LBFGSMemory` reads these tensors.
    package func fault(in state: OptimizerState) -> String? {
        let counts: [Int] = state.entries.map(\.tensorCount).filter { $0 > 0 }
        if let odd = counts.first(where: { !$0.isMultiple(of: 2) }) {
            return "L-BFGS keeps an even number of tensors for a parameter, but the state has \(odd)"
        }
        guard let first = counts.first, let other = counts.first(where: { $0 != first }) else { return nil }
        return "L-BFGS keeps the same number of tensors for every parameter, but the state has \(first) and \(other)"
    }

    private var maximumEvaluations: Int { maximumIterations * 5 / 4 }

    /// Returns the first length of a line search. The first direction is the negative gradient, whose norm does not
    /// indicate the distance to the minimum. Therefore the first length is shorter if the gradient is large.
    private func firstLength(_ memory: LBFGSMemory, _ gradient: Tensor<Double>) -> Double {
        memory.isFirst ? min(1, 1 / gradient.abs().sum().scalar) * learningRate : learningRate
    }

    private func layout(of model: some Parameterized) -> FlatLayout {
        let names: [String] = model.parameterNames
        model.requireNothingForgotten("optimizer", tensorCount: names.count)
        groups.requireNoneUnmatched(among: names)
        require(
            groups.allSatisfy { $0.learningRateFactor == nil && $0.weightDecay == nil },
            "LBFGS: a parameter group sets a learning rate factor or a weight decay, but LBFGS moves all parameters "
                + "along the same direction. A group may only freeze parameters")
        return FlatLayout(isMoved: names.map { !groups.settings(for: $0).isFrozen })
    }

    private mutating func finish<Model: Parameterized>(
        _ model: inout Model, _ layout: FlatLayout, _ position: Tensor<Double>, _ memory: LBFGSMemory,
        buffers gradient: Model
    ) {
        model = layout.model(model, at: position, buffers: gradient)
        state.stepCount += 1
        state.entries = layout.entries(memory.tensors, of: model, stepCount: state.stepCount)
    }
}
