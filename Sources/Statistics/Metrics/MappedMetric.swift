extension Metric {
    /// Returns a metric that converts its outputs and targets with `transform` before it adds them. Use it to select a
    /// part of a batch, or to convert logits to probabilities.
    ///
    ///     BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in
    ///         (logits.sigmoid(), targets)
    ///     }
    ///
    /// - Parameters:
    ///   - name: The name of the new metric. The default is the name of the original metric.
    ///   - transform: Converts outputs and targets of the new types to the types of the original metric.
    public func mapped<NewOutputs, NewTargets>(
        named name: String? = nil,
        _ transform: @escaping @Sendable (NewOutputs, NewTargets) -> (Outputs, Targets)
    ) -> MappedMetric<Self, NewOutputs, NewTargets> {
        MappedMetric(base: self, ownName: name, transform: transform)
    }
}

/// A metric that converts its outputs and targets: see `Metric.mapped`.
public struct MappedMetric<Base: Metric, Outputs, Targets>: Metric {
    /// The metric that receives the converted outputs and targets.
    public private(set) var base: Base
    let ownName: String?
    let transform: @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)

    init(
        base: Base, ownName: String?, transform: @escaping @Sendable (Outputs, Targets) -> (Base.Outputs, Base.Targets)
    ) {
        (self.base, self.ownName, self.transform) = (base, ownName, transform)
    }

    /// The given name, or the name of the base.
    public var name: String { ownName ?? base.name }
    /// The base's value.
    public var value: Double { base.value }
    /// The base's goal.
    public var goal: MetricGoal { base.goal }

    /// The values of the base. In each name, the new metric's name replaces the name of the base at the beginning.
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

    /// Removes everything that was added.
    public mutating func reset() { base.reset() }
}
