import ArgumentParser
import SynaNN

/// What stands between the convolutions and the last layer.
enum HiddenKind: String, CaseIterable, ExpressibleByArgument {
    case synapse, dense, identity
}

/// A layer of one of those kinds: to see what the Synapse does, put something else in its place.
enum HiddenLayer: Module {
    case synapse(Synapse<Float>)
    case dense(Linear<Float>)
    case identity

    init(
        _ kind: HiddenKind, _ features: Int, betaIn range: Range<Double>? = nil, using generator: inout PhiloxGenerator
    ) {
        switch kind {
        case .synapse: self = .synapse(Synapse(features, betaIn: range, using: &generator))
        case .dense: self = .dense(Linear(features, features, using: &generator))
        case .identity: self = .identity
        }
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        switch self {
        case .synapse(let layer): return layer(input)
        case .dense(let layer): return layer(input)
        case .identity: return input
        }
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
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
