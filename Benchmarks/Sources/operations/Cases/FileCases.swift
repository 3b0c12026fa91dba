import Foundation
import Measurement
import SynaNN

/// Returns files of arrays, written and read. The files lie in a temporary folder. A write of this library is complete
/// on the disk when it returns, and replaces the old file at once; the peers do the same.
func fileCases() throws -> [OperationCase] {
    let folder: URL = FileManager.default.temporaryDirectory.appendingPathComponent("synann-benchmark-files")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var generator = PhiloxGenerator(seed: 1)
    let array = Tensor<Float>(randomNormal: [5000, 5000], using: &generator)
    let small = Tensor<Float>(randomNormal: [100, 100], using: &generator)
    let model = Linear<Float>(5000, 5000, using: &generator)
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try NPYFile(array).write(to: path("array.npy"))
    try NPYFile(small).write(to: path("small.npy"))
    try model.save(to: path("model.safetensors"))
    var cases: [OperationCase] = []
    cases.add("npy, write to the disk [5000, 5000]") { try NPYFile(array).write(to: path("written.npy")) }
    cases.add("npy, read [5000, 5000]") { try NPYFile(contentsOf: path("array.npy")).array.tensor(as: Float.self) }
    cases.add("npy, write to the disk [100, 100]") { try NPYFile(small).write(to: path("written-small.npy")) }
    cases.add("npy, read [100, 100]") { try NPYFile(contentsOf: path("small.npy")).array.tensor(as: Float.self) }
    cases.add("safetensors, write to the disk [5000, 5000]") { try model.save(to: path("written.safetensors")) }
    cases.add("safetensors, read [5000, 5000]") {
        var read: Linear<Float> = model
        try read.load(from: path("model.safetensors"))
        return read
    }
    return cases + imageSetCases()
}

/// Returns the reading of MNIST, if its files are here.
private func imageSetCases() -> [OperationCase] {
    guard let folder: String = ProcessInfo.processInfo.environment["MNIST_DIR"] else { return [] }
    var cases: [OperationCase] = []
    cases.add("MNIST, read both sets") { try MNIST(directory: folder) }
    return cases
}
