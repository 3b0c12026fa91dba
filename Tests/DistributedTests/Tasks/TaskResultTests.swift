import Testing

@testable import Distributed

@Suite struct TaskResultTests {
    @Test func everyNumberKeepsItsBits() throws {
        let numbers: [Double] = [
            0.1, -0.0, 1 / 3, .pi * 1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
        ]
        let copy: [Double] = try TaskResult.decode(TaskResult.encode(numbers))
        #expect(copy.map(\.bitPattern) == numbers.map(\.bitPattern))
        let nan: [Float] = try TaskResult.decode(TaskResult.encode([Float.nan]))
        #expect(nan[0].isNaN)
    }
}
