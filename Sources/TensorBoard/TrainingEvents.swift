import Differentiation
import Interchange
import Tensors
import Training

/// Writes the events of a training to an event file.
struct TrainingEvents: Sendable {
    /// The event file.
    let file: EventFile
    /// The channels, height and width of the images that the model reads; nil if the model reads no images.
    var imageShape: [Int]?
    private static let stepsPerEvent = 10

    /// Writes the loss and the learning rate of a step, if the number of steps made is a multiple of 10. Throws
    /// `EventFileError` if the file cannot be written.
    func write(loss: Double, _ event: TrainingEvent) throws {
        guard event.step.isMultiple(of: Self.stepsPerEvent) else { return }
        try file.write(scalar: loss, "loss/step", step: event.step)
        try file.write(scalar: event.learningRate, "learning rate", step: event.step)
    }

    /// Writes the metrics of an epoch on the training, validation and test sets, a histogram of each Synapse's β, and a
    /// picture of the first layer's filters. The filters are the first parameter named "weight" of shape
    /// `[outputs, inputs, height, width]`, or `[outputs, pixels]` for the pixels of `imageShape`. Without such a parameter
    /// no picture is written. Throws
    /// `EventFileError` if the file cannot be written.
    func write(_ metrics: EpochMetrics, _ event: TrainingEvent) throws {
        for (name, value) in metrics.values.sorted(by: { $0.key < $1.key }) {
            guard let tag = Self.tag(of: name) else { continue }
            try file.write(scalar: value, tag, step: event.step)
        }
        try write(event.model, step: event.step)
    }

    /// Writes the histograms and the picture of a model. Throws `EventFileError` if the file cannot be written.
    func write(_ model: some Parameterized, step: Int) throws {
        var (copy, collector) = (model, Collector(imageShape: imageShape))
        copy.visitParameters(&collector)
        for (name, beta) in collector.betas { try file.write(histogram: beta, name, step: step) }
        if let filters = collector.filters {
            try file.write(image: Self.picture(filters), "filters/first layer", step: step)
        }
    }

    /// Returns the tag of a metric: `accuracy/test` for the name `test_accuracy`. Returns `nil` for a name that does
    /// not begin with `train_`, `validation_` or `test_`. TensorBoard groups charts by the part of the tag before the
    /// slash.
    private static func tag(of name: String) -> String? {
        for (prefix, set) in [("train_", "training"), ("validation_", "validation"), ("test_", "test")]
        where name.hasPrefix(prefix) {
            return name.dropFirst(prefix.count).replacing("_", with: " ") + "/" + set
        }
        return nil
    }

    /// Returns a picture of the first 64 filters, with at most 8 filters in a row. `filters` has the shape
    /// `[count, height, width]`; no length may be 0. Each filter is scaled from its least finite number (black) to its
    /// greatest finite number (white), and small filters are enlarged. NaN and −∞ are black, and ∞ is white.
    static func picture(_ filters: Tensor<Float>) -> PNGImage {
        let (height, width): (Int, Int) = (filters.shape[1], filters.shape[2])
        let magnification: Int = max(1, 28 / max(height, width))
        let (cellHeight, cellWidth): (Int, Int) = (height * magnification + 1, width * magnification + 1)
        let count: Int = min(64, filters.shape[0])
        let columns: Int = min(8, count)
        let rows: Int = (count + columns - 1) / columns
        var pixels = [UInt8](repeating: 255, count: rows * cellHeight * columns * cellWidth)
        for index in 0 ..< count {
            let values: [Float] = filters[index].scalars
            let finite: [Double] = values.filter(\.isFinite).map { Double($0) }
            // The difference of two `Float` numbers may overflow a `Float`, but not a `Double`.
            let (least, greatest): (Double, Double) = (finite.min() ?? 0, finite.max() ?? 0)
            let range: Double = greatest > least ? greatest - least : 1
            for row in 0 ..< height * magnification {
                for column in 0 ..< width * magnification {
                    let value = Double(values[row / magnification * width + column / magnification])
                    let gray: Double =
                        value.isFinite ? (value - least) / range * 255 : value == .infinity ? 255 : 0
                    let y: Int = index / columns * cellHeight + row
                    pixels[y * columns * cellWidth + index % columns * cellWidth + column] = UInt8(gray.rounded())
                }
            }
        }
        return PNGImage(width: columns * cellWidth, height: rows * cellHeight, color: .gray, pixels: pixels)
    }

    private struct Collector: ParameterVisitor {
        let imageShape: [Int]?
        var path: [String] = []
        var betas: [(String, Tensor<Float>)] = []
        var filters: Tensor<Float>?

        mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
            if path.last == "beta" { betas.append((name, Tensor<Float>(parameter))) }
            guard filters == nil, path.last == "weight", parameter.count > 0 else { return }
            let shape: [Int] = parameter.shape.dimensions
            if shape.count == 4 {
                filters = Tensor<Float>(parameter).reshaped(to: [shape[0] * shape[1], shape[2], shape[3]])
            } else if let image = imageShape, shape.count == 2, shape[1] == image.reduce(1, *) {
                filters = Tensor<Float>(parameter).reshaped(to: [shape[0] * image[0], image[1], image[2]])
            }
        }
    }
}
