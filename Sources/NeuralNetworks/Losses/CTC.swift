import Tensors

/// The connectionist temporal classification loss: `−log P(labels)`, P being summed over all alignments of the labels with
/// the time steps, where blanks and repetitions are dropped.
///
/// Forward and backward in logarithms, in Double for both scalars. The derivative by a log-probability is minus the
/// probability that the alignment passes there; it is fused and first-order. (PyTorch answers that derivative plus the
/// probability, which is the same once `logSoftmax` is differentiated too.) A sample without an alignment, as one with more
/// labels than time, costs ∞ and has NaN as its derivative; with `zeroInfinity` both are 0. Cost: O(N · T · S).
///
/// The mean divides each loss by the number of its labels, at least 1, before it is taken over the batch, as PyTorch's does.
///
/// Source: A. Graves and others, "Connectionist temporal classification", ICML 2006.
///
/// - Parameters:
///   - logProbabilities: `[N, T, classes]`, as `logSoftmax` gives them; PyTorch's are `[T, N, classes]`.
///   - labels: `[N, S]`, each in `0 ..< classes` and not the blank; others trap, up to the sample's length.
///   - inputLengths: How many time steps each sample has; T unless given. What lies beyond may hold anything.
///   - labelLengths: How many labels each sample has; S unless given.
///   - blank: The class that stands for no label.
/// - Returns: A scalar, or `[N]` without reduction.
public func ctcLoss<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ labels: Tensor<Int>, inputLengths: [Int]? = nil, labelLengths: [Int]? = nil,
    blank: Int = 0, zeroInfinity: Bool = false, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    require(
        logProbabilities.rank == 3 && labels.rank == 2 && labels.shape[0] == logProbabilities.shape[0],
        "ctcLoss: log-probabilities \(logProbabilities.shape) and labels \(labels.shape) must be [N, T, classes] and [N, S]"
    )
    let samples: [CTCSample] = checkedSamples(logProbabilities, labels, inputLengths, labelLengths, blank)
    let numbers: Tensor<Double> = logProbabilities.asConstant().converted(to: Double.self)
    let lattices: [CTCLattice] = concurrentMap(samples) { CTCLattice($0, numbers) }
    let losses: [Double] = lattices.map { zeroInfinity && $0.loss == .infinity ? 0 : $0.loss }
    let shape: Shape = logProbabilities.shape
    let value: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "ctcLoss", logProbabilities, labels,
            attributes: ["blank": .integer(blank), "zeroInfinity": .boolean(zeroInfinity)]),
        Tensor<Double>(losses).converted(to: Scalar.self), inputs: [logProbabilities],
        pullback: { cotangent, _ in
            let scales: [Double] = cotangent.scalars.map { Double($0) }
            var slopes = Tensor<Double>(zeros: shape)
            slopes.withUnsafeMutableBuffer { slopes in
                nonisolated(unsafe) let slopes = slopes
                Parallelism.forEachChunk(samples.count) { index in
                    if zeroInfinity, lattices[index].loss == .infinity { return }
                    lattices[index].addSlopes(to: slopes, numbers, scale: scales[index])
                }
            }
            return [slopes.converted(to: Scalar.self)]
        })
    guard reduction == .mean else { return reduction(value) }
    return (value / Tensor(samples.map { Scalar(max(1, $0.labels.count)) })).mean()
}

/// The samples, or a trap where a length or a label does not fit.
private func checkedSamples<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ labels: Tensor<Int>, _ inputLengths: [Int]?, _ labelLengths: [Int]?,
    _ blank: Int
) -> [CTCSample] {
    let (count, steps, classes): (Int, Int, Int) =
        (logProbabilities.shape[0], logProbabilities.shape[1], logProbabilities.shape[2])
    let width: Int = labels.shape[1]
    let times: [Int] = inputLengths ?? [Int](repeating: steps, count: count)
    let lengths: [Int] = labelLengths ?? [Int](repeating: width, count: count)
    require(
        times.count == count && lengths.count == count,
        "ctcLoss: \(times.count) input lengths and \(lengths.count) label lengths for \(count) samples")
    require((0 ..< classes).contains(blank), "ctcLoss: the blank \(blank) is not one of \(classes) classes")
    let all: [Int] = labels.scalars
    return (0 ..< count).map { index in
        require(
            (0 ... steps).contains(times[index]) && (0 ... width).contains(lengths[index]),
            "ctcLoss: sample \(index) has input length \(times[index]) of \(steps) and label length \(lengths[index]) of \(width)"
        )
        let own: [Int] = Array(all[(index * width)...].prefix(lengths[index]))
        for label in own {
            require(
                (0 ..< classes).contains(label) && label != blank,
                "ctcLoss: label \(label) is not one of \(classes) classes, or is the blank \(blank)")
        }
        return CTCSample(index: index, labels: own, steps: times[index], blank: blank)
    }
}

/// `transform` of every element, on the library's threads.
private func concurrentMap<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], _ transform: @Sendable (Input) -> Output
) -> [Output] {
    var outputs = [Output?](repeating: nil, count: inputs.count)
    outputs.withUnsafeMutableBufferPointer { outputs in
        nonisolated(unsafe) let outputs = outputs
        Parallelism.forEachChunk(inputs.count) { index in outputs[index] = transform(inputs[index]) }
    }
    return outputs.compactMap { $0 }
}
