import Tensors
import TestSupport

/// A call of a function, with NumPy's results.
struct ArrayCase: Decodable, Sendable {
    let function: String
    /// NumPy's name of the first input's type.
    let type: String
    let inputs: [StoredArray]
    let options: [String: ReferenceValue]
    let results: [StoredArray]

    static let all: [ArrayCase] = referenceCases(in: "array_functions")
}

/// The inputs and options of a call. All inputs have the memory layout `arrangement`.
struct Arguments {
    let inputs: [StoredArray]
    let options: [String: ReferenceValue]
    let arrangement: MemoryArrangement

    func tensor<Scalar: StoredScalar>(_ index: Int, _ type: Scalar.Type = Scalar.self) -> Tensor<Scalar> {
        inputs[index].tensor(type).arranged(arrangement)
    }
    func mask(_ index: Int) -> Tensor<Bool> { tensor(index) }
    func positions(_ index: Int) -> Tensor<Int> { tensor(index) }
    func number(_ name: String) -> Double {
        guard case .number(let value) = options[name] else { fatalError("no option \(name)") }
        return value
    }
    func integer(_ name: String) -> Int { Int(number(name)) }
    func integers(_ name: String) -> [Int] {
        guard case .numbers(let values) = options[name] else { fatalError("no option \(name)") }
        return values.map { Int($0) }
    }
    func flag(_ name: String) -> Bool {
        guard case .boolean(let value) = options[name] else { fatalError("no option \(name)") }
        return value
    }
    func text(_ name: String) -> String {
        guard case .text(let value) = options[name] else { fatalError("no option \(name)") }
        return value
    }
}

/// A function under test: it takes the arguments of a call, and returns the results.
typealias ArrayFunction = (Arguments) -> [AnyResult]
