/// An observer of a training: a function that the training calls with every event.
///
///     TrainingRun(trainer, epochs: 5, observers: [
///         .progressBar, .console,
///         TrainingObserver { event in
///             if case .epochEnded(let metrics) = event.kind { try log(metrics) }
///         },
///     ])
///
/// Observers are called in the order of the list.
public struct TrainingObserver: Sendable {
    private let body: @Sendable (TrainingEvent) throws -> Void
    /// Whether an error of the observer ends the training. If this property is false, the error is written to standard
    /// error and the training continues. An error after the last epoch is always thrown.
    public let isEssential: Bool

    /// Creates an observer.
    ///
    /// - Parameters:
    ///   - isEssential: Whether an error of the observer ends the training.
    ///   - body: The function, which is called with every event on the thread of the training.
    public init(isEssential: Bool = true, _ body: @escaping @Sendable (_ event: TrainingEvent) throws -> Void) {
        (self.isEssential, self.body) = (isEssential, body)
    }

    func callAsFunction(_ event: TrainingEvent) throws { try body(event) }
}

extension [TrainingObserver] {
    /// The observers `progressBar` and `console`, for a training that a person watches at a terminal.
    public static var terminal: [TrainingObserver] { [.progressBar, .console] }
}
