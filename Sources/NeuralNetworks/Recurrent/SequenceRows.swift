import Tensors

/// The rows of a batch of sequences in the matrices of a recurrent layer: a row for each real step of each sequence.
///
/// Time is the first axis, so the rows of a step are contiguous. If the sequences have different lengths, the longest
/// sequence comes first. The sequences that still have a step are then the first sequences of the batch, and a step
/// needs no mask: it has fewer rows. Padding has no row, so the layer neither reads padding nor spends time on it. The
/// rank of a sequence is its position in this order.
///
/// A reversed traversal begins at the last real step of each sequence. Step 0 is always the first step of the
/// traversal.
struct SequenceRows: Sendable {
    /// The number of sequences, and the number of steps including padding.
    let batch, steps: Int
    /// Whether each sequence is read from its last step to its first step.
    let isReversed: Bool
    /// The number of real steps of each sequence, by the position in the input; `nil` if no sequence has padding.
    private let lengths: [Int]?
    /// The position in the input of the sequence at each rank.
    private let samples: [Int]
    /// The number of sequences with a row, for each step.
    private let counts: [Int]
    /// The first row of each step, then the number of all rows.
    private let starts: [Int]

    init(batch: Int, steps: Int, lengths: [Int]?, isReversed: Bool) {
        (self.batch, self.steps, self.lengths, self.isReversed) = (batch, steps, lengths, isReversed)
        guard let lengths else {
            samples = Array(0 ..< batch)
            counts = Array(repeating: batch, count: steps)
            starts = (0 ... steps).map { $0 * batch }
            return
        }
        // Swift's sort is stable: sequences of the same length keep their order.
        samples = (0 ..< batch).sorted { lengths[$0] > lengths[$1] }
        var counts = [Int](repeating: 0, count: steps)
        for length in lengths { for step in 0 ..< length { counts[step] += 1 } }
        self.counts = counts
        starts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    }

    /// The number of rows: the number of real steps of all sequences.
    var count: Int { starts[steps] }

    /// The number of rows of the first step.
    var firstCount: Int { starts[1] }

    /// Returns the number of sequences with a row at a step, among the sequences with the given ranks.
    func count(of ranks: Range<Int>, at step: Int) -> Int {
        min(ranks.count, max(0, counts[step] - ranks.lowerBound))
    }

    /// Returns the row of the first sequence at a step.
    func row(at step: Int) -> Int { starts[step] }

    /// Returns the row of the state of the first sequence before a step. A matrix of states starts with `batch` initial
    /// states. The states after the steps follow in the order of the rows.
    func stateRow(before step: Int) -> Int { step == 0 ? 0 : batch + starts[step - 1] }

