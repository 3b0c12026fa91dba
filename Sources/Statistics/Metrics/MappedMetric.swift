extension Metric {
    /// Returns a metric that converts outputs and targets with `transform`, and adds the converted values to this
    /// metric. Use this method to select a part of a batch, or to convert logits to probabilities.
    ///
    ///     BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in
    ///         (logits.sigmoid(), targets)
    ///     }
    ///
    /// - Parameters:
    ///   - name: The name of the new metric. By default, the new metric has the name of this metric.
    ///   - transform: Returns outputs and targets of this metric's types for outputs and targets of the new types.
    public func mapped<NewOutputs, NewTargets>(
        named name: String? = nil,
        _ transform: @escaping @Sendable (NewOutputs, NewTargets) -> (Outputs, Targets)
    ) -> MappedMetric<Self, NewOutputs, NewTargets> {
        MappedMetric(base: self, ownName: name, transform: transform)
    }
}

/// A metric that converts outputs and targets, and adds the converted values to another metric: see `Metric.mapped`.
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

    /// The name that was given, or the name of `base`.
    public var name: String { ownName ?? base.name }
    /// The value of `base`.
    public var value: Double { base.value }
    /// The goal of `base`.
    public var goal: MetricGoal { base.goal }

    /// The values of `base`. If a name starts with the name of `base`, the name of this metric replaces this start.
    public var values: [(name: String, value: Double)] {
        base.values.map { name, value in
            (name.hasPrefix(base.name) ? self.name + name.dropFirst(base.name.count) : name, value)
        }
    }

    /// The state of `base`.
    public var state: Base.State {
        get { base.state }
        set { base.state = newValue }
    }

    /// Converts the outputs and targets, and adds the converted values to `base`.
    public mutating func add(_ outputs: Outputs, _ targets: Targets) {
        let (outputs, targets) = transform(outputs, targets)
        base.add(outputs, targets)
    }

    /// Removes all samples that were added.
    public mutating func reset() { base.reset() }
}

extension MappedMetric: MergeableMetric where Base: MergeableMetric {
    /// Adds all samples that were added to the base of `other`.
    public mutating func merge(_ other: MappedMetric) { base.merge(other.base) }
}
