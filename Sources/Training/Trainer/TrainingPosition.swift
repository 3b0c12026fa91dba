import Tensors

/// Where a training stands, but for tensors: with the model and the optimizer's state it is all that the rest depends on.
public struct TrainingPosition: Sendable, Hashable, Codable {
    /// How many steps have been made.
    public internal(set) var step: Int
    /// What orders, augmentation and layers draw from.
    public internal(set) var generator: PhiloxGenerator
    /// The epoch that is under way, if one is.
    public internal(set) var epoch: Epoch?

    /// How far an epoch is.
    public struct Epoch: Sendable, Hashable, Codable {
        /// The generator before the order of the samples was drawn from it, so that it can be drawn again.
        let start: PhiloxGenerator
        /// How many samples have been seen.
        public internal(set) var samples = 0
        /// The sum of their losses.
        public internal(set) var lossSum = 0.0
        /// What the metrics of training have accumulated, as JSON, by name; filled in where it is saved.
        var metrics: [String: String]?
        /// How many samples were classified as labelled: what checkpoints of earlier versions have in place of `metrics`.
        var correct: Int?

        init(start: PhiloxGenerator) { self.start = start }

        /// What the metrics of training go on from.
        var metricStates: [String: String]? {
            metrics ?? correct.map { ["accuracy": #"{"correct":\#($0),"count":\#(samples)}"#] }
        }
    }
}
