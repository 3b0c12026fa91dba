import Differentiation
import NeuralNetworks
import Optimizers
import Tensors

/// Trains any model on batches of any type, epoch by epoch.
///
///     var trainer = Trainer(
///         network, optimizer: Adam(learningRate: 0.001), objective: .classification(), options: TrainerOptions(batchSize: 100))
///     for _ in 0 ..< 5 { print(trainer.trainEpoch(on: data)) }
///
/// A custom loss is a function of the model and a batch:
///
///     var trainer = Trainer(network, optimizer: Adam()) { (network, batch: ArrayData<Float, Float>.Batch) in
///         huberLoss(network(batch.inputs), batch.targets)
///     }
///
/// The order of the samples and the random numbers of augmentation and layers come from the trainer's own generator.
/// The same seed gives the same weights, bit for bit, at any number of threads.
public struct Trainer<Model: Parameterized & Sendable, Batch>: Sendable {
    /// The model after the steps made so far.
    public internal(set) var model: Model
    /// The moving average of the model over the steps; nil without `averageDecay`.
    public private(set) var average: MovingAverage<Model>?
    /// The optimizer with its state. If several processes share the state, only the part of this process.
    public internal(set) var optimizer: any Optimizer
    /// The schedule of the learning rate; nil if the optimizer keeps its own rate.
    public private(set) var schedule: (any Schedule)?
    /// The loss and the metrics.
    public let objective: Objective<Model, Batch>
    /// Batch size, seed and other settings.
    public let options: TrainerOptions
    /// The names of the model's tensors that were not finite at the start, such as a mask of −∞. These tensors do not
    /// indicate a divergence.
    let nonFiniteAtStart: Set<String>
    /// The state of the training without its tensors.
    public internal(set) var position: TrainingPosition
    /// The metrics of each shard over the samples of the unfinished epoch, or of the last epoch if no epoch is
    /// unfinished.
    var tallies: [any MetricTally]
    /// The exchange with other processes that train the same model.
    public let exchange: any ShardExchange

