import Measurement
import SynaNN

/// A group of cases. `Benchmarks/peers/operations` has the same groups and measures the same cases under the same names.
enum OperationGroup: String, CaseIterable {
    case elementwise, strided, reductions, random, shapes, products, convolutions, layers, overhead, files
    case linearAlgebra = "linear-algebra"

    /// Creates the inputs of the group, and returns its cases.
    func cases() throws -> [OperationCase] {
        switch self {
        case .elementwise: elementwiseCases()
        case .strided: stridedCases()
        case .reductions: reductionCases()
        case .random: randomCases()
        case .shapes: shapeCases()
        case .products: productCases()
        case .convolutions: convolutionCases()
        case .layers: layerCases()
        case .overhead: overheadCases()
        case .files: try fileCases()
        case .linearAlgebra: linearAlgebraCases()
        }
    }
}

/// A piece of work to measure.
struct OperationCase {
    let name: String
    let work: () -> Void
}

extension [OperationCase] {
    /// Adds a case whose work computes a value.
    mutating func add(_ name: String, _ work: @escaping () throws -> some Any) {
        append(
            OperationCase(name: name) {
                do { keep(try work()) } catch { fatalError("The case “\(name)” failed: \(error)") }
            })
    }
}
