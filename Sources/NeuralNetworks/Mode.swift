import Tensors

/// What a network is being run for: layers such as dropout and batch normalisation differ between the two.
public enum Mode: Sendable {
    case inference
    case training
}

/// The mode of the computation under way, with the generator that training draws from.
final class ModeScope: @unchecked Sendable {
    @TaskLocal static var current: ModeScope?

    let mode: Mode
    // Used by the one thread that runs the body of `withMode`.
    var generator: PhiloxGenerator?
    /// What a layer cannot do with a batch as small as the one that it was given; kept where the scope is a trial.
    private(set) var complaint: String?
    private let isTrial: Bool

    init(mode: Mode, generator: PhiloxGenerator?, isTrial: Bool = false) {
        self.mode = mode
        self.generator = generator
        self.isTrial = isTrial
    }

    static var isTraining: Bool { current?.mode == .training }

    /// Says that the batch is too small for a layer to be trained on: a mistake of whoever made the batch, which traps, but
    /// in a trial.
    static func complain(_ sentence: String) {
        guard let scope = current, scope.isTrial else { fatalError(sentence) }
        scope.complaint = scope.complaint ?? sentence
    }

    /// Calls `body` with the scope's generator; traps, naming the layer, where the scope has none.
    static func withGenerator<Result>(for layer: String, _ body: (inout PhiloxGenerator) -> Result) -> Result {
        guard let scope = current, var generator = scope.generator else {
            fatalError("\(layer): training needs random numbers: call withMode(.training, using: &generator)")
        }
        defer { scope.generator = generator }
        return body(&generator)
    }
}

/// Runs `body` in a mode. Outside of any such call the mode is inference.
public func withMode<Result>(_ mode: Mode, _ body: () throws -> Result) rethrows -> Result {
    try ModeScope.$current.withValue(ModeScope(mode: mode, generator: nil)) { try body() }
}

/// Runs `body` in the mode of training to see whether a batch is large enough for each layer.
///
/// - Returns: The first layer's complaint, if any. What `body` computed is then NaN from that layer on.
package func complaintOfTraining(using generator: PhiloxGenerator, _ body: () -> Void) -> String? {
    let scope = ModeScope(mode: .training, generator: generator, isTrial: true)
    ModeScope.$current.withValue(scope, operation: body)
    return scope.complaint
}

/// Runs `body` in a mode, dropout and the like drawing from `generator`.
public func withMode<Result>(
    _ mode: Mode, using generator: inout PhiloxGenerator, _ body: () throws -> Result
) rethrows -> Result {
    let scope = ModeScope(mode: mode, generator: generator)
    defer { if let advanced = scope.generator { generator = advanced } }
    return try ModeScope.$current.withValue(scope) { try body() }
}
