import Differentiation
import Foundation
import ONNX
import ONNXOperations
import Tensors
import TestSupport
import Testing

@Suite struct ONNXLoweringsTests {
    /// The operations that no ONNX file can contain, and the reason for each operation.
    private let withoutLowering: [String: String] = [
        // These operations are derivatives, which no model computes in inference mode.
        "tanhGradient": "a derivative", "sigmoidGradient": "a derivative", "geluGradient": "a derivative",
        "siluGradient": "a derivative", "activationGradient": "a derivative",
        "scattered": "a derivative", "place": "a derivative",
        // These operations are losses, which only a training computes.
        "binaryCrossEntropy": "a loss", "binaryCrossEntropyWithLogits": "a loss",
        "binaryCrossEntropyOfSurprisals": "a loss", "huberLoss": "a loss",
        "smoothL1Loss": "a loss", "ctcLoss": "a loss", "klDivergence": "a loss", "boundedVariance": "a loss",
        "poissonNegativeLogLikelihood": "a loss", "weighted": "a loss", "expectation": "a loss",
        "labelCrossEntropy": "a loss",
        // These operations have operands that no trace records. Other operands use operations that have lowerings.
        "kronecker": "constants only", "vectorDot": "constants only",
        // Operator set 17 has no operator for these operations. The exceptions are `identity` and `linearRecurrence`,
        // which occur only in the computation of derivatives.
        "conjugated": "complex", "cholesky": "LAPACK", "logDeterminant": "LAPACK", "matrixExponential": "LAPACK",
        "vectorNorm": "LAPACK", "pseudoInverse": "LAPACK", "conditionNumber": "LAPACK", "inverse": "LAPACK",
        "leastSquares": "LAPACK", "solve": "LAPACK", "solveTriangular": "LAPACK",
        "diagonalMatrix": "LAPACK", "determinant of a singular matrix": "LAPACK", "synapse graph": "a fixed point",
        "identity": "a gradient within a model", "angle": "complex",
        "atan2": "no operator", "hypot": "no operator", "copySign": "no operator", "nextAfter": "no operator",
        "logAddExp": "no operator", "linearRecurrence": "a derivative", "searchSorted": "no operator",
        "diagonal": "no operator", "gatheredElements": "indices that data decide",
        "addElements": "indices that data decide", "assignElements": "indices that data decide",
        "maximumAlong": "indices that data decide", "correlate": "Conv has a batch and channels",
        // Operator set 17 has no operator for special functions except Erf.
        "besselI0": "no operator", "besselI1": "no operator", "besselI0e": "no operator", "besselI1e": "no operator",
        "xlogy": "no operator", "xlog1py": "no operator", "entr": "no operator", "erfc": "no operator",
        "erfcx": "no operator", "inverseErf": "no operator", "inverseErfc": "no operator", "gamma": "no operator",
        "logGamma": "no operator", "digamma": "no operator", "polygamma": "no operator", "logBeta": "no operator",
        "logGammaRatio": "no operator", "regularizedBeta": "no operator", "regularizedBetaComplement": "no operator",
        "inverseRegularizedBeta": "no operator", "betaDensity": "a derivative", "betaShapeDerivative": "a derivative",
        "regularizedGammaP": "no operator", "regularizedGammaQ": "no operator",
        "inverseRegularizedGammaP": "no operator", "inverseRegularizedGammaQ": "no operator",
        "gammaDensity": "a derivative", "gammaShapeDerivative": "a derivative", "normalCDF": "no operator",
        "logNormalCDF": "no operator", "normalDensityRatio": "a derivative", "inverseNormalCDF": "no operator",
        "zeta": "no operator", "zetaDerivative": "a derivative", "hurwitzZeta": "no operator",
        "hurwitzZetaDerivative": "a derivative",
        "fftshift": "Fourier", "ifftshift": "Fourier",
        "logDensityInSupport": "a probability distribution", "quantile of a distribution": "a probability distribution",
        "CDF of a distribution": "a probability distribution", "logNormalMass": "a probability distribution",
    ]

    /// Every operation in the sources has a lowering, or a reason in `withoutLowering` why it has no lowering.
    @Test func everyOperationHasALoweringOrAReasonForNone() throws {
        let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let known = Set(ONNXLowerings.standard.names)
        var names: Set<String> = []
        for case let file as URL in FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)!
        where file.pathExtension == "swift" {
            let text: String = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /TensorOperation\(\s*"([^"]+)"/) {
                // Skips samples of code in documentation comments.
                let line: Substring = text[..<match.range.lowerBound].split(
                    separator: "\n", omittingEmptySubsequences: false
                ).last!
                if !line.contains("///") { names.insert(String(match.1)) }
            }
        }
        #expect(names.count > 60)
        for name in names.sorted() {
            #expect(known.contains(name) != (withoutLowering[name] != nil), "\(name)")
        }
    }

    /// The cases that onnxruntime evaluates contain every operation that has a lowering.
    @Test func everyLoweringIsTried() throws {
        let tried: Set<String> = OperationCase.all.reduce(into: []) { $0.formUnion($1.operations) }
        let untried: [String] = ONNXLowerings.standard.names.filter { !tried.contains($0) }
        #expect(untried == [])
    }

    @Test(arguments: OperationCase.all)
    func everyCaseIsWritten(operation: OperationCase) throws {
        #expect(try operation.model().encoded.count > 0)
    }

    private func cube(_ x: Tensor<Float>) -> Tensor<Float> {
        withDerivative(of: TensorOperation("cube", x), x * x * x, .by(x) { 3 * x.squared() * $0 })
    }

    @Test func anOperationWithoutALoweringIsAnErrorThatSaysWhatToDo() throws {
        let example: Tensor<Float> = sample([4, 3])
        let error = #expect(throws: ONNXError.self) {
            try ONNXModel(of: Tensor<Float>(1), example: example) { _, x in cube(x) }
        }
        #expect(error?.fault == .noLowering("cube"))
        #expect("\(error!)".contains("'cube'") && "\(error!)".contains("lowerings: .standard.adding(\"cube\")"))
    }

    @Test func addedLoweringsAreUsed() throws {
        let example: Tensor<Float> = sample([4, 3])
        let lowerings: ONNXLowerings = .standard.adding("cube") { graph, operation in
            graph.add("Mul", operation[0], graph.add("Mul", operation[0], operation[0]))
        }
        let model = try ONNXModel(of: Tensor<Float>(1), example: example, lowerings: lowerings) { _, x in cube(x) }
        let file = try ONNXFile(model.encoded)
        let x: Tensor<Float> = sample([7, 3], seed: 2)
        #expect(difference(file(x), x * x * x, tolerance: 1e-6) == nil)
    }

    @Test func aLoweringCanRefuse() {
        let lowerings: ONNXLowerings = .standard.adding("exp") { _, operation throws(ONNXError) in
            throw ONNXError(.unsupported(operation.name, "this runtime has none"))
        }
        let error = #expect(throws: ONNXError.self) {
            try ONNXModel(of: Tensor<Float>(1), example: sample([4, 3]) as Tensor<Float>, lowerings: lowerings) {
                _, x in
                x.exp()
            }
        }
        #expect(error?.fault == .unsupported("exp", "this runtime has none"))
        #expect("\(error!)".contains("the operation 'exp' cannot be written in ONNX: this runtime has none."))
    }
}
