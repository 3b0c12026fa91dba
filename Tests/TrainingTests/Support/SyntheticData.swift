import Datasets
import Differentiation
import NeuralNetworks
import Tensors
import Training

/// Points around three corners of the unit square. The class of a point is the number of its corner. The noise of a
/// coordinate is at most 0.4, so a small network can learn every point.
struct CornerPoints<Scalar: RealScalar>: DataSource {
    let points: [Scalar]
    let classes: [Int]
    let width: Int

    /// Creates `count` random points with their classes.
    ///
    /// - Parameters:
    ///   - count: The number of points.
    ///   - width: The number of coordinates of a point. All coordinates except the first two contain only noise.
    ///   - seed: The seed of the random numbers.
    init(count: Int, width: Int = 2, seed: UInt64 = 1) {
        var generator = PhiloxGenerator(seed: seed)
        let noise = Tensor<Scalar>(randomUniform: [count, width], in: -0.4 ..< 0.4, using: &generator)
        var points: [Scalar] = noise.scalars
        classes = (0 ..< count).map { _ in generator.next(below: 3) }
        for (row, corner) in classes.enumerated() {
            points[row * width] += corner == 1 ? 1 : 0
            points[row * width + 1] += corner == 2 ? 1 : 0
        }
        (self.points, self.width) = (points, width)
    }

    var count: Int { classes.count }

    func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Scalar>, targets: Tensor<Int>) {
        let rows: [Scalar] = indices.flatMap { points[$0 * width ..< ($0 + 1) * width] }
        return (Tensor(rows, shape: [indices.count, width]), Tensor(indices.map { classes[$0] }))
    }

    /// All points as one batch.
    var all: (inputs: Tensor<Scalar>, targets: Tensor<Int>) { batch((0 ..< count).map { $0 }[...]) }
}

/// Two dense layers, with optional batch normalization and dropout between them.
struct Perceptron<Scalar: RealScalar>: Module {
    var hidden: Linear<Scalar>
    var norm: BatchNorm<Scalar>?
    var output: Linear<Scalar>
    let dropout: Dropout<Scalar>

    init(inputs: Int = 2, width: Int = 16, isNormalized: Bool = false, dropout: Double = 0, seed: UInt64 = 1) {
        var generator = PhiloxGenerator(seed: seed)
        hidden = Linear(inputs, width, using: &generator)
        norm = isNormalized ? BatchNorm(width) : nil
        output = Linear(width, 3, using: &generator)
        self.dropout = Dropout(dropout)
    }

    func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        let values: Tensor<Scalar> = hidden(input)
        return output(dropout((norm.map { $0(values) } ?? values).relu()))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&output, "output")
    }
}