    /// Creates a trainer. Debug builds trap if `visitParameters` of the model omits a tensor (see
    /// `forgottenParameters`).
    ///
    /// - Parameters:
    ///   - model: The model to train.
    ///   - optimizer: The optimizer. A `ClosureOptimizer` such as `LBFGS` evaluates the loss of a step several times;
    ///     give such an optimizer all samples in a single batch. Such an optimizer together with a `gradientNormLimit`
    ///     traps.
    ///   - schedule: The learning rate as a function of the number of steps made, and the momentum if the schedule has
    ///     one. Without a schedule, the optimizer keeps its rate and momentum. Traps if the optimizer's rate differs
    ///     from the schedule's `baseLearningRate`, which is the peak for `OneCycleSchedule`, or if the schedule has a
    ///     momentum and the optimizer has none.
    ///   - objective: The loss and the metrics.
    ///   - options: The size of the batches and other settings. Several shards together with a training metric that is
    ///     not a `MergeableMetric` trap.
    ///   - exchange: The exchange with other processes that train the same model. By default, this process computes all
    ///     shards. Several processes need at least as many shards.
    public init(
        _ model: Model, optimizer: any Optimizer, schedule: (any Schedule)? = nil,
        objective: Objective<Model, Batch>, options: TrainerOptions = TrainerOptions(),
        exchange: any ShardExchange = LocalShards()
    ) {
        if let schedule { Self.requireAgreement(of: optimizer, with: schedule) }
        require(
            options.gradientNormLimit == nil || !(optimizer is any ClosureOptimizer),
            "Trainer: \(type(of: optimizer)) searches along the loss, and a limited gradient is not the loss's. Give no "
                + "gradientNormLimit")
        model.requireNothingForgotten("Trainer", tensorCount: model.parameterShapes.count)
        (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
        Self.requireMergeable(objective, options)
        (self.objective, self.options, self.exchange) = (objective, options, exchange)
        tallies = [any MetricTally](repeating: objective.trainingTally, count: options.shards)
        average = options.averageDecay.map { MovingAverage(of: model, decay: $0) }
        nonFiniteAtStart = model.namesOfNonFiniteTensors
        position = TrainingPosition(step: 0, generator: PhiloxGenerator(seed: options.seed))
    }

    /// Creates a trainer with a loss and no metrics. `loss` returns the loss of a batch as a single number, the mean
    /// over the samples of the batch. The other parameters have the same meaning as in
    /// `init(_:optimizer:schedule:objective:options:exchange:)`.
    public init<Scalar: RealScalar>(
        _ model: Model, optimizer: any Optimizer, schedule: (any Schedule)? = nil,
        options: TrainerOptions = TrainerOptions(), exchange: any ShardExchange = LocalShards(),
        loss: @escaping @Sendable (_ model: Model, _ batch: Batch) -> Tensor<Scalar>
    ) {
        self.init(
            model, optimizer: optimizer, schedule: schedule, objective: Objective(loss: loss), options: options,
            exchange: exchange)
    }

    private static func requireAgreement(of optimizer: any Optimizer, with schedule: any Schedule) {
        let (own, scheduled): (Double, Double) = (optimizer.learningRate, schedule.baseLearningRate)
        require(
            own == scheduled,
            "Trainer: the optimizer's learning rate \(own) would have no effect beside the schedule's \(scheduled). Give "
                + "both the same rate, or no schedule")
        require(
            schedule.momentum(at: 0) == nil || optimizer is any MomentumOptimizer,
            "Trainer: the schedule moves the momentum, and \(type(of: optimizer)) has none. Make it a MomentumOptimizer, or "
                + "give the schedule no momentum")
    }

    /// The moving average if there is one, otherwise the model.
    public var trainedModel: Model { average?.model ?? model }

    /// The objective's metrics over the samples of the unfinished epoch, or of the last epoch if no epoch is
    /// unfinished. Each sample is measured before the step that uses the sample.
    public var trainingMetrics: [(name: String, value: Double)] { mergedTally.values }

    /// Replaces the model, the moving average, the optimizer's state and the position of this trainer by saved values.
    /// The optimizer keeps its parameter groups, because a checkpoint does not contain them.
    ///
    /// - Throws: `MetricStateError` if the saved state of a metric is missing or cannot be decoded. After an error, the
    ///   trainer is unchanged.
    mutating func restore(
        _ model: Model, average: MovingAverage<Model>?, optimizer state: OptimizerState, position: TrainingPosition
    ) throws(MetricStateError) {
        if let states = position.epoch?.metricStates {
            // A record without a state for each shard has lost the states of the other shards.
            var restored: [any MetricTally] = tallies
            for shard in restored.indices { try restored[shard].restore(shard < states.count ? states[shard] : [:]) }
            tallies = restored
        }
        (self.model, self.average, self.position) = (model, average, position)
        // `tallies` now contains the states of the metrics, so the position does not need these properties.
        self.position.epoch?.metrics = nil
        self.position.epoch?.shardMetrics = nil
        self.position.epoch?.correct = nil
        var state: OptimizerState = state
        state.groups = optimizer.state.groups
        optimizer.state = state
    }

    /// The position with the states of the metrics. With several processes, all processes call this property together.
    var savedPosition: TrainingPosition {
        guard position.epoch != nil else { return position }
        var position: TrainingPosition = position
        let states: [[String: String]] = metricStates
        if states.count == 1 { position.epoch?.metrics = states[0] } else { position.epoch?.shardMetrics = states }
        return position
    }

    /// Makes a step on a single batch. The batch is not cut into shards. The batch is added to the metrics, but does not
    /// count as a part of an epoch.
    ///
    /// - Returns: The loss of the batch before the step.
    public mutating func trainStep(_ batch: Batch) -> Double {
        applySchedule()
        if let closureOptimizer = optimizer as? any ClosureOptimizer {
            return closureStep(closureOptimizer, [TrainingBatch(whole: batch, count: 1)]).loss
        }
        let (loss, gradient) = differentiate(model, batch)
        update(along: gradient)
        return loss
    }

    /// Returns the loss of a batch and the gradient of the loss, computed in training mode. Adds the batch to the
    /// metrics.
    mutating func differentiate(_ model: Model, _ batch: Batch) -> (loss: Double, gradient: Model) {
        var drawing: PhiloxGenerator = position.generator
        defer { position.generator = drawing }
        let frozen: Set<String> = optimizer.frozenParameters(of: model)
        return withMode(.training, using: &drawing) { objective.gradient(model, batch, frozen, nil, &tallies[0]) }
    }

    mutating func update(along gradient: Model) {
        makeStep(along: options.gradientNormLimit.map { gradient.clipped(toNorm: $0) } ?? gradient)
        finishStep()
    }

    /// Ends a step that was made on copies: replaces the model and the optimizer by these copies.
    mutating func finishStep(_ model: Model, _ optimizer: any Optimizer) {
        (self.model, self.optimizer) = (model, optimizer)
        finishStep()
    }

    private mutating func finishStep() {
        position.step += 1
        average?.update(with: model, step: position.step)
        Profile.attribute(to: "optimizer")
    }

    /// Sets the optimizer's learning rate and momentum for the next step, if there is a schedule.
    mutating func applySchedule() { applySchedule(at: position.step) }

    /// Sets the optimizer's learning rate and momentum of the last step, if there is a schedule. The saved training had
    /// these values.
    mutating func applyScheduleOfLastStep() {
        if position.step > 0 { applySchedule(at: position.step - 1) }
    }

    private mutating func applySchedule(at step: Int) {
        guard let schedule else { return }
        if let momentum = schedule.momentum(at: step), var moved = optimizer as? any MomentumOptimizer {
            moved.scheduledMomentum = momentum
            optimizer = moved
        }
        optimizer.learningRate = schedule.learningRate(at: step)
    }

    /// The state of the schedule if the schedule depends on a metric; nil for other schedules.
    var scheduleObservations: [String: Double]? {
        get { (schedule as? any ObservingSchedule)?.observations }
        set {
            guard let newValue, var observing = schedule as? any ObservingSchedule else { return }
            observing.observations = newValue
            schedule = observing
        }
    }

    /// Passes the metric of an epoch to the schedule if the schedule depends on a metric, as `PlateauSchedule` does.
    /// Other schedules ignore the metric. `TrainingRun` calls this method after every epoch.
    public mutating func observe(_ metric: Double) {
        guard var observing = schedule as? any ObservingSchedule else { return }
        observing.observe(metric)
        schedule = observing
    }
}
