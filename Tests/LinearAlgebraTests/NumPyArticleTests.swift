import Foundation
import Interchange
import LinearAlgebra
import Statistics
import Tensors
import TestSupport
import Testing

/// The code in every row of the tables in docs/from-numpy-to-swift.md gives the same result as NumPy.
@Suite struct NumPyArticleTests {
    private let a: Tensor<Double> = Tensor(from: 0, to: 12).reshaped(to: [3, 4])
    private let v = Tensor<Double>([1, -2, 3, 0.5])
    private let n = Tensor<Int>([2, 0, -3, 1])
    private let c: Tensor<Double> = Tensor<Double>(from: 0, to: 24).sin().reshaped(to: [2, 3, 4])
    private let m = Tensor<Double>([[4, 1, 0, 2], [1, 3, -1, 0], [0.5, 2, 5, 1], [2, 0, 1, 6]])
    private let s = Tensor<Double>([[4, 1, 0, 0.5], [1, 3, -1, 0], [0, -1, 5, 1], [0.5, 0, 1, 6]])

    private var rows: [(code: String, run: () throws -> Answer)] {
        // `everyRowRunsWhatItSays` checks that the text of each row is the code that the row runs.
        [
            ("Tensor<Double>([[1, 2], [3, 4]])", { Answer(Tensor<Double>([[1, 2], [3, 4]])) }),
            ("Tensor<Double>(from: 0, to: 5)", { Answer(Tensor<Double>(from: 0, to: 5)) }),
            ("Tensor<Double>(linearSpace: 0, 1, count: 5)", { Answer(Tensor<Double>(linearSpace: 0, 1, count: 5)) }),
            ("Tensor<Double>(zeros: [2, 3])", { Answer(Tensor<Double>(zeros: [2, 3])) }),
            ("Tensor<Double>(repeating: 7, shape: [2, 3])", { Answer(Tensor<Double>(repeating: 7, shape: [2, 3])) }),
            ("Tensor<Double>(identity: 3)", { Answer(Tensor<Double>(identity: 3)) }),
            (
                "Tensor<Double>(identity: 2, columns: 4, diagonal: 1)",
                { Answer(Tensor<Double>(identity: 2, columns: 4, diagonal: 1)) }
            ),
            ("Tensor(Double.ulpOfOne)", { Answer(Tensor(Double.ulpOfOne)) }),
            ("Int(Int32.max)", { Answer(Int(Int32.max)) }),
            ("Tensor<Double>(ones: [2, 3])", { Answer(Tensor<Double>(ones: [2, 3])) }),
            ("Tensor<Double>(zeros: a.shape)", { Answer(Tensor<Double>(zeros: a.shape)) }),
            ("Tensor.meshGrid([v, v])[0]", { Answer(Tensor.meshGrid([v, v])[0]) }),
            ("a.shape.dimensions", { Answer(a.shape.dimensions) }),
            ("a.rank", { Answer(a.rank) }),
            ("a.count", { Answer(a.count) }),
            ("Tensor<Float>(a)", { Answer(Tensor<Float>(a)) }),
            ("Tensor<Float16>(a / 3)", { Answer(Tensor<Float16>(a / 3)) }),
            ("Tensor<Double>(Tensor<Float16>(v)).exp()", { Answer(Tensor<Double>(Tensor<Float16>(v)).exp()) }),
            ("a[1, 2]", { Answer(a[1, 2]) }),
            ("a[-1]", { Answer(a[-1]) }),
            ("a[.all, 1]", { Answer(a[.all, 1]) }),
            ("a[0 ..< 2]", { Answer(a[0 ..< 2]) }),
            ("a[1..., ..<3]", { Answer(a[1..., ..<3]) }),
            ("a[.all, .stride(by: 2)]", { Answer(a[.all, .stride(by: 2)]) }),
            ("a[.stride(by: -1)]", { Answer(a[.stride(by: -1)]) }),
            ("c[.ellipsis, -1]", { Answer(c[.ellipsis, -1]) }),
            ("a[.all, .newAxis]", { Answer(a[.all, .newAxis]) }),
            ("a[Tensor([2, 0])]", { Answer(a[Tensor([2, 0])]) }),
            ("a.gathered(at: Tensor([2, 0]), axis: 1)", { Answer(a.gathered(at: Tensor([2, 0]), axis: 1)) }),
            ("a[a .> 5]", { Answer(a[a .> 5]) }),
            ("a[Tensor([2, 0]), Tensor([1, 3])]", { Answer(a[Tensor([2, 0]), Tensor([1, 3])]) }),
            ("a[.all, n]", { Answer(a[.all, n]) }),
            ("a.takenAlong(n[.newAxis], axis: 1)", { Answer(a.takenAlong(n[.newAxis], axis: 1)) }),
            ("(a .> 5).nonzero()[1]", { Answer((a .> 5).nonzero()[1]) }),
            ("(v .< 0).nonzero()[0]", { Answer((v .< 0).nonzero()[0]) }),
            ("a.reshaped(to: [2, 6])", { Answer(a.reshaped(to: [2, 6])) }),
            ("a.flattened()", { Answer(a.flattened()) }),
            ("a.transposed()", { Answer(a.transposed()) }),
            ("c.permuted([2, 0, 1])", { Answer(c.permuted([2, 0, 1])) }),
            ("v.broadcast(to: [3, 4])", { Answer(v.broadcast(to: [3, 4])) }),
            ("Tensor.broadcastTogether([v, a])[0]", { Answer(Tensor.broadcastTogether([v, a])[0]) }),
            ("v.expandingShape(at: 1)", { Answer(v.expandingShape(at: 1)) }),
            ("Tensor(concatenating: [a, a], axis: 1)", { Answer(Tensor(concatenating: [a, a], axis: 1)) }),
            ("Tensor(stacking: [v, v])", { Answer(Tensor(stacking: [v, v])) }),
            ("a.padded(by: [(1, 0), (0, 2)])", { Answer(a.padded(by: [(1, 0), (0, 2)])) }),
            ("a.flipped()", { Answer(a.flipped()) }),
            ("a.flipped(axes: [1])", { Answer(a.flipped(axes: [1])) }),
            ("a.rolled(by: 1, axis: 1)", { Answer(a.rolled(by: 1, axis: 1)) }),
            ("a.repeated(2, axis: 0)", { Answer(a.repeated(2, axis: 0)) }),
            ("v.tiled([2, 3])", { Answer(v.tiled([2, 3])) }),
            ("c.movingAxis(0, to: -1)", { Answer(c.movingAxis(0, to: -1)) }),
            ("a.split(into: 2, axis: 1)[1]", { Answer(a.split(into: 2, axis: 1)[1]) }),
            ("a.unstacked(axis: 1)[2]", { Answer(a.unstacked(axis: 1)[2]) }),
            ("c[.all, 0 ..< 1].squeezingShape()", { Answer(c[.all, 0 ..< 1].squeezingShape()) }),
            ("a + v", { Answer(a + v) }),
            ("1 / (a + 1)", { Answer(1 / (a + 1)) }),
            ("a.squared()", { Answer(a.squared()) }),
            ("pow(a, 1.5)", { Answer(pow(a, 1.5)) }),
            ("v.exp()", { Answer(v.exp()) }),
            ("a.log1p()", { Answer(a.log1p()) }),
            ("a.squareRoot()", { Answer(a.squareRoot()) }),
            ("v.abs()", { Answer(v.abs()) }),
            ("v.sigmoid()", { Answer(v.sigmoid()) }),
            ("maximum(a, Tensor(5))", { Answer(maximum(a, Tensor(5))) }),
            ("a.clipped(to: 2 ... 5)", { Answer(a.clipped(to: 2 ... 5)) }),
            ("a.clipped(lower: v, upper: Tensor(5))", { Answer(a.clipped(lower: v, upper: Tensor(5))) }),
            ("v.sign()", { Answer(v.sign()) }),
            ("v.floor()", { Answer(v.floor()) }),
            ("v.ceil()", { Answer(v.ceil()) }),
            ("v.rounded()", { Answer(v.rounded()) }),
            ("v.truncated()", { Answer(v.truncated()) }),
            ("v.exp2()", { Answer(v.exp2()) }),
            ("v.expm1()", { Answer(v.expm1()) }),
            ("(a + 1).log2()", { Answer((a + 1).log2()) }),
            ("(a + 1).log10()", { Answer((a + 1).log10()) }),
            ("v.sin()", { Answer(v.sin()) }),
            ("v.tan()", { Answer(v.tan()) }),
            ("(v / 3).asin()", { Answer((v / 3).asin()) }),
            ("(v / 3).acos()", { Answer((v / 3).acos()) }),
            ("v.atan()", { Answer(v.atan()) }),
            ("v.sinh()", { Answer(v.sinh()) }),
            ("v.cosh()", { Answer(v.cosh()) }),
            ("v.tanh()", { Answer(v.tanh()) }),
            ("v.asinh()", { Answer(v.asinh()) }),
            ("(a + 1).acosh()", { Answer((a + 1).acosh()) }),
            ("(v / 4).atanh()", { Answer((v / 4).atanh()) }),
            ("atan2(v, a)", { Answer(atan2(v, a)) }),
            ("hypot(a, v)", { Answer(hypot(a, v)) }),
            ("copySign(a, v)", { Answer(copySign(a, v)) }),
            ("nextAfter(v, Tensor(9))", { Answer(nextAfter(v, Tensor(9))) }),
            ("logAddExp(a, v)", { Answer(logAddExp(a, v)) }),
            ("floorDivide(v, Tensor(2))", { Answer(floorDivide(v, Tensor(2))) }),
            ("floorRemainder(v, Tensor(2))", { Answer(floorRemainder(v, Tensor(2))) }),
            ("truncatingRemainder(v, Tensor(2))", { Answer(truncatingRemainder(v, Tensor(2))) }),
            ("floorDivide(n, Tensor(2))", { Answer(floorDivide(n, Tensor(2))) }),
            ("floorRemainder(n, Tensor(2))", { Answer(floorRemainder(n, Tensor(2))) }),
            ("n & 3", { Answer(n & 3) }),
            ("n | 3", { Answer(n | 3) }),
            ("n ^ 3", { Answer(n ^ 3) }),
            ("~n", { Answer(~n) }),
            ("n << 2", { Answer(n << 2) }),
            ("n >> 1", { Answer(n >> 1) }),
            ("(v / 0).isNaN()", { Answer((v / 0).isNaN()) }),
            ("(v / 0).isInfinite()", { Answer((v / 0).isInfinite()) }),
            ("v.isFinite()", { Answer(v.isFinite()) }),
            ("v.signBit()", { Answer(v.signBit()) }),
            ("a .> 5", { Answer(a .> 5) }),
            ("(a .> 5) .&& (a .< 8)", { Answer((a .> 5) .&& (a .< 8)) }),
            ("(a .> 5) .!= (a .< 8)", { Answer((a .> 5) .!= (a .< 8)) }),
            ("select(a .> 5, a, Tensor(0))", { Answer(select(a .> 5, a, Tensor(0))) }),
            ("a == a", { Answer(a == a) }),
            ("erf(v)", { Answer(erf(v)) }),
            ("erfc(v)", { Answer(erfc(v)) }),
            ("erfcx(v)", { Answer(erfcx(v)) }),
            ("inverseErf(v / 4)", { Answer(inverseErf(v / 4)) }),
            ("inverseErfc((a + 1) / 8)", { Answer(inverseErfc((a + 1) / 8)) }),
            ("normalCDF(v)", { Answer(normalCDF(v)) }),
            ("logNormalCDF(v)", { Answer(logNormalCDF(v)) }),
            ("inverseNormalCDF((a + 1) / 13)", { Answer(inverseNormalCDF((a + 1) / 13)) }),
            ("gamma(a + 1)", { Answer(gamma(a + 1)) }),
            ("logGamma(a + 0.5)", { Answer(logGamma(a + 0.5)) }),
            ("digamma(a + 0.5)", { Answer(digamma(a + 0.5)) }),
            ("trigamma(a + 0.5)", { Answer(trigamma(a + 0.5)) }),
            ("polygamma(2, a + 0.5)", { Answer(polygamma(2, a + 0.5)) }),
            ("logBeta(a + 1, Tensor(2))", { Answer(logBeta(a + 1, Tensor(2))) }),
            ("logGammaRatio(a + 2, a + 1)", { Answer(logGammaRatio(a + 2, a + 1)) }),
            ("regularizedGammaP(a + 1, Tensor(2))", { Answer(regularizedGammaP(a + 1, Tensor(2))) }),
            ("regularizedGammaQ(a + 1, Tensor(2))", { Answer(regularizedGammaQ(a + 1, Tensor(2))) }),
            ("inverseRegularizedGammaP(a + 1, Tensor(0.3))", { Answer(inverseRegularizedGammaP(a + 1, Tensor(0.3))) }),
            ("inverseRegularizedGammaQ(a + 1, Tensor(0.3))", { Answer(inverseRegularizedGammaQ(a + 1, Tensor(0.3))) }),
            (
                "regularizedBeta(Tensor(0.3), a + 1, Tensor(2))",
                { Answer(regularizedBeta(Tensor(0.3), a + 1, Tensor(2))) }
            ),
            (
                "regularizedBetaComplement(Tensor(0.3), a + 1, Tensor(2))",
                { Answer(regularizedBetaComplement(Tensor(0.3), a + 1, Tensor(2))) }
            ),
            (
                "inverseRegularizedBeta(Tensor(0.3), a + 1, Tensor(2))",
                { Answer(inverseRegularizedBeta(Tensor(0.3), a + 1, Tensor(2))) }
            ),
            ("besselI0(v)", { Answer(besselI0(v)) }),
            ("besselI0e(v)", { Answer(besselI0e(v)) }),
            ("besselI1(v)", { Answer(besselI1(v)) }),
            ("besselI1e(v)", { Answer(besselI1e(v)) }),
            ("zeta(a + 2)", { Answer(zeta(a + 2)) }),
            ("hurwitzZeta(Tensor(2), a + 1)", { Answer(hurwitzZeta(Tensor(2), a + 1)) }),
            ("xlogy(a, a)", { Answer(xlogy(a, a)) }),
            ("xlog1py(a, a)", { Answer(xlog1py(a, a)) }),
            ("entr(a)", { Answer(entr(a)) }),
            ("a.sum()", { Answer(a.sum()) }),
            ("a.sum(axis: 0)", { Answer(a.sum(axis: 0)) }),
            ("a.mean(axis: 1, keepDims: true)", { Answer(a.mean(axis: 1, keepDims: true)) }),
            ("a.variance(axis: 0, correction: 1)", { Answer(a.variance(axis: 0, correction: 1)) }),
            ("a.standardDeviation()", { Answer(a.standardDeviation()) }),
            ("a.standardDeviation(axis: 0, correction: 1)", { Answer(a.standardDeviation(axis: 0, correction: 1)) }),
            ("a.product(axis: 1)", { Answer(a.product(axis: 1)) }),
            ("c.max(axes: [0, 2])", { Answer(c.max(axes: [0, 2])) }),
            ("a.argmax(axis: 1)", { Answer(a.argmax(axis: 1)) }),
            ("(a .> 5).all()", { Answer((a .> 5).all()) }),
            ("(a .> 5).any(axes: [0])", { Answer((a .> 5).any(axes: [0])) }),
            ("(a .> 5).countTrue()", { Answer((a .> 5).countTrue()) }),
            ("a.countNonzero()", { Answer(a.countNonzero()) }),
            ("a.cumulativeSum(axis: 1)", { Answer(a.cumulativeSum(axis: 1)) }),
            ("v.cumulativeProduct(axis: 0)", { Answer(v.cumulativeProduct(axis: 0)) }),
            ("v.cumulativeMax(axis: 0)", { Answer(v.cumulativeMax(axis: 0)) }),
            ("a.diff(axis: 0)", { Answer(a.diff(axis: 0)) }),
            ("a.trapezoid(spacing: 0.5)", { Answer(a.trapezoid(spacing: 0.5)) }),
            ("a.logSumExp(axis: 1)", { Answer(a.logSumExp(axis: 1)) }),
            ("a.softmax(axis: 1)", { Answer(a.softmax(axis: 1)) }),
            ("v.sorted()", { Answer(v.sorted()) }),
            ("v.sorted(descending: true)", { Answer(v.sorted(descending: true)) }),
            ("v.argsort()", { Answer(v.argsort()) }),
            ("Tensor([1, 2, 3]).searchSorted(v)", { Answer(Tensor([1, 2, 3]).searchSorted(v)) }),
            ("n.unique().values", { Answer(n.unique().values) }),
            ("n.unique().counts", { Answer(n.unique().counts) }),
            ("n.unique().inverse", { Answer(n.unique().inverse) }),
            ("n.isIn(Tensor([2, 5]))", { Answer(n.isIn(Tensor([2, 5]))) }),
            ("a.median(axis: 0)", { Answer(a.median(axis: 0)) }),
            ("a.quantile(0.3)", { Answer(a.quantile(0.3)) }),
            (
                "a.quantiles([0.1, 0.9], axis: 1, method: .weibull)",
                { Answer(a.quantiles([0.1, 0.9], axis: 1, method: .weibull)) }
            ),
            ("a.histogram(bins: 3).counts", { Answer(a.histogram(bins: 3).counts) }),
            ("(n + 3).binCounts()", { Answer((n + 3).binCounts()) }),
            ("c[0].covariance()", { Answer(c[0].covariance()) }),
            ("c[0].correlation()", { Answer(c[0].correlation()) }),
            ("matmul(a, v)", { Answer(matmul(a, v)) }),
            ("matmul(a.transposed(), a)", { Answer(matmul(a.transposed(), a)) }),
            ("matmul(c, m)", { Answer(matmul(c, m)) }),
            ("outer(v, v)", { Answer(outer(v, v)) }),
            ("tensorDot(c, a, axes: ([1, 2], [0, 1]))", { Answer(tensorDot(c, a, axes: ([1, 2], [0, 1]))) }),
            ("vectorDot(a, v)", { Answer(vectorDot(a, v)) }),
            ("cross(a[.all, ..<3], v[..<3])", { Answer(cross(a[.all, ..<3], v[..<3])) }),
            (#"einsum("i,j->ij", v, v)"#, { Answer(einsum("i,j->ij", v, v)) }),
            (#"einsum("bij,kj->bik", c, a)"#, { Answer(einsum("bij,kj->bik", c, a)) }),
            ("kronecker(a, m)", { Answer(kronecker(a, m)) }),
            ("try matrixPower(m, -2)", { Answer(try matrixPower(m, -2)) }),
            ("try solve(m, v)", { Answer(try solve(m, v)) }),
            ("try solvePositiveDefinite(s, v)", { Answer(try solvePositiveDefinite(s, v)) }),
            ("try solveTriangular(m, v, .lower)", { Answer(try solveTriangular(m, v, .lower)) }),
            (
                "try leastSquares(a.transposed()[.all, ..<2], v)",
                { Answer(try leastSquares(a.transposed()[.all, ..<2], v)) }
            ),
            ("try inverse(m)", { Answer(try inverse(m)) }),
            ("try pseudoInverse(a)", { Answer(try pseudoInverse(a)) }),
            ("try determinant(m)", { Answer(try determinant(m)) }),
            ("try logDeterminant(m).logMagnitude", { Answer(try logDeterminant(m).logMagnitude) }),
            ("try matrixRank(a)", { Answer(try matrixRank(a)) }),
            ("try conditionNumber(m)", { Answer(try conditionNumber(m)) }),
            ("try matrixNorm(a)", { Answer(try matrixNorm(a)) }),
            ("try matrixNorm(a, .spectral)", { Answer(try matrixNorm(a, .spectral)) }),
            ("vectorNorm(a)", { Answer(vectorNorm(a)) }),
            ("vectorNorm(a, order: 3, axes: [0])", { Answer(vectorNorm(a, order: 3, axes: [0])) }),
            ("vectorNorm(c, order: 2)", { Answer(vectorNorm(c, order: 2)) }),
            ("vectorNorm(v, order: .infinity)", { Answer(vectorNorm(v, order: .infinity)) }),
            ("try cholesky(s)", { Answer(try cholesky(s)) }),
            ("try qr(m).r.abs()", { Answer(try qr(m).r.abs()) }),
            ("try lu(m).upper", { Answer(try lu(m).upper) }),
            ("try singularValues(a)", { Answer(try singularValues(a)) }),
            ("try symmetricEigenvalues(s)", { Answer(try symmetricEigenvalues(s)) }),
            ("try symmetricEigen(s).eigenvectors.abs()", { Answer(try symmetricEigen(s).eigenvectors.abs()) }),
            ("try eigenvalues(m).realPart().sum()", { Answer(try eigenvalues(m).realPart().sum()) }),
            ("try matrixExponential(m)", { Answer(try matrixExponential(m)) }),
            ("try matrixSquareRoot(s)", { Answer(try matrixSquareRoot(s)) }),
            ("try symmetricLogarithm(s)", { Answer(try symmetricLogarithm(s)) }),
            ("try symmetricPower(s, 0.3)", { Answer(try symmetricPower(s, 0.3)) }),
            ("m.diagonal()", { Answer(m.diagonal()) }),
            ("m.diagonal(offset: 1)", { Answer(m.diagonal(offset: 1)) }),
            ("m.trace()", { Answer(m.trace()) }),
            ("diagonalMatrix(v)", { Answer(diagonalMatrix(v)) }),
            ("upperTriangle(m)", { Answer(upperTriangle(m)) }),
            ("lowerTriangle(m, diagonal: -1)", { Answer(lowerTriangle(m, diagonal: -1)) }),
            ("(a / 3).description", { Answer((a / 3).description) }),
            (
                "(v / 3).formatted(TensorFormat(precision: 3))",
                { Answer((v / 3).formatted(TensorFormat(precision: 3))) }
            ),
            (
                "(a / 3).formatted(TensorFormat(precision: .exactly(2)))",
                { Answer((a / 3).formatted(TensorFormat(precision: .exactly(2)))) }
            ),
            (
                "(3 * v).exp().formatted(TensorFormat(suppressesScientific: true))",
                { Answer((3 * v).exp().formatted(TensorFormat(suppressesScientific: true))) }
            ),
            (
                "a.formatted(TensorFormat(threshold: 5, edgeItems: 1, sign: .always))",
                { Answer(a.formatted(TensorFormat(threshold: 5, edgeItems: 1, sign: .always))) }
            ),
            (#"n.formatted(TensorFormat(separator: ", "))"#, { Answer(n.formatted(TensorFormat(separator: ", "))) }),
            (
                #"try TextFile<Double>(Data("1 2 # comment\n3 4".utf8), path: "x").values"#,
                { Answer(try TextFile<Double>(Data("1 2 # comment\n3 4".utf8), path: "x").values) }
            ),
            (
                #"try TextFile<Double>(Data("a,b\n1,2".utf8), path: "x", TextReading(delimiter: ",", skippedLines: 1, columns: .positions([1]))).values"#,
                {
                    Answer(
                        try TextFile<Double>(
                            Data("a,b\n1,2".utf8), path: "x",
                            TextReading(delimiter: ",", skippedLines: 1, columns: .positions([1]))
                        ).values)
                }
            ),
            (
                #"try TextFile<Double>(Data("1,,3\n4,5,6".utf8), path: "x", TextReading(delimiter: ",", missing: .filled(with: -1))).values"#,
                {
                    Answer(
                        try TextFile<Double>(
                            Data("1,,3\n4,5,6".utf8), path: "x", TextReading(delimiter: ",", missing: .filled(with: -1))
                        ).values)
                }
            ),
            (
                "String(decoding: TextFile(v).encoded(TextWriting(digits: .fixed(3))), as: UTF8.self)",
                { Answer(String(decoding: TextFile(v).encoded(TextWriting(digits: .fixed(3))), as: UTF8.self)) }
            ),
        ] + distributionRows
    }

    private var distributionRows: [(code: String, run: () throws -> Answer)] {
        [
            (
                "NormalDistribution<Double>(mean: 1, standardDeviation: 2).logDensity(at: v)",
                { Answer(NormalDistribution<Double>(mean: 1, standardDeviation: 2).logDensity(at: v)) }
            ),
            (
                "NormalDistribution<Double>(mean: 1, standardDeviation: 2).survival(v)",
                { Answer(NormalDistribution<Double>(mean: 1, standardDeviation: 2).survival(v)) }
            ),
            (
                "NormalDistribution<Double>(mean: 1, standardDeviation: 2).upperQuantile(1e-9)",
                { Answer(NormalDistribution<Double>(mean: 1, standardDeviation: 2).upperQuantile(1e-9)) }
            ),
            (
                "LogNormalDistribution<Double>(location: 1, scale: 2).cdf(a)",
                { Answer(LogNormalDistribution<Double>(location: 1, scale: 2).cdf(a)) }
            ),
            (
                "TruncatedNormalDistribution<Double>(location: 1, scale: 2, lowerBound: -1, upperBound: 7).density(at: v)",
                {
                    Answer(
                        TruncatedNormalDistribution<Double>(location: 1, scale: 2, lowerBound: -1, upperBound: 7)
                            .density(at: v))
                }
            ),
            (
                "UniformDistribution<Double>(lowerBound: -1, upperBound: 2).cdf(v)",
                { Answer(UniformDistribution<Double>(lowerBound: -1, upperBound: 2).cdf(v)) }
            ),
            (
                "ExponentialDistribution<Double>(rate: 3).logSurvival(a)",
                { Answer(ExponentialDistribution<Double>(rate: 3).logSurvival(a)) }
            ),
            (
                "GammaDistribution<Double>(shape: 2, rate: 3).cdf(a)",
                { Answer(GammaDistribution<Double>(shape: 2, rate: 3).cdf(a)) }
            ),
            (
                "ChiSquaredDistribution<Double>(degreesOfFreedom: 4).quantile(0.95)",
                { Answer(ChiSquaredDistribution<Double>(degreesOfFreedom: 4).quantile(0.95)) }
            ),
            (
                "BetaDistribution<Double>(alpha: 2, beta: 3).density(at: v)",
                { Answer(BetaDistribution<Double>(alpha: 2, beta: 3).density(at: v)) }
            ),
            (
                "StudentTDistribution<Double>(degreesOfFreedom: 4, location: 1, scale: 2).cdf(v)",
                { Answer(StudentTDistribution<Double>(degreesOfFreedom: 4, location: 1, scale: 2).cdf(v)) }
            ),
            (
                "FDistribution<Double>(numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 7).quantile(0.95)",
                {
                    Answer(
                        FDistribution<Double>(numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 7).quantile(
                            0.95))
                }
            ),
            (
                "LaplaceDistribution<Double>(location: 1, scale: 2).quantile(Tensor([0.1, 0.9]))",
                { Answer(LaplaceDistribution<Double>(location: 1, scale: 2).quantile(Tensor([0.1, 0.9]))) }
            ),
            (
                "LogisticDistribution<Double>(location: 1, scale: 2).logCDF(v)",
                { Answer(LogisticDistribution<Double>(location: 1, scale: 2).logCDF(v)) }
            ),
            (
                "GumbelDistribution<Double>(location: 1, scale: 2).variance",
                { Answer(GumbelDistribution<Double>(location: 1, scale: 2).variance) }
            ),
            (
                "BernoulliDistribution<Double>(probability: 0.3).entropy",
                { Answer(BernoulliDistribution<Double>(probability: 0.3).entropy) }
            ),
            (
                "BinomialDistribution<Double>(trials: 10, probability: 0.3).density(at: a)",
                { Answer(BinomialDistribution<Double>(trials: 10, probability: 0.3).density(at: a)) }
            ),
            (
                "PoissonDistribution<Double>(rate: 3.5).logDensity(at: a)",
                { Answer(PoissonDistribution<Double>(rate: 3.5).logDensity(at: a)) }
            ),
            (
                "GeometricDistribution<Double>(probability: 0.3).survival(a)",
                { Answer(GeometricDistribution<Double>(probability: 0.3).survival(a)) }
            ),
            (
                "NegativeBinomialDistribution<Double>(successes: 4, probability: 0.3).quantile(Tensor([0.1, 0.9]))",
                {
                    Answer(
                        NegativeBinomialDistribution<Double>(successes: 4, probability: 0.3).quantile(
                            Tensor([0.1, 0.9])))
                }
            ),
            (
                "MultinomialDistribution<Double>(trials: 6, probabilities: Tensor([0.2, 0.3, 0.5])).logDensity(at: Tensor([1, 2, 3]))",
                {
                    Answer(
                        MultinomialDistribution<Double>(trials: 6, probabilities: Tensor([0.2, 0.3, 0.5])).logDensity(
                            at: Tensor([1, 2, 3])))
                }
            ),
            (
                "DirichletDistribution<Double>(concentration: Tensor([1, 2, 3])).logDensity(at: Tensor([0.2, 0.3, 0.5]))",
                {
                    Answer(
                        DirichletDistribution<Double>(concentration: Tensor([1, 2, 3])).logDensity(
                            at: Tensor([0.2, 0.3, 0.5])))
                }
            ),
            (
                "try MultivariateNormalDistribution<Double>(mean: v, covariance: s).logDensity(at: Tensor(zeros: [4]))",
                {
                    Answer(
                        try MultivariateNormalDistribution<Double>(mean: v, covariance: s).logDensity(
                            at: Tensor(zeros: [4])))
                }
            ),
        ]
    }

    @Test func everyRowGivesWhatNumPyGives() throws {
        let references: [Reference] = try NumPyArticleTests.references()
        #expect(rows.map(\.code) == references.map(\.swift))
        for (row, reference) in zip(rows, references) {
            let answer: Answer = try row.run()
            #expect(answer.shape == reference.shape, "\(row.code)")
            let greatest: Double = reference.values.reduce(1) { max($0, abs($1)) }
            let isClose: Bool = zip(answer.values, reference.values).allSatisfy { abs($0 - $1) <= 1e-12 * greatest }
            #expect(isClose && answer.values.count == reference.values.count, "\(row.code): \(answer.values)")
        }
    }

    @Test func theArticleHasTheseRowsAndNoOthers() throws {
        let article: String = try String(
            contentsOf: Self.root.appendingPathComponent("docs/from-numpy-to-swift.md"), encoding: .utf8)
        let cells: [[String]] = article.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "`").map { String($0) }
        }
        let references: [Reference] = try NumPyArticleTests.references()
        #expect(cells.map { $0[1] } == references.map(\.numpy))
        #expect(cells.map { $0[3] } == references.map(\.swift))
    }

    @Test func everyRowRunsWhatItSays() throws {
        let source: String = try String(contentsOfFile: #filePath, encoding: .utf8).filter { !$0.isWhitespace }
        for row in rows {
            let quoted: String = row.code.contains("\"") ? "#\"\(row.code)\"#" : "\"\(row.code)\""
            let line: String = "(\(quoted), { Answer(\(row.code)) }),".filter { !$0.isWhitespace }
            #expect(source.contains(line), "\(row.code)")
        }
    }

    private struct Reference: Decodable {
        let numpy, swift: String
        let shape: [Int]
        let values: [Double]
    }

    private static let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func references() throws -> [Reference] {
        struct File: Decodable { let rows: [Reference] }
        let path: URL = root.appendingPathComponent("Tests/References/numpy_article.json")
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: path)).rows
    }
}

/// The result of a row: its shape, and its elements as numbers.
private struct Answer {
    let shape: [Int]
    let values: [Double]

    init(_ tensor: Tensor<Double>) { (shape, values) = (tensor.shape.dimensions, tensor.scalars) }
    init(_ tensor: Tensor<Float>) { (shape, values) = (tensor.shape.dimensions, tensor.scalars.map { Double($0) }) }
    init(_ tensor: Tensor<Float16>) { (shape, values) = (tensor.shape.dimensions, tensor.scalars.map { Double($0) }) }
    init(_ tensor: Tensor<Int>) { (shape, values) = (tensor.shape.dimensions, tensor.scalars.map { Double($0) }) }
    init(_ tensor: Tensor<Bool>) { (shape, values) = (tensor.shape.dimensions, tensor.scalars.map { $0 ? 1 : 0 }) }
    init(_ dimensions: [Int]) { (shape, values) = ([dimensions.count], dimensions.map { Double($0) }) }
    init(_ number: Int) { (shape, values) = ([], [Double(number)]) }
    init(_ text: String) { (shape, values) = ([text.utf8.count], text.utf8.map { Double($0) }) }
    init(_ isTrue: Bool) { (shape, values) = ([], [isTrue ? 1 : 0]) }
}
