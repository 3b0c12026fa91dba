import ComplexModule
import Tensors
import TestSupport
import Testing

/// Every function of the Array API that this module has gives NumPy's values, shapes and types, in every memory layout.
@Suite struct ArrayFunctionTests {
    private static func functions(_ type: String) -> [String: ArrayFunction] {
        switch type {
        case "float32": real(Float.self)
        case "float64": real(Double.self)
        case "int8": integer(Int8.self)
        case "int16": integer(Int16.self)
        case "int32": integer(Int32.self)
        case "int64": integer(Int.self)
        case "uint8": integer(UInt8.self)
        case "uint16": integer(UInt16.self)
        case "uint32": integer(UInt32.self)
        case "uint64": integer(UInt.self)
        case "bool": boolean()
        case "complex64": complex(Float.self)
        default: complex(Double.self)
        }
    }

    @Test(arguments: Array(Set(ArrayCase.all.map(\.function))).sorted())
    func resultsAreNumPys(_ function: String) {
        var compute: [String: ArrayFunction] = [:]
        for call in ArrayCase.all where call.function == function {
            if compute[call.type] == nil { compute[call.type] = Self.functions(call.type)[function] }
            guard let compute = compute[call.type] else {
                Issue.record("no function \(function) of \(call.type)")
                continue
            }
            for arrangement in MemoryArrangement.allCases {
                let arguments = Arguments(inputs: call.inputs, options: call.options, arrangement: arrangement)
                let results: [AnyResult] = compute(arguments)
                guard results.count == call.results.count else {
                    Issue.record("\(call.type): \(results.count) results, not \(call.results.count)")
                    continue
                }
                for (result, expected) in zip(results, call.results) {
                    if let fault = result.difference(from: expected, tolerance: tolerance(call.type)) {
                        Issue.record(
                            "\(call.type) \(call.inputs.map(\.shape)) \(call.options) \(arrangement): \(fault)")
                    }
                }
            }
        }
    }

    private func tolerance(_ type: String) -> Double {
        switch type {
        case "float32", "complex64": 4e-6
        case "float64", "complex128": 1e-13
        default: 1e-12
        }
    }
}