    /// Returns the rows of a tensor `[batch, steps, width]` as a matrix `[count, width]`.
    func pack<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
        let width: Int = tensor.shape[2]
        if isWhole { return tensor.permuted([1, 0, 2]).contiguous().reshaped(to: [count, width] as Shape) }
        // A slice whose rows are contiguous is read in place.
        let source: Tensor<Scalar> = tensor.strides[2] == 1 ? tensor : tensor.contiguous()
        let (bySample, byTime): (Int, Int) = (source.strides[0], source.strides[1])
        let result = Tensor<Scalar>(uninitialized: [count, width])
        let (from, target): (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) = (
            source.address, result.mutableAddress
        )
        forEachRow { row, sample, time in
            (target + row * width).update(from: from + sample * bySample + time * byTime, count: width)
        }
        withExtendedLifetime(source) {}
        return result
    }

    /// Returns a matrix of rows, `[count, width]`, as a tensor `[batch, steps, width]`, whose padding is 0.
    func unpack<Scalar: RealScalar>(_ rows: Tensor<Scalar>) -> Tensor<Scalar> {
        let width: Int = rows.shape[1]
        if isWhole { return rows.reshaped(to: [steps, batch, width] as Shape).permuted([1, 0, 2]) }
        let (source, result): (Tensor<Scalar>, Tensor<Scalar>) = (
            rows.contiguous(), Tensor(uninitialized: [batch, steps, width])
        )
        let (from, target): (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) = (
            source.address, result.mutableAddress
        )
        forEachRow { row, sample, time in
            (target + (sample * steps + time) * width).update(from: from + row * width, count: width)
        }
        for (sample, length) in (lengths ?? []).enumerated() {
            (target + (sample * steps + length) * width).update(repeating: 0, count: (steps - length) * width)
        }
        withExtendedLifetime(source) {}
        return result
    }

    /// Returns the rows of a matrix `[batch, width]` by rank.
    func byRank<Scalar: RealScalar>(_ matrix: Tensor<Scalar>) -> Tensor<Scalar> {
        lengths == nil ? matrix : rows(samples, of: matrix)
    }

    /// Returns the rows of a matrix `[batch, width]`, which are ordered by rank, in the order of the input.
    func bySample<Scalar: RealScalar>(_ matrix: Tensor<Scalar>) -> Tensor<Scalar> {
        lengths == nil ? matrix : rows(ranks, of: matrix)
    }

    /// Returns the state after the last real step of each sequence, `[batch, hidden]`, in the order of the input. For a
    /// sequence without steps this is the initial state. `states` contains the initial states, then the state after
    /// each row.
    func last<Scalar: RealScalar>(of states: Tensor<Scalar>) -> Tensor<Scalar> {
        guard let lengths else { return states.narrowed(axis: 0, to: states.shape[0] - batch ..< states.shape[0]) }
        let rows: [Int] = zip(lengths, ranks).map { length, rank in stateRow(before: length) + rank }
        return self.rows(rows, of: states)
    }

    /// Returns the state before each row, `[count, hidden]`. `states` contains the initial states, then the state after
    /// each row.
    func before<Scalar: RealScalar>(_ states: Tensor<Scalar>) -> Tensor<Scalar> {
        if lengths == nil { return states.narrowed(axis: 0, to: 0 ..< count) }
        let width: Int = states.shape[1]
        let result = Tensor<Scalar>(uninitialized: [count, width])
        for step in 0 ..< steps {
            (result.mutableAddress + starts[step] * width)
                .update(from: states.address + stateRow(before: step) * width, count: counts[step] * width)
        }
        withExtendedLifetime(states) {}
        return result
    }

    private func rows<Scalar: RealScalar>(_ rows: [Int], of matrix: Tensor<Scalar>) -> Tensor<Scalar> {
        let (source, width): (Tensor<Scalar>, Int) = (matrix.contiguous(), matrix.shape[1])
        let result = Tensor<Scalar>(uninitialized: [rows.count, width])
        for (index, row) in rows.enumerated() {
            (result.mutableAddress + index * width).update(from: source.address + row * width, count: width)
        }
        withExtendedLifetime(source) {}
        return result
    }

    /// Whether a tensor `[batch, steps, width]` contains all rows in order, if time becomes its first axis.
    private var isWhole: Bool { lengths == nil && !isReversed }

    /// The rank of each sequence, by the position in the input.
    private var ranks: [Int] {
        var ranks = [Int](repeating: 0, count: batch)
        for (rank, sample) in samples.enumerated() { ranks[sample] = rank }
        return ranks
    }

    /// Calls `body` for each row, with the position of its sequence and of its step in the input.
    private func forEachRow(_ body: (_ row: Int, _ sample: Int, _ time: Int) -> Void) {
        Parallelism.forEachRange(of: batch, length: 8) { ranks in
            for rank in ranks {
                let sample: Int = samples[rank]
                let length: Int = lengths?[sample] ?? steps
                for step in 0 ..< length {
                    body(starts[step] + rank, sample, isReversed ? length - 1 - step : step)
                }
            }
        }
    }
}
