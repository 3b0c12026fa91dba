internal import CKernels

/// Normalisation of each channel over the batch: `(x − μ) / √(σ² + ε) · scale + shift`, with mean μ and population
/// variance σ² (two-pass) of the channel over all other axes.
///
/// - Parameters:
///   - x: `[N, C]` or `[N, C, …]`.
///   - scale: `[C]`.
///   - shift: `[C]`.
/// - Returns: The result, and the statistics that it used (constants to the tape).
///
/// Forward and backward are fused kernels: four passes over memory instead of some twenty. First-order.
public func batchNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar
) -> (result: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>) {
    let layout = ChannelLayout(x, scale, shift, "batchNormalized")
    let source: Tensor<Scalar> = x.asConstant().contiguous()
    let mean: Tensor<Scalar> = source.mean(axes: layout.otherAxes)
    // As `variance` has it, which would take the mean once more.
    let perElement = Scalar(1) / Scalar(layout.batch * layout.inner)
    let squares: Tensor<Scalar> = source.reduced(SYNANN_SUM_OF_SQUARES, axes: layout.otherAxes, shift: mean)
    let variance: Tensor<Scalar> = squares * perElement
    let inverse: Tensor<Scalar> = 1 / (variance + epsilon).squareRoot()
    let gain: Tensor<Scalar> = scale.asConstant() * inverse
    let value: Tensor<Scalar> = layout.normalized(source, mean, gain, shift.asConstant().contiguous())
    let result: Tensor<Scalar> = withDerivative(of: "batchNormalized", value, inputs: [x, scale, shift]) {
        cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let (sums, products): (Tensor<Scalar>, Tensor<Scalar>) = layout.sums(cotangent, source, mean)
        // With x̂ = (x − μ)/σ: dx = gain · (g − mean(g) − x̂ · mean(g x̂)).
        let slope: Tensor<Scalar> = -gain * inverse.squared() * products * perElement
        let offset: Tensor<Scalar> = -gain * sums * perElement
        return [
            wanted[0] ? layout.gradient(cotangent, source, mean, gain, slope, offset) : nil,
            products * inverse, sums,
        ]
    }
    return (result, mean, variance)
}

/// `(x − mean) / √(variance + ε) · scale + shift` with given statistics, as batch normalisation has it in inference.
/// Differentiable by x, scale and shift.
public func normalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>,
    epsilon: Scalar
) -> Tensor<Scalar> {
    let layout = ChannelLayout(x, scale, shift, "normalized")
    let gain: Tensor<Scalar> = scale / (variance + epsilon).squareRoot()
    if Tape.recording == nil {
        return layout.normalized(x.contiguous(), mean.contiguous(), gain.contiguous(), shift.contiguous())
    }
    let channel: [Int] = [1, layout.channels] + [Int](repeating: 1, count: x.rank - 2)
    return (x - mean.reshaped(to: channel)) * gain.reshaped(to: channel) + shift.reshaped(to: channel)
}

/// A tensor `[N, C, …]` seen as `[batch, channels, inner]`.
private struct ChannelLayout {
    let batch, channels, inner: Int
    let otherAxes: [Int]
    private let shape: Shape

    init<Scalar>(_ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, _ name: String) {
        require(
            x.rank >= 2 && scale.shape == [x.shape[1]] && shift.shape == scale.shape,
            "\(name): scale \(scale.shape) and shift \(shift.shape) do not fit the channels of \(x.shape)")
        shape = x.shape
        (batch, channels) = (x.shape[0], x.shape[1])
        inner = x.shape.dimensions[2...].reduce(1, *)
        otherAxes = (0 ..< x.rank).filter { $0 != 1 }
    }

    private var batchPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, channels * inner)) }

    func normalized<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ center: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: batchPerChunk) { range in
                let start: Int = range.lowerBound * channels * inner
                synann_normalize(
                    Scalar.kernelType, range.count, channels, inner, x.address + start, center.address,
                    scale.address, shift.address, target + start)
            }
        }
    }

    func sums<Scalar: RealScalar>(
        _ g: Tensor<Scalar>, _ x: Tensor<Scalar>, _ center: Tensor<Scalar>
    ) -> (sums: Tensor<Scalar>, products: Tensor<Scalar>) {
        let sums = Tensor<Scalar>(uninitialized: [channels])
        let products = Tensor<Scalar>(uninitialized: [channels])
        let wholeVectors: Int = inner == 1 ? 16 : 1
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, batch * inner * wholeVectors)) * wholeVectors
        Parallelism.forEachRange(of: channels, length: perChunk) { range in
            synann_normalize_sums(
                Scalar.kernelType, batch, channels, inner, range.lowerBound, range.upperBound, g.address, x.address,
                center.address, sums.mutableAddress, products.mutableAddress)
        }
        return (sums, products)
    }

    func gradient<Scalar: RealScalar>(
        _ g: Tensor<Scalar>, _ x: Tensor<Scalar>, _ center: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>,
        _ d: Tensor<Scalar>
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: batchPerChunk) { range in
                let start: Int = range.lowerBound * channels * inner
                synann_normalize_gradient(
                    Scalar.kernelType, range.count, channels, inner, g.address + start, x.address + start,
                    center.address, a.address, b.address, d.address, target + start)
            }
        }
    }
}
