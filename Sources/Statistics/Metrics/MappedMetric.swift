extension Metric {
    /// Returns the metric for other outputs and targets, which `transform` converts to those of the metric. Use it to
    /// read one part of a batch, or probabilities where a model returns logits.
    ///
    ///     BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in
    ///         (logits.sigmoid(), targets)
    ///     }
    ///
    /// - Parameters:
    ///   - name: The new metric's name; the old one unless given.
    ///   - transform: From the new outputs and targets to the old ones.
    public func mapped<NewOutputs, NewTargets>(
        named name: String? = nil,
        _ transform: @escaping @Sendable (NewOutputs, NewTargets) -> (Outputs, Targets)
    ) -> MappedMetric<Self, NewOutputs, NewTargets> {
        MappedMetric(base: self, ownName: name, transform: transform)
    }
}

/// A metric that reads converted outputs and targets: see `Metric.mapped`.
public struct MappedMetric<Base: Metric, Outputs, Targets>: Metric {
    /// The metric that gets the converted outputs and targets.
    public private(set) var base: Base
    let ownName: String?
    let transform: @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)

    init(
        base: Base, ownName: String?, transform: @escaping @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)
    ) {
        (self.base, self.ownName, self.transform) = (base, ownName, transform)
    }

    /// The given name, or the base's.
    public var name: String { ownName ?? base.name }
    /// The base's value.
    public var value: Double { base.value }
    /// The base's goal.
    public var goal: MetricGoal { base.goal }

    /// The base's values, with the new name instead of the base's at the beginning of each name.
    public var values: [(name: String, value: Double)] {
        base.values.map { name, value in
            (name.hasPrefix(base.name) ? self.name + name.dropFirst(base.name.count) : name, value)
        }
    }

    /// The base's state.
    public var state: Base.State {
        get { base.state }
        set { base.state = newValue }
    }

    /// Converts the outputs and targets, and adds them to the base.
    public mutating func add(_ outputs: Outputs, _ targets: Targets) {
        let (outputs, targets) = transform(outputs, targets)
        base.add(outputs, targets)
    }

    /// Forgets everything that was added.
    public mutating func reset() { base.reset() }
}
