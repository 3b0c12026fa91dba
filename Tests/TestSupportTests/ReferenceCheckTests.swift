import Tensors
import TestSupport
import Testing

@Suite struct ReferenceCheckTests {
    /// Returns a case of the operation z = x · y, with the gradients of ⟨(1, 10), z⟩. The arguments are the texts of
    /// the output and the two gradients.
    private func reference(_ output: String = "[2, 12]", _ byX: String = "[2, 40]", _ byY: String = "[1, 30]") throws
        -> ReferenceCase
    {
        let tensors: [(name: String, values: String)] = [
            ("x", "[1, 3]"), ("y", "[2, 4]"), ("output", output), ("outputGradient", "[1, 10]"), ("xGradient", byX),
            ("yGradient", byY),
        ]
        let texts: [String] = tensors.map { "\"\($0.name)\": {\"shape\": [2], \"values\": \($0.values)}" }
        return try referenceCase(
            "{\"name\": \"n\", \"operation\": \"o\", \"parameters\": {}, \"tensors\": {\(texts.joined(separator: ", "))}}"
        )
    }

    private func found(_ reference: ReferenceCase) -> [String] {
        problems(against: reference, inputs: ["x", "y"]) { $0[0] * $0[1] }
    }

    @Test func rightValuesAreSilent() throws { #expect(found(try reference()) == []) }

    @Test func wrongValueIsFound() throws {
        let found: [String] = found(try reference("[2, 12.0000001]"))
        #expect(found.count == 1 && found[0].hasPrefix("n: element 1 is 12.0 instead of"), "\(found)")
    }

    @Test func wrongGradientOfEachInputIsFound() throws {
        let byX: [String] = found(try reference("[2, 12]", "[2.0001, 40]"))
        #expect(byX.count == 1 && byX[0].hasPrefix("n, gradient with respect to x: element 0 "), "\(byX)")
        let byY: [String] = found(try reference("[2, 12]", "[2, 40]", "[1, \"nan\"]"))
        #expect(byY.count == 1 && byY[0].hasPrefix("n, gradient with respect to y: element 1 "), "\(byY)")
    }
}
