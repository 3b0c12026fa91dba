extension Metric {
    /// The same metric for other outputs and targets, which `transform` turns into its own, under the same name unless
    /// another is given: how a metric reads one part of a batch, or probabilities where a model answers logits.
    ///
    ///     BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in (logits.sigmoid(), targets) }
    public func mapped<NewOutputs, NewTargets>(
        named name: String? = nil,
        _ transform: @escaping @Sendable (NewOutputs, NewTargets) -> (Outputs, Targets)
    ) -> MappedMetric<Self, NewOutputs, NewTargets> {
        MappedMetric(base: self, ownName: name, transform: transform)
    }
}

/// A metric that reads outputs and targets of other types: see `Metric.mapped`.
public struct MappedMetric<Base: Metric, Outputs, Targets>: Metric {
    /// The metric itself.
    public private(set) var base: Base
    let ownName: String?
    let transform: @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)

    init(
        base: Base, ownName: String?, transform: @escaping @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)
    ) {
        (self.base, self.ownName, self.transform) = (base, ownName, transform)
    }

    public var name: String { ownName ?? base.name }
    public var value: Double { base.value }
    public var goal: MetricGoal { base.goal }

    public var values: [(name: String, value: Double)] {
        base.values.map { name, value in
            (name.hasPrefix(base.name) ? self.name + name.dropFirst(base.name.count) : name, value)
        }
    }

    public var state: Base.State {
        get { base.state }
        set { base.state = newValue }
    }

    public mutating func add(_ outputs: Outputs, _ targets: Targets) {
        let (outputs, targets) = transform(outputs, targets)
        base.add(outputs, targets)
    }

    public mutating func reset() { base.reset() }
}
