import Tensors
import Testing
import Training

@Suite struct ModelSummaryTests {
    @Test func namesShapesAndCountsAreInColumns() {
        let expected = """
            hidden.weight  [16, 2]   32
            hidden.bias    [16]      16
            norm.weight    [16]      16
            norm.bias      [16]      16
            output.weight  [3, 16]   48
            output.bias    [3]        3
            total                   131
            """
        #expect(modelSummary(Perceptron<Float>(isNormalized: true)) == expected)
    }

    @Test func modelWithoutParametersHasATotalOfNone() {
        #expect(modelSummary([Tensor<Float>]()) == "total    0")
    }
}
