import Foundation
import ONNXOperations
import SynaNN

/// `onnx-operations DIRECTORY` writes each operation as an ONNX file into DIRECTORY. The program also writes inputs of
/// 1, 7 and 1000 samples, and SynaNN's outputs for these inputs. `Benchmarks/peers/onnx_operations.py` reads these
/// files.
@main
struct WriteOperations {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: onnx-operations DIRECTORY\n".utf8))
            exit(2)
        }
        let directory: String = CommandLine.arguments[1]
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for operation in OperationCase.all {
            try operation.model().write(to: "\(directory)/\(operation.name).onnx")
            for batchSize in [1, 7, 1000] {
                let input: OperationCase.Input = operation.input(batchSize: batchSize)
                let prefix = "\(directory)/\(operation.name).\(batchSize)"
                for (index, tensor) in input.real.enumerated() {
                    try NPYFile(tensor).write(to: "\(prefix).real.\(index).npy")
                }
                for (index, tensor) in input.whole.enumerated() {
                    try NPYFile(tensor).write(to: "\(prefix).whole.\(index).npy")
                }
                try NPYFile(operation.output(of: input)).write(to: "\(prefix).output.npy")
            }
        }
        print("\(OperationCase.all.count) operations")
    }
}
