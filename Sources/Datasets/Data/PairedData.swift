public import Tensors

/// A source whose batches are pairs of the batches of two sources: see `DataSource.paired(with:)`.
public struct PairedData<Inputs: DataSource, Targets: DataSource>: DataSource where Inputs.Failure == Targets.Failure {
    /// The source of the inputs.
    public let inputs: Inputs
    /// The source of the targets.
    public let targets: Targets

    init(_ inputs: Inputs, _ targets: Targets) {
        require(
            inputs.count == targets.count,
            "paired: \(inputs.count) inputs and \(targets.count) targets must be equally many")
        (self.inputs, self.targets) = (inputs, targets)
    }

    public static var sampleName: String { Inputs.sampleName }
    public var count: Int { inputs.count }
    public var batchesAhead: Int { max(inputs.batchesAhead, targets.batchesAhead) }

    public func batch(
        _ indices: ArraySlice<Int>
    ) throws(Inputs.Failure) -> LabeledBatch<Inputs.Batch, Targets.Batch> {
        (try inputs.batch(indices), try targets.batch(indices))
    }

    public func augmented(
        _ batch: LabeledBatch<Inputs.Batch, Targets.Batch>, using generator: inout PhiloxGenerator
    ) -> LabeledBatch<Inputs.Batch, Targets.Batch> {
        (inputs.augmented(batch.inputs, using: &generator), targets.augmented(batch.targets, using: &generator))
    }

    public func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int] {
        inputs.shuffledIndices(using: &generator)
    }
}

/// A source whose batches are pairs of a batch of another source and its targets: see `DataSource.labeled(by:)`.
public struct LabeledData<Inputs: DataSource, Target: TensorScalar>: DataSource {
    /// The source of the inputs.
    public let inputs: Inputs
    /// The targets of all samples. The first axis is the sample axis.
    public let targets: Tensor<Target>

    init(_ inputs: Inputs, _ targets: Tensor<Target>) {
        require(
            targets.rank > 0 && targets.shape[0] == inputs.count,
            "labeled: targets of shape \(targets.shape) do not have \(inputs.count) samples on the first axis")
        (self.inputs, self.targets) = (inputs, targets.contiguous())
    }

    public static var sampleName: String { Inputs.sampleName }
    public var count: Int { inputs.count }
    public var batchesAhead: Int { inputs.batchesAhead }

    public func batch(
        _ indices: ArraySlice<Int>
    ) throws(Inputs.Failure) -> LabeledBatch<Inputs.Batch, Tensor<Target>> {
        (try inputs.batch(indices), targets.rows(indices))
    }

    public func augmented(
        _ batch: LabeledBatch<Inputs.Batch, Tensor<Target>>, using generator: inout PhiloxGenerator
    ) -> LabeledBatch<Inputs.Batch, Tensor<Target>> {
        (inputs.augmented(batch.inputs, using: &generator), batch.targets)
    }

    public func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int] {
        inputs.shuffledIndices(using: &generator)
    }
}

extension DataSource {
    /// Returns a source of the pairs of this source's batches and the batches of `targets`. Traps if the numbers of
    /// samples differ.
    public func paired<Targets: DataSource>(
        with targets: Targets
    ) -> PairedData<Self, Targets> where Targets.Failure == Failure {
        PairedData(self, targets)
    }

    /// Returns a source of the pairs of this source's batches and their targets. Traps unless the first axis of
    /// `targets` has the length `count`.
    public func labeled<Target: TensorScalar>(by targets: Tensor<Target>) -> LabeledData<Self, Target> {
        LabeledData(self, targets)
    }
}
