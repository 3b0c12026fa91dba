import Tensors
import Testing

@Suite struct ShapeTests {
    @Test func lengthsAndElementCount() {
        let shape: Shape = [2, 3, 4]
        #expect(shape.rank == 3 && shape.elementCount == 24 && shape.description == "[2, 3, 4]")
        #expect(Shape([]).elementCount == 1 && Shape([3, 0, 2]).elementCount == 0)
        #expect(Array(shape) == [2, 3, 4] && shape == Shape([2, 3, 4]) && shape != [2, 3])
    }

    @Test func negativeAxesCountFromTheEnd() {
        let shape: Shape = [2, 3, 4]
        #expect(shape[-1] == 4 && shape[-3] == 2 && shape[1] == 3)
        #expect((-3 ..< 3).map { shape.normalized(axis: $0) } == [0, 1, 2, 0, 1, 2])
    }

    @Test(arguments: [-4, 3])
    func axesBeyondTheRankTrap(axis: Int) async {
        await #expect(processExitsWith: .failure) { [axis] in _ = Shape([2, 3, 4]).normalized(axis: axis) }
    }

    @Test func negativeLengthsTrap() async {
        await #expect(processExitsWith: .failure) { _ = Shape([2, -1]) }
    }
}
