import Tensors
import Testing

@Suite struct ShapeBroadcastingTests {
    @Test func broadcastingIsNumpys() {
        for reference in NumPyIndexing.cases.broadcasting {
            let shape: Shape? = Shape.broadcast(Shape(reference.first), Shape(reference.second))
            #expect(shape?.dimensions == reference.result, "\(reference.first) and \(reference.second)")
        }
    }
}
