import Tensors
import TestSupport
import Testing

/// Elements and rows at single positions, which are read and written without a list of indices.
@Suite struct SinglePositionsTests {
    /// All lists of positions of the first `count` axes of `shape`, counted from the start or from the end.
    private func positions(_ shape: Shape, _ count: Int) -> [[Int]] {
        (0 ..< count).reduce([[]]) { lists, axis in
            lists.flatMap { list in (-shape[axis] ..< shape[axis]).map { list + [$0] } }
        }
    }

    /// The part at `list` by its definition, from the elements in row-major order.
    private func elements(_ x: Tensor<Int>, _ list: [Int]) -> [Int] {
        var (rest, start): ([Int], Int) = (x.scalars, 0)
        for (axis, position) in list.enumerated() {
            let size: Int = rest.count / x.shape[axis]
            start = (position + x.shape[axis]) % x.shape[axis] * size
            rest = Array(rest[start ..< start + size])
        }
        return rest
    }

    private func read(_ x: Tensor<Int>, _ list: [Int]) -> Tensor<Int> {
        switch list.count {
        case 1: x[list[0]]
        case 2: x[list[0], list[1]]
        default: x[list[0], list[1], list[2]]
        }
    }

    private func write(_ value: Tensor<Int>, _ x: inout Tensor<Int>, _ list: [Int]) {
        switch list.count {
        case 1: x[list[0]] = value
        case 2: x[list[0], list[1]] = value
        default: x[list[0], list[1], list[2]] = value
        }
    }

    @Test(arguments: MemoryArrangement.allCases) func everyPositionIsRead(_ arrangement: MemoryArrangement) {
        let x: Tensor<Int> = Tensor<Int>(from: 0, to: 24).reshaped(to: [2, 3, 4]).arranged(arrangement)
        for count in 1 ... 3 {
            for list in positions(x.shape, count) {
                let part: Tensor<Int> = read(x, list)
                #expect(part.shape.dimensions == Array(x.shape.dimensions[count...]))
                #expect(part.scalars == elements(x, list), "\(list)")
            }
        }
    }

    @Test(arguments: MemoryArrangement.allCases) func everyPositionIsWritten(_ arrangement: MemoryArrangement) {
        let x: Tensor<Int> = Tensor<Int>(from: 0, to: 24).reshaped(to: [2, 3, 4]).arranged(arrangement)
        let before: [Int] = x.scalars
        for count in 1 ... 3 {
            let shape = Shape(Array(x.shape.dimensions[count...]))
            let values: [Tensor<Int>] = [
                Tensor(-1), Tensor(repeating: -2, shape: shape).arranged(arrangement),
                Tensor(from: 100, to: 100 + shape.elementCount).reshaped(to: shape).arranged(arrangement),
                Tensor(from: 200, to: 200 + (shape.dimensions.last ?? 1)).reshaped(
                    to: shape.rank > 0 ? [shape[-1]] : []),
            ]
            for list in positions(x.shape, count) {
                for value in values {
                    var written: Tensor<Int> = x
                    write(value, &written, list)
                    #expect(elements(written, list) == value.broadcast(to: shape).scalars, "\(list)")
                    let changed: Int = zip(written.scalars, before).count { $0 != $1 }
                    #expect(changed <= shape.elementCount && x.scalars == before, "\(list)")
                }
            }
        }
    }

    @Test func aRowOfTheSameTensorIsAssigned() {
        var x = Tensor<Float>(from: 0, to: 6).reshaped(to: [3, 2])
        x[0] = x[2]
        #expect(x.scalars == [4, 5, 2, 3, 4, 5])
        x[-1, 1] = x[1, 0]
        #expect(x.scalars == [4, 5, 2, 3, 4, 2])
    }

    @Test func aLongRowIsAssigned() {
        let width: Int = 2 * Parallelism.elementsPerChunk + 3
        var x = Tensor<Float>(zeros: [2, width])
        x[1] = Tensor<Float>(from: 0, to: Float(width))
        #expect(x[1].scalars == (0 ..< width).map { Float($0) } && x[0].sum().scalar == 0)
        x[0] = Tensor(2)
        #expect(x[0].sum().scalar == Float(2 * width))
    }
}
