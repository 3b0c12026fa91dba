import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ForgottenParametersTests {
    /// A model whose `visitParameters` visits only `scale`, and forgets `offset`.
    private struct Forgetful: Parameterized {
        var scale = Tensor<Double>([1])
        var offset = Tensor<Double>([2])

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&scale, "scale") }
    }

    @Test func aParameterThatIsNotVisitedIsFound() { #expect(forgottenParameters(of: Forgetful()) == ["offset"]) }

    @Test func aModelThatVisitsAllIsSilent() { #expect(forgottenParameters(of: MixedModel()) == []) }
}
