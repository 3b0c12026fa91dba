import Tensors

/// The purpose of a computation: training or inference. Dropout, batch normalisation and similar layers depend on the
/// mode.
///
/// A layer reads the mode from `Mode.current` and draws random numbers with `Mode.withGenerator(for:_:)`:
///
///     func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
///         guard Mode.current == .training else { return x }
///         let noise: Tensor<Float> = Mode.withGenerator(for: "Noise") { generator in
///             Tensor(randomNormal: x.shape, using: &generator)
///         }
///         return x + noise * 0.1
///     }
public enum Mode: Sendable {
    /// The model makes predictions: dropout is off, and batch normalisation uses its running statistics.
    case inference
    /// The model learns: dropout is on, and batch normalisation uses the statistics of the batch.
    case training

    /// The mode of the current computation: `inference` outside of `withMode`.
    public static var current: Mode { ModeScope.current?.mode ?? .inference }

    /// Returns the result of `body`, called with the random generator of the current training. This generator is the
    /// generator that `withMode` received, or the generator of the `Trainer`. The same seed gives the same numbers.
    ///
    /// Traps with the layer's name if the current computation has no generator, or if `body` calls this function: the
    /// inner call would draw the numbers of the outer call a second time.
    ///
    /// - Parameters:
    ///   - layer: The name of the layer, for the error message.
    ///   - body: A function that draws random numbers from the generator. The next call of `withGenerator` continues
    ///     after these numbers. `body` must draw all of its random numbers from the generator that `body` receives.
    public static func withGenerator<Result>(for layer: String, _ body: (inout PhiloxGenerator) -> Result) -> Result {
        guard let scope = ModeScope.current, var generator = scope.generator else {
            fatalError("\(layer): training needs random numbers: call withMode(.training, using: &generator)")
        }
        if let outer = scope.drawingLayer {
            fatalError(
                "\(layer): Mode.withGenerator is called within the call for \(outer): use the generator of that call")
        }
        scope.drawingLayer = layer
        defer { (scope.generator, scope.drawingLayer) = (generator, nil) }
        return body(&generator)
    }

    /// Reports that a batch is too small to train a layer on.
    ///
    /// A `Trainer` checks its batch sizes in a trial before the training. In a trial this function returns, and the
    /// layer must then return NaN. Outside of a trial this function traps with the message `sentence`.
    ///
    /// - Parameter sentence: The error message: the layer's name, the layer's requirement, and the shape of the input.
    public static func rejectBatch(_ sentence: String) {
        guard let scope = ModeScope.current, scope.isTrial else { fatalError(sentence) }
        scope.complaint = scope.complaint ?? sentence
    }
}

/// The mode of the current computation, and the random generator of a training.
private final class ModeScope: @unchecked Sendable {
    @TaskLocal static var current: ModeScope?

    let mode: Mode
    // Only the thread that runs the body of `withMode` uses the generator and the name of the drawing layer.
    var generator: PhiloxGenerator?
    /// The name of the layer that draws random numbers at present; `nil` if no layer draws random numbers.
    var drawingLayer: String?
    /// The message of the first layer that rejects the batch in a trial; `nil` before a layer rejects the batch.
    var complaint: String?
    /// Whether the computation only checks the batch size.
    let isTrial: Bool

    init(mode: Mode, generator: PhiloxGenerator?, isTrial: Bool = false) {
        self.mode = mode
        self.generator = generator
        self.isTrial = isTrial
    }
}

/// Returns the result of `body`, which runs in the given mode without a random generator. Layers that need random
/// numbers, such as dropout, trap in training.
///
/// - Parameters:
///   - mode: The mode of all modules that `body` calls.
///   - body: The computation. `withMode` rethrows the errors of `body`.
public func withMode<Result>(_ mode: Mode, _ body: () throws -> Result) rethrows -> Result {
    try ModeScope.$current.withValue(ModeScope(mode: mode, generator: nil)) { try body() }
}

/// Runs `body` in training mode and returns the message of the first layer that rejects the batch as too small, or
/// `nil` if no layer rejects the batch. The results of the rejecting layer are NaN, and all later layers receive NaN. A
/// copy of `generator` supplies the random numbers.
package func complaintOfTraining(using generator: PhiloxGenerator, _ body: () -> Void) -> String? {
    let scope = ModeScope(mode: .training, generator: generator, isTrial: true)
    ModeScope.$current.withValue(scope, operation: body)
    return scope.complaint
}

/// Returns the result of `body`, which runs in the given mode with a random generator for layers such as dropout.
///
/// - Parameters:
///   - mode: The mode of all modules that `body` calls.
///   - generator: The source of the layers' random numbers. After the call the state of the generator is past these
///     numbers, also if `body` throws an error.
///   - body: The computation. `withMode` rethrows the errors of `body`.
public func withMode<Result>(
    _ mode: Mode, using generator: inout PhiloxGenerator, _ body: () throws -> Result
) rethrows -> Result {
    let scope = ModeScope(mode: mode, generator: generator)
    defer { if let advanced = scope.generator { generator = advanced } }
    return try ModeScope.$current.withValue(scope) { try body() }
}
