import Tensors

/// What a network is being run for: layers such as dropout and batch normalisation differ between the two.
///
/// A layer of one's own asks with `Mode.current`, and draws random numbers with `Mode.withGenerator(for:_:)`:
///
///     func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
///         guard Mode.current == .training else { return x }
///         let noise: Tensor<Float> = Mode.withGenerator(for: "Noise") { generator in
///             Tensor(randomNormal: x.shape, using: &generator)
///         }
///         return x + noise * 0.1
///     }
public enum Mode: Sendable {
    case inference
    case training

    /// The mode of the computation under way: `inference` outside of any `withMode`.
    public static var current: Mode { ModeScope.current?.mode ?? .inference }

    /// Calls `body` with the generator that the training under way draws from: the one given to `withMode`, which is a
    /// `Trainer`'s own. The same seed gives the same numbers.
    ///
    /// Traps, naming the layer, where the computation under way has no generator.
    ///
    /// - Parameter layer: The layer's name, for the sentence of that trap.
    public static func withGenerator<Result>(for layer: String, _ body: (inout PhiloxGenerator) -> Result) -> Result {
        guard let scope = ModeScope.current, var generator = scope.generator else {
            fatalError("\(layer): training needs random numbers: call withMode(.training, using: &generator)")
        }
        defer { scope.generator = generator }
        return body(&generator)
    }

    /// Says that a layer cannot be trained on a batch as small as the one that it was given.
    ///
    /// Traps with the sentence: whoever made the batch made a mistake. Returns only in a trial, where a `Trainer` finds out
    /// before a training whether its batches will do; the layer then answers NaN.
    ///
    /// - Parameter sentence: The layer, what it needs, and the shape that it was given.
    public static func rejectBatch(_ sentence: String) {
        guard let scope = ModeScope.current, scope.isTrial else { fatalError(sentence) }
        scope.complaint = scope.complaint ?? sentence
    }
}

/// The mode of the computation under way, with the generator that training draws from.
private final class ModeScope: @unchecked Sendable {
    @TaskLocal static var current: ModeScope?

    let mode: Mode
    // Used by the one thread that runs the body of `withMode`.
    var generator: PhiloxGenerator?
    /// Why a layer rejects the batch that it was given; kept where the scope is a trial.
    var complaint: String?
    let isTrial: Bool

    init(mode: Mode, generator: PhiloxGenerator?, isTrial: Bool = false) {
        self.mode = mode
        self.generator = generator
        self.isTrial = isTrial
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
