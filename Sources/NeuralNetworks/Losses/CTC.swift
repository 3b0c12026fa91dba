import Tensors

/// Returns the connectionist temporal classification loss: `−log P(labels)`. P(labels) is the sum of the probabilities
/// of all alignments of the labels with the time steps. An alignment gives a class to each time step. The classes are
/// the labels in order, with labels repeated at neighbouring steps and with blanks inserted.
///
/// The computation uses logarithms in `Double`, also for `Float` inputs. The derivative with respect to a
/// log-probability at a time step and a class is minus the probability, given the labels, that the alignment has this
/// class at this step. PyTorch returns this derivative plus the class's probability. The derivatives with respect to
/// the logits of `logSoftmax` are the same here and in PyTorch. The derivative is first-order: a second derivative
/// traps. A sample without an alignment, such as a sample with more labels than time steps, has the loss ∞ and the
/// derivative NaN. The cost is O(N · T · S) for N samples, T time steps and S labels.
///
/// As in PyTorch, the mean first divides the loss of each sample by the sample's number of labels, or by 1 if the
/// sample has no labels. Traps if a shape, a length, a label or the blank does not fit the descriptions below.
///
/// Source: A. Graves et al., "Connectionist temporal classification", ICML 2006.
///
/// - Parameters:
///   - logProbabilities: The log-probabilities of the classes, `[N, T, classes]`, as `logSoftmax` returns. PyTorch's
///     order is `[T, N, classes]`.
///   - labels: The labels, `[N, S]`, each in `0 ..< classes` and different from the blank. Labels beyond the sample's
///     number of labels are ignored.
///   - inputLengths: The number of time steps of each sample, in `0 ... T`; T by default. Steps beyond this number are
///     ignored.
///   - labelLengths: The number of labels of each sample, in `0 ... S`; S by default.
///   - blank: The class that means no label, in `0 ..< classes`.
///   - zeroInfinity: Whether the loss and the derivative of a sample without an alignment are 0, instead of ∞ and NaN.
///   - reduction: The way in which the losses of the samples are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[N]` with the loss of each sample.
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
            var derivative = Tensor<Double>(zeros: shape)
            derivative.withUnsafeMutableBuffer { derivative in
                nonisolated(unsafe) let derivative = derivative
                Parallelism.forEachChunk(samples.count) { index in
                    if zeroInfinity, lattices[index].loss == .infinity { return }
                    lattices[index].addDerivative(to: derivative, numbers, scale: scales[index])
                }
            }
            return [derivative.converted(to: Scalar.self)]
        })
    guard reduction == .mean else { return reduction(value) }
    return (value / Tensor(samples.map { Scalar(max(1, $0.labels.count)) })).mean()
}

/// Returns the samples of the batch. The parameters are the parameters of `ctcLoss`. Traps if a length, a label or the
/// blank is out of range, or if a label is the blank.
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

/// Returns the results of `transform` for all inputs, in the order of the inputs. The calls run on the library's
/// threads.
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
