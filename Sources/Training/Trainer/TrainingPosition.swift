import Tensors

/// The state of a training without its tensors. The position, the model and the optimizer's state determine all further
/// steps of the training.
public struct TrainingPosition: Sendable, Hashable, Codable {
    /// The number of steps made.
    public internal(set) var step: Int
    /// The generator of the random numbers for the order of the samples, for augmentation and for layers.
    public internal(set) var generator: PhiloxGenerator
    /// The unfinished epoch; nil between epochs.
    public internal(set) var epoch: Epoch?

    /// The position within an epoch.
    public struct Epoch: Sendable, Hashable, Codable {
        /// The state of the generator before the generator drew the order of the samples. From this state, the same
        /// order can be drawn again.
        let start: PhiloxGenerator
        /// The number of samples seen in this epoch.
        public internal(set) var samples = 0
        /// The sum of the losses of the samples seen in this epoch.
        public internal(set) var lossSum = 0.0
        /// The states of the training metrics, as JSON, by the metrics' names. Only a saved position contains these
        /// states; otherwise nil.
        var metrics: [String: String]?
        /// The states of the training metrics of each shard, instead of `metrics`, if there are several shards.
        var shardMetrics: [[String: String]]?
        /// The number of samples classified correctly. Only checkpoints of earlier versions contain this number,
        /// instead of `metrics`.
        var correct: Int?

        init(start: PhiloxGenerator) { self.start = start }

        /// The saved states of the training metrics of each shard; nil if no states are saved. A number of correct
        /// samples is converted to a state of the accuracy.
        var metricStates: [[String: String]]? {
            let whole: [String: String]? =
                metrics ?? correct.map { ["accuracy": #"{"correct":\#($0),"count":\#(samples)}"#] }
            return shardMetrics ?? whole.map { [$0] }
        }
    }
}
