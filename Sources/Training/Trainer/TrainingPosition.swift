import Tensors

/// The state of a training without its tensors. This position, the model and the optimizer's state determine the rest of the
/// training.
public struct TrainingPosition: Sendable, Hashable, Codable {
    /// The number of steps made.
    public internal(set) var step: Int
    /// The generator of the samples' order, of augmentation and of layers.
    public internal(set) var generator: PhiloxGenerator
    /// The unfinished epoch; nil between epochs.
    public internal(set) var epoch: Epoch?

    /// The position within an epoch.
    public struct Epoch: Sendable, Hashable, Codable {
        /// The generator before the order of the samples was drawn from it, so that it can be drawn again.
        let start: PhiloxGenerator
        /// The number of samples seen.
        public internal(set) var samples = 0
        /// The sum of their losses.
        public internal(set) var lossSum = 0.0
        /// The states of the training metrics, as JSON, by name. Only a saved position has them.
        var metrics: [String: String]?
        /// The number of samples classified correctly, which checkpoints of earlier versions have instead of `metrics`.
        var correct: Int?

        init(start: PhiloxGenerator) { self.start = start }

        /// The states from which the training metrics continue.
        var metricStates: [String: String]? {
            metrics ?? correct.map { ["accuracy": #"{"correct":\#($0),"count":\#(samples)}"#] }
        }
    }
}
