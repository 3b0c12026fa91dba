import ArgumentParser
import COpenBLAS
import Foundation
import Measurement
import SynaNN

/// A program that compares the times of the Synapse layer and of the gated Synapse with the times of a dense layer of the
/// same shape, for forward passes, and for steps of a forward and a backward pass.
@main
struct SynapseVsDense: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synapse-vs-dense",
        abstract:
            "Compares the times of the Synapse layer, the gated Synapse and Dense without bias, measured alternately.",
        discussion: """
            Inputs are sigmoids of normal random numbers, and β is from (0, 2/n). Ratios divide the Synapse's least time \
            by Dense's. 'cblas' divides Dense's forward time by the time of cblas_sgemm alone. 'log1p fwd' is a forward \
            pass that computes a logarithm for each weight and sample. The inputs of the gated Synapse are normal random \
            numbers, and 'gated' divides its least time by the Synapse's.
            """)

    @OptionGroup var flags: BenchmarkFlags

    private static let shapes: [(batch: Int, features: Int)] = [
        (100, 64), (100, 250), (128, 784), (512, 784), (1024, 1024), (64, 2048),
    ]

    func run() throws {
        let file: LineFile? = try flags.start()
        print(
            " batch     n  threads |  Dense fwd  GFLOP/s  cblas |  Synapse fwd  GFLOP/s  ratio |"
                + "  Dense step  GFLOP/s |  Synapse step  GFLOP/s  ratio | log1p fwd / Synapse fwd |"
                + " gated fwd, step")
        for (batch, features) in Self.shapes {
            let row = Row(batch: batch, features: features, seconds: flags.seconds)
            row.show()
            try file?.append(row.line)
        }
    }
}

/// The measurements for a single shape.
private struct Row {
    let batch, features: Int
    let denseForward, synapseForward, gatedForward, denseStep, synapseStep, gatedStep, cblas, logarithms: Timing

    init(batch: Int, features: Int, seconds: Double) {
        (self.batch, self.features) = (batch, features)
        var generator = PhiloxGenerator(seed: 1)
        let z = Tensor<Float>(randomNormal: [batch, features], using: &generator)
        let x: Tensor<Float> = z.sigmoid()
        let weights = Tensor<Float>(randomNormal: [batch, features], using: &generator)
        let dense = Linear<Float>(features, features, bias: false, using: &generator)
        let synapse = Synapse<Float>(features, using: &generator)
        let gated = GatedSynapse<Float>(features, using: &generator)
        var product = Tensor<Float>(zeros: [batch, features])
        let timings: [Timing] = measureInterleaved(
            seconds: seconds,
            [
                { keep(dense(x)) },
                { keep(synapse(x)) },
                { keep(gated(z)) },
                { keep(gradient(at: dense, x) { layer, x in (layer(x) * weights).sum() }) },
                { keep(gradient(at: synapse, x) { layer, x in (layer(x) * weights).sum() }) },
                { keep(gradient(at: gated, z) { layer, z in (layer(z) * weights).sum() }) },
            ])
        (denseForward, synapseForward, gatedForward) = (timings[0], timings[1], timings[2])
        (denseStep, synapseStep, gatedStep) = (timings[3], timings[4], timings[5])
        // Measures the BLAS call separately, because OpenBLAS's threads keep running for a while after a call, and slow
        // other work down.
        cblas = measureInterleaved(seconds: seconds / 5, [{ multiply(x, dense.weight, into: &product) }])[0]
        Thread.sleep(forTimeInterval: Parallelism.threadCount > 1 ? 0.3 : 0)
        logarithms = measureInterleaved(seconds: 0, [{ keep(inhibitionByLogarithms(x, synapse.beta)) }])[0]
    }

    /// The number of floating-point operations in the product of a `[batch, features]` and a `[features, features]`
    /// matrix.
    private var operations: Double { 2 * Double(batch) * Double(features) * Double(features) }

    private func speed(_ timing: Timing, _ products: Double) -> Double { products * operations / timing.minimum / 1e6 }

    func show() {
        let numbers: [Double] = [
            denseForward.minimum, speed(denseForward, 1), denseForward.minimum / cblas.minimum, synapseForward.minimum,
            speed(synapseForward, 1), synapseForward.minimum / denseForward.minimum, denseStep.minimum,
            speed(denseStep, 3), synapseStep.minimum, speed(synapseStep, 3),
            synapseStep.minimum / denseStep.minimum, logarithms.minimum / synapseForward.minimum,
            gatedForward.minimum / synapseForward.minimum, gatedStep.minimum / synapseStep.minimum,
        ]
        let format =
            "%6d %5d %8d | %7.3f ms %8.1f %6.3f | %9.3f ms %8.1f %6.2f | %8.3f ms %8.1f | %10.3f ms %8.1f %6.2f | %23.1f |"
            + " %9.2f %5.2f"
        let heads: [any CVarArg] = [batch, features, Parallelism.threadCount]
        print(String(format: format, arguments: heads + numbers))
    }

    /// The row for the JSON file: the shape, the thread count, the shortest and some median times in milliseconds, and
    /// two ratios.
    var line: [String: Double] {
        [
            "batch": Double(batch), "features": Double(features), "threads": Double(Parallelism.threadCount),
            "dense_forward_ms": denseForward.minimum, "synapse_forward_ms": synapseForward.minimum,
            "forward_ratio": synapseForward.minimum / denseForward.minimum,
            "dense_step_ms": denseStep.minimum, "synapse_step_ms": synapseStep.minimum,
            "step_ratio": synapseStep.minimum / denseStep.minimum,
            "dense_forward_median_ms": denseForward.median, "synapse_forward_median_ms": synapseForward.median,
            "dense_step_median_ms": denseStep.median, "synapse_step_median_ms": synapseStep.median,
            "gated_forward_ms": gatedForward.minimum, "gated_step_ms": gatedStep.minimum,
            "cblas_forward_ms": cblas.minimum, "log1p_forward_ms": logarithms.minimum,
        ]
    }
}

/// Computes x · weightᵀ with cblas_sgemm and the library's thread count, and writes the result to `product`. The shapes
/// are `[rows, inner]`, `[columns, inner]` and `[rows, columns]`.
private func multiply(_ x: Tensor<Float>, _ weight: Tensor<Float>, into product: inout Tensor<Float>) {
    let (rows, columns): (Int32, Int32) = (Int32(x.shape[0]), Int32(weight.shape[0]))
    let inner = Int32(x.shape[1])
    openblas_set_num_threads(Int32(Parallelism.threadCount))
    x.withUnsafeBuffer { x in
        weight.withUnsafeBuffer { weight in
            product.withUnsafeMutableBuffer { product in
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, inner, 1, x.baseAddress, inner,
                    weight.baseAddress, inner, 0, product.baseAddress, columns)
            }
        }
    }
    openblas_set_num_threads(1)
}
