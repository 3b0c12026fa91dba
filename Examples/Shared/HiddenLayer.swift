import ArgumentParser
import SynaNN

/// What stands between the features and the last layer.
public enum HiddenKind: String, CaseIterable, ExpressibleByArgument {
    case synapse, dense, identity
}

/// A layer of one of those kinds: to see what the Synapse does, put something else in its place.
public enum HiddenLayer: Module {
    case synapse(Synapse<Float>)
    case dense(Linear<Float>)
    case identity

    /// - Parameter range: Where a Synapse's β starts; the layer's own choice unless given.
    public init(
        _ kind: HiddenKind, _ features: Int, betaIn range: Range<Double>? = nil, using generator: inout PhiloxGenerator
    ) {
        switch kind {
        case .synapse: self = .synapse(Synapse(features, betaIn: range, using: &generator))
        case .dense: self = .dense(Linear(features, features, using: &generator))
        case .identity: self = .identity
        }
    }

    public func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        switch self {
        case .synapse(let layer): return layer(input)
        case .dense(let layer): return layer(input)
        case .identity: return input
        }
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        switch self {
        case .synapse(var layer):
            self = .identity
            layer.visitParameters(&visitor)
            self = .synapse(layer)
        case .dense(var layer):
            self = .identity
            layer.visitParameters(&visitor)
            self = .dense(layer)
        case .identity: break
        }
    }
}
