import Differentiation
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct IndexingTests {
    /// Steps and bounds at the ends of `Int` select what they select of Python's slices, in which integers do not end.
    @Test func slicesAcceptEveryInteger() {
        let x = Tensor<Int>(from: 0, to: 5)
        let extremes: [Int?] = [nil, .min, .min + 1, -6, -1, 0, 3, 5, 6, .max - 1, .max]
        for from in extremes {
            for to in extremes {
                for step in [Int.min, .min + 1, -7, -2, 2, 7, .max - 1, .max] {
                    func near(_ bound: Int?) -> Int? { bound.map { min(max($0, -100), 100) } }
                    let expected: [Int] = x[.stride(from: near(from), to: near(to), by: min(max(step, -100), 100))]
                        .scalars
                    let index: TensorIndex = .stride(from: from, to: to, by: step)
                    #expect(x[index].scalars == expected, "from \(from ?? 999) to \(to ?? 999) by \(step)")
                }
            }
        }
        #expect(x[3 ... Int.max].scalars == [3, 4] && x[...Int.max].scalars == x.scalars && x[Int.max...].count == 0)
        #expect(x[(Int.min + 1)...].scalars == x.scalars && x[..<Int.max].scalars == x.scalars)
    }

    /// Cases of numpy_indexing.json: what numpy selects and where it assigns.
    struct NumpyCases: Decodable {
        struct Indexing: Decodable {
            let shape: [Int]
            let index: [Item]
            let selectedShape, values, sourceShape, assigned: [Int]
        }
        struct Broadcasting: Decodable {
            let first, second: [Int]
            let result: [Int]?
        }
        let indexing: [Indexing]
        let broadcasting: [Broadcasting]
    }

    struct Item: Decodable {
        let index: TensorIndex

        init(from decoder: any Decoder) throws {
            struct Slice: Decodable { let from, to: Int?, by: Int }
            let container = try decoder.singleValueContainer()
            if let position = try? container.decode(Int.self) {
                index = position.tensorIndex
            } else if let name = try? container.decode(String.self) {
                let named: [String: TensorIndex] = ["all": .all, "newaxis": .newAxis, "ellipsis": .ellipsis]
                index = try #require(named[name])
            } else {
                let slice: Slice = try container.decode(Slice.self)
                index = .stride(from: slice.from, to: slice.to, by: slice.by)
            }
        }
    }

    static let numpy: NumpyCases = {
        let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("References/numpy_indexing.json")
        do {
            return try JSONDecoder().decode(NumpyCases.self, from: Data(contentsOf: file))
        } catch {
            fatalError("cannot read \(file.path): \(error)")
        }
    }()

    @Test func selectionIsNumpys() {
        for (number, reference) in Self.numpy.indexing.enumerated() {
            let shape = Shape(reference.shape)
            let array = Tensor<Int>(Array(0 ..< shape.elementCount), shape: shape)
            let selected: Tensor<Int> = array[reference.index.map(\.index)]
            #expect(selected.shape.dimensions == reference.selectedShape, "case \(number)")
            #expect(selected.scalars == reference.values, "case \(number)")
        }
    }

    @Test func assignmentIsNumpys() {
        for (number, reference) in Self.numpy.indexing.enumerated() {
            let shape = Shape(reference.shape)
            let source = Shape(reference.sourceShape)
            var array = Tensor<Int>(Array(0 ..< shape.elementCount), shape: shape)
            let untouched: Tensor<Int> = array
            let value = Tensor<Int>(Array(1000 ..< 1000 + source.elementCount), shape: source)
            array[reference.index.map(\.index)] = value
            #expect(array.scalars == reference.assigned, "case \(number)")
            #expect(untouched.scalars == Array(0 ..< shape.elementCount), "case \(number)")
        }
    }

    @Test func broadcastingIsNumpys() {
        for reference in Self.numpy.broadcasting {
            let shape: Shape? = Shape.broadcast(Shape(reference.first), Shape(reference.second))
            #expect(shape?.dimensions == reference.result, "\(reference.first) and \(reference.second)")
        }
    }

    @Test func rangesReadAsSwift() {
        let a = Tensor<Int>(Array(0 ..< 6))
        #expect(a[1 ..< 3].scalars == [1, 2])
        #expect(a[1 ... 3].scalars == [1, 2, 3])
        #expect(a[(-2)...].scalars == [4, 5])
        #expect(a[..<(-1)].scalars == [0, 1, 2, 3, 4])
        #expect(a[...(-1)].scalars == [0, 1, 2, 3, 4, 5])
        #expect(a[-1].scalar == 5)
        #expect(a[4 ..< 100].scalars == [4, 5])
        #expect(a[.stride(by: -2)].scalars == [5, 3, 1])
    }

    @Test func partsHaveTheirDerivatives() {
        let parts: [(String, @Sendable (Tensor<Double>) -> Tensor<Double>)] = [
            ("[1]", { $0[1] }), ("[..., 2]", { $0[.ellipsis, 2] }), ("[:, 1:3]", { $0[.all, 1 ..< 3] }),
            ("[::-2]", { $0[.stride(by: -2)] }), ("[newaxis, 0]", { $0[.newAxis, 0] }),
            ("[2:2]", { $0[2 ..< 2] }),
        ]
        for (name, function) in parts {
            #expect(problems(of: { function($0[0]) }, at: [sample([3, 4, 3])]) == [], "\(name)")
        }
    }

    @Test func assignmentHasItsDerivatives() {
        let found: [String] = problems(
            of: { inputs in
                var result: Tensor<Double> = inputs[0].squared()
                result[.all, 1 ..< 3] = inputs[1] * 2
                result[0] = Tensor(3)
                return result
            }, at: [sample([3, 4]), sample([2])])
        #expect(found == [])
    }

    @Test func gatheringTakesRowsAndAddsTheirDerivatives() {
        let indices = Tensor<Int>([[2, 0], [2, 1]])
        let a: Tensor<Double> = sample([3, 4])
        #expect(a.gathered(at: indices).shape == [2, 2, 4])
        #expect(a.gathered(at: indices)[1, 0] == a[2])
        #expect(a.gathered(at: Tensor<Int>([3, 3, 0]), axis: 1)[.all, 1] == a[.all, 3])
        for axis in [0, 1, -1] {
            #expect(problems(of: { $0[0].gathered(at: indices, axis: axis) }, at: [a]) == [], "axis \(axis)")
        }
        #expect(Tensor<Int>([5, 6, 7]).gathered(at: Tensor<Int>([2, 2])).scalars == [7, 7])
    }

    @Test func oneHotMarksTheClass() {
        let labels = Tensor<Int>([2, 0])
        #expect(Tensor<Float>(oneHot: labels, classCount: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
        #expect(Tensor<Float>(oneHot: Tensor<Int>([] as [Int]), classCount: 3).shape == [0, 3])
    }
}
