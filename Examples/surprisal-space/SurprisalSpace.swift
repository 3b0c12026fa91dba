import ArgumentParser
import Files
import Interchange
import Synapses
import Tensors

@main
struct SurprisalSpace: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surprisal-space",
        abstract: "Draws the synapse function, for probabilities and for surprisals.",
        discussion: """
            The left picture shows S(x, y) for the open probabilities x (to the right) and y (upwards) from 0 to 1; \
            black is 0, white is 1. The right picture shows the surprisal I(S) for the surprisals of x and y from 0 \
            to 5 nats; black is 0, white is 5. Contour lines show every tenth of the range. The lines are curves in \
            the left picture. In the right picture, the lines are nearly straight where inhibition is weak.
            """, version: synaNNVersion)

    @Option(help: "α, the strength of excitation, above 0.")
    var alpha = 1.0

    @Option(help: "β, the strength of inhibition, above 0 and at most 1.")
    var beta = 1.0

    @Option(help: "Write the picture to this .png file.")
    var output = "surprisal-space.png"

    private static let size = 256, gap = 16

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func validate() throws {
        if !(alpha > 0 && alpha.isFinite) { throw ValidationError("--alpha must be above 0") }
        if !(beta > 0 && beta <= 1) { throw ValidationError("--beta must be above 0 and at most 1") }
    }

    func run() throws {
        let synapse = SynapseFunction<Double>(alpha: alpha, beta: beta)
        let places: [Double] = (0 ..< Self.size).map { (Double($0) + 0.5) / Double(Self.size) }
        let right = Tensor<Double>([places])
        let up = Tensor<Double>(places.reversed()).expandingShape(at: 1)
        let values: Tensor<Double> = synapse(right, up)
        let surprisals: Tensor<Double> = synapse.inSurprisalSpace(right * 5, up * 5) / 5
        let space = Tensor<Double>(ones: [Self.size, Self.gap])
        let picture = Tensor<Double>(concatenating: [lined(values), space, lined(surprisals)], axis: 1)
        try PNGImage(
            width: picture.shape[1], height: picture.shape[0], color: .gray,
            pixels: picture.scalars.map { UInt8(($0 * 255).rounded()) }
        ).write(to: output)
        print("\(output) written")
    }

    /// Returns the map clipped to 0…1 as grey values, with contour lines at every multiple of 0.1.
    private func lined(_ map: Tensor<Double>) -> Tensor<Double> {
        let clipped: Tensor<Double> = map.clipped(to: 0 ... 1)
        let level: Tensor<Double> = (clipped * 10).floor()
        let toTheRight: Tensor<Double> = level[.all, 1...] - level[.all, ..<(-1)]
        let upwards: Tensor<Double> = level[1..., .all] - level[..<(-1), .all]
        let isLine: Tensor<Bool> = toTheRight[1..., .all].abs() + upwards[.all, 1...].abs() .> Tensor(0.5)
        var result: Tensor<Double> = clipped
        result[1..., 1...] = select(
            isLine, (clipped[1..., 1...] + 0.5).clipped(to: 0 ... 1) - 0.35, clipped[1..., 1...])
        return result.clipped(to: 0 ... 1)
    }
}
