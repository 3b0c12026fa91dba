import ComplexModule
import Tensors
import TestSupport
import Testing

@Suite struct TensorCumulativeTests {
    typealias Function = @Sendable (Tensor<Double>, Int, Bool) -> Tensor<Double>

    static let functions: [(name: String, function: Function)] = [
        ("sum", { $0.cumulativeSum(axis: $1, reversed: $2) }),
        ("sum with initial", { $0.cumulativeSum(axis: $1, reversed: $2, includesInitial: true) }),
        ("product", { $0.cumulativeProduct(axis: $1, reversed: $2) }),
        ("product with initial", { $0.cumulativeProduct(axis: $1, reversed: $2, includesInitial: true) }),
        ("max", { $0.cumulativeMax(axis: $1, reversed: $2) }), ("min", { $0.cumulativeMin(axis: $1, reversed: $2) }),
        ("logSumExp", { $0.cumulativeLogSumExp(axis: $1, reversed: $2) }),
    ]

    @Test(arguments: functions.indices)
    func derivativesAgreeWithCentralDifferences(index: Int) {
        let (name, function) = Self.functions[index]
        for shape: Shape in [[4], [1], [0], [3, 4], [2, 3, 2], [0, 3]] {
            for axis in 0 ..< shape.rank {
                for reversed in [false, true] {
                    let x: Tensor<Double> = sample(shape, in: -1.5 ... 1.5)
                    #expect(
                        problems(of: { function($0[0], axis, reversed) }, at: [x]) == [],
                        "\(name) of \(shape) along \(axis), reversed \(reversed)")
                }
            }
        }
    }

    @Test func theDerivativeOfProductsIsExactAtZeros() {
        let x = Tensor<Double>([2, 0, 3, 0, 5])
        #expect(problems(of: { $0[0].cumulativeProduct(axis: 0) }, at: [x]) == [])
        #expect(problems(of: { $0[0].product() }, at: [x]) == [])
    }

    /// A function of complex numbers is checked as a function of their real and imaginary parts.
    @Test func complexNumbersAccumulate() {
        func parts(_ z: Tensor<Complex<Double>>) -> Tensor<Double> {
            Tensor(stacking: [z.realPart(), z.imaginaryPart()])
        }
        for shape: Shape in [[4], [1], [3, 4], [2, 3, 2]] {
            let (x, y): (Tensor<Double>, Tensor<Double>) = (
                sample(shape, in: -1.5 ... 1.5), sample(shape, in: 0.2 ... 1)
            )
            let z = Tensor<Complex<Double>>(x, y)
            for axis in 0 ..< shape.rank {
                for reversed in [false, true] {
                    typealias Function = (Tensor<Complex<Double>>) -> Tensor<Complex<Double>>
                    let functions: [Function] = [
                        { $0.cumulativeSum(axis: axis, reversed: reversed) },
                        { $0.cumulativeProduct(axis: axis, reversed: reversed, includesInitial: true) },
                        { $0.product(axis: axis) },
                    ]
                    for (number, function) in functions.enumerated() {
                        #expect(
                            problems(of: { parts(function(Tensor<Complex<Double>>($0[0], $0[1]))) }, at: [x, y]) == [],
                            "function \(number) of \(shape) along \(axis), reversed \(reversed)")
                    }
                    let end: Int = reversed ? 0 : shape[axis] - 1
                    let last: TensorIndex = (end ..< end + 1).tensorIndex
                    let indices: [TensorIndex] = (0 ..< shape.rank).map { $0 == axis ? last : .all }
                    let products: Tensor<Complex<Double>> = z.cumulativeProduct(axis: axis, reversed: reversed)[indices]
                    #expect((products - z.product(axis: axis, keepDims: true)).abs().max().scalar < 1e-14)
                }
            }
        }
        let empty = Tensor<Complex<Double>>(zeros: [0, 2])
        #expect(empty.cumulativeProduct(axis: 0) == empty && empty.product(axis: 0) == Tensor(ones: [2]))
    }

    /// The sums of long rows are correct. The kernel accumulates a row of more than 8 · 64 elements in parts.
    @Test func longRowsAreSums() {
        for length in [511, 512, 513, 1025, 5000] {
            let x: Tensor<Int> = Tensor(from: 1, to: length + 1)
            #expect(x.cumulativeSum(axis: 0).scalars == (1 ... length).map { $0 * ($0 + 1) / 2 })
            #expect(x.cumulativeSum(axis: 0, reversed: true).scalars[0] == length * (length + 1) / 2)
            #expect(x.cumulativeMin(axis: 0, reversed: true) == x)
        }
    }
}
