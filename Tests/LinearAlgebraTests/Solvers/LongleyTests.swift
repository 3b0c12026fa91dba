import Foundation
import LinearAlgebra
import Tensors
import Testing

/// The regression on Longley's data, whose condition number is 5·10⁹, agrees with the certified values of NIST's
/// Statistical Reference Datasets (https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml).
@Suite struct LongleyTests {
    @Test func certifiedCoefficients() throws {
        let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
                "Examples/linear-regression/data/longley.csv")
        let lines: [Substring] = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map {
            $0
        }
        let rows: [[Double]] = lines.map { $0.split(separator: ",").compactMap { Double($0) } }
        let x = Tensor<Double>(rows.map { [1] + $0.dropFirst() })
        let y = Tensor<Double>(rows.map { $0[0] })
        let certified: [Double] = [
            -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
            -0.511041056535807e-01, 1829.15146461355,
        ]
        let exact: [Double] = try leastSquares(x, y).scalars
        let general: [Double] = try minimumNormLeastSquares(x, y, tolerance: 0).solution.scalars
        for index in certified.indices {
            #expect(abs(exact[index] / certified[index] - 1) < 1e-8)
            #expect(abs(general[index] / certified[index] - 1) < 1e-6)
        }
    }
}
