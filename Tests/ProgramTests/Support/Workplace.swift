import Foundation
import SynaNN

/// A folder in which the tests run the programs. The folder contains a few digits, and the data and models that the
/// tests add. `deinit` removes the folder.
final class Workplace: Sendable {
    let root: URL
    /// Whether the tests try all cases. If not, they try a part of the cases, which takes seconds.
    static let isComplete: Bool = ProcessInfo.processInfo.environment["SYNANN_EVERY_VALUE"] != nil
    /// The directory of the four MNIST files: 20 training digits and 10 test digits, which `MNIST.drawn` draws.
    var digits: URL { root.appendingPathComponent("digits") }

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("programs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let drawn = MNIST.drawn(trainCount: 20, testCount: 10)
        try write(drawn.train, drawn.test, to: digits)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Creates a folder in `root`, and returns the path of the folder.
    func folder(_ name: String = UUID().uuidString) throws -> URL {
        let folder: URL = root.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Runs a program in a new folder. The program reads `digits` as MNIST. After `limit` seconds the program is
    /// killed.
    func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], limit: Double = 20
    ) throws -> ProgramRun {
        try ProgramRun(
            program, arguments, in: folder(),
            environment: ["MNIST_DIR": digits.path].merging(environment) { _, own in own }, limit: limit)
    }

    /// Runs a training, and returns the directory `name`, to which the program saves the checkpoint and the model.
    /// Throws `SetUpFailure` if the training fails.
    func trained(_ program: String, _ flags: [String], _ name: String) throws -> URL {
        let directory: URL = root.appendingPathComponent(name)
        let run: ProgramRun = try run(program, flags + ["--quiet", "--save", directory.path])
        guard run.status == 0 else { throw SetUpFailure(description: run.errors) }
        return directory
    }

    struct SetUpFailure: Error, CustomStringConvertible {
        let description: String
    }

    private func write(_ train: LabeledImages, _ test: LabeledImages, to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, images) in [("train", train), ("t10k", test)] {
            let shape: [Int] = [images.count, images.height, images.width]
            try IDXFile(shape: shape, bytes: images.pixels)
                .write(to: directory.appendingPathComponent("\(name)-images-idx3-ubyte").path)
            try IDXFile(shape: [images.count], bytes: images.labels.map { UInt8($0) })
                .write(to: directory.appendingPathComponent("\(name)-labels-idx1-ubyte").path)
        }
    }

    /// Creates MNIST files in the directory `name`, and returns this directory. The files contain `train` training
    /// images and `test` test images, which are black and have `size` × `size` pixels. The label of image i is i mod
    /// 10.
    func images(_ name: String, train: Int, test: Int, size: Int) throws -> URL {
        func black(_ count: Int) -> LabeledImages {
            LabeledImages(
                pixels: [UInt8](repeating: 0, count: count * size * size),
                labels: (0 ..< count).map { $0 % 10 }, height: size, width: size)
        }
        let directory: URL = root.appendingPathComponent(name)
        try write(black(train), black(test), to: directory)
        return directory
    }

    /// Copies the digits to the directory `name`, replaces the contents of `file` in the copy by `bytes`, and returns
    /// the directory. If `bytes` is `nil`, the method removes the file.
    func damaged(_ name: String, file: String, _ bytes: [UInt8]?) throws -> URL {
        let directory: URL = root.appendingPathComponent(name)
        try FileManager.default.copyItem(at: digits, to: directory)
        let path: URL = directory.appendingPathComponent(file)
        try FileManager.default.removeItem(at: path)
        if let bytes { try Data(bytes).write(to: path) }
        return directory
    }

    /// Runs all cases, at most one case per core at a time, and returns the faults of the runs.
    func problems(_ cases: [(program: String, arguments: [String])]) -> [String] {
        let found = LockedList()
        DispatchQueue.concurrentPerform(iterations: cases.count) { index in
            do {
                let run: ProgramRun = try run(cases[index].program, cases[index].arguments)
                if let problem = run.problem { found.append(problem) }
            } catch {
                found.append("\(cases[index]): \(error)")
            }
        }
        return found.all
    }
}

private final class LockedList: @unchecked Sendable {
    private let lock = NSLock()
    private var items: [String] = []

    func append(_ item: String) { lock.withLock { items.append(item) } }
    var all: [String] { lock.withLock { items.sorted() } }
}
