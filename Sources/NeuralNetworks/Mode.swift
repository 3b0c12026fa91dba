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

    init(mode: Mode, generator: PhiloxGenerator?) {
        self.mode = mode
        self.generator = generator
    }

    static var isTraining: Bool { current?.mode == .training }

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

/// Runs `body` in a mode, dropout and the like drawing from `generator`.
public func withMode<Result>(
    _ mode: Mode, using generator: inout PhiloxGenerator, _ body: () throws -> Result
) rethrows -> Result {
    let scope = ModeScope(mode: mode, generator: generator)
    defer { if let advanced = scope.generator { generator = advanced } }
    return try ModeScope.$current.withValue(scope) { try body() }
}
