internal import CKernels

/// The shape `[N, C, …]` of a tensor of N samples with C channels, as `[batch, channels, inner]`, where `inner` is the
/// number of elements of a channel in a sample.
struct ChannelLayout {
    let batch, channels, inner: Int
    private let shape: Shape

    init<Scalar>(_ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, _ name: String) {
        require(
            x.rank >= 2 && scale.shape == [x.shape[1]] && shift.shape == scale.shape,
            "\(name): scale \(scale.shape) and shift \(shift.shape) do not fit the channels of \(x.shape)")
        shape = x.shape
        (batch, channels) = (x.shape[0], x.shape[1])
        inner = x.shape.dimensions[2...].reduce(1, *)
    }

    /// The number of samples in a chunk of work.
    private var batchPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, channels * inner)) }

    func normalized<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ center: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>,
        appliesReLU: Bool
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: batchPerChunk) { range in
                let start: Int = range.lowerBound * channels * inner
                var operands: synann_normalization = operands(x, scale, shift, epsilon: 0, appliesReLU: appliesReLU)
                operands.batch = range.count
                operands.x = UnsafeRawPointer(x.address + start)
                synann_normalize(Scalar.kernelType, &operands, center.address, target + start)
            }
        }
    }

    /// Returns the operands of the kernels: all samples of `x`, a scale and a shift for each channel, the number ε, and
    /// whether the kernel applies ReLU.
    func operands<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, epsilon: Double, appliesReLU: Bool
    ) -> synann_normalization {
        synann_normalization(
            batch: batch, channels: channels, inner: inner, x: x.address, scale: scale.address, shift: shift.address,
            epsilon: epsilon, applies_relu: appliesReLU ? 1 : 0)
    }

    /// Returns an uninitialized tensor of shape `[channels]`.
    func perChannel<Scalar: RealScalar>() -> Tensor<Scalar> { Tensor(uninitialized: [channels]) }

    /// Divides all channels into ranges, and calls `body` for each range on the library's threads.
    ///
    /// If a channel of a sample is a single number, channels are neighbours in memory. The length of a range is then a
    /// multiple of 64. The processor reads ahead along a row, so shorter pieces of many rows would take longer.
    func forEachRangeOfChannels(_ body: (Range<Int>) -> Void) {
        let neighbours: Int = inner == 1 ? 64 : 1
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, batch * inner * neighbours)) * neighbours
        Parallelism.forEachRange(of: channels, length: perChunk, body)
    }
}
