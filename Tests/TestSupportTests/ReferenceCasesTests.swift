import Foundation
import Tensors
import TestSupport
import Testing

/// Returns the case that the JSON text describes in the form that the scripts write. Throws if the text is invalid.
func referenceCase(_ json: String) throws -> ReferenceCase {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(ReferenceCase.self, from: Data(json.utf8))
}

@Suite struct ReferenceCasesTests {
    static let json: String = """
        {"name": "n", "operation": "o", "parameters": {"number": 2.5, "flag": true, "list": [1, 2, 3], "text": "t",
        "none": null, "side": 4}, "tensors": {"x": {"shape": [2, 2], "values": [1, "nan", "inf", "-inf"]},
        "ids": {"shape": [2], "values": [3, 0]}}}
        """

    @Test func tensorsAndParametersAreRead() throws {
        let reference: ReferenceCase = try referenceCase(Self.json)
        #expect(reference.description == "n" && reference.operation == "o")
        let x: Tensor<Float> = reference.tensor("x", as: Float.self)
        #expect(difference(x, Tensor([[1, .nan], [.infinity, -.infinity]]), tolerance: 0) == nil)
        #expect(reference.integers("ids") == Tensor([3, 0]))
        #expect(reference.has("x") && !reference.has("y") && reference.optional("y") == nil)
        #expect(reference.number("number") == 2.5 && reference.flag("flag") && reference.integer("side") == 4)
        #expect(reference.text("text") == "t" && reference.integers(parameter: "list") == [1, 2, 3])
        #expect(reference.pair("list") == (1, 3) && reference.pair("side") == (4, 4))
    }

    @Test(arguments: ["tensor", "number", "text", "numbers"])
    func whatACaseLacksEndsTheProcess(kind: String) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [kind = kind as String] in
            let reference: ReferenceCase = try referenceCase(ReferenceCasesTests.json)
            switch kind {
            case "tensor": _ = reference.tensor("absent") as Tensor<Double>
            case "number": _ = reference.number("text")
            case "text": _ = reference.text("number")
            default: _ = reference.integers(parameter: "none")
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("reference case n has no \(kind) "))
    }

    /// If an operation has no case, the process ends, because the test of the operation would compare nothing.
    @Test func anOperationWithoutCasesEndsTheProcess() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ReferenceCase.all("no such operation")
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("pytorch.json has no case of no such operation"))
        await #expect(processExitsWith: .failure) {
            _ = referenceCases(in: "no_such_file", as: ReferenceCase.self)
        }
    }

    @Test func everyFileHasCases() {
        #expect(ReferenceCase.all("matmul").count > 1 && ReferenceCase.losses("kl_div").count > 1)
        #expect(ReferenceCase.optimizers("lion").count > 1 && ReferenceCase.metrics("ranking").count > 1)
        #expect(ReferenceCase.shapes.count > 1)
    }
}
