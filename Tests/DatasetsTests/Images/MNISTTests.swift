import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct MNISTTests {
    private let directory = TemporaryDirectory()
    private static let names: [String] = MNIST.files.map(\.name)

    /// Creates the directory `name` with the four files of a small data set, and returns the path of the directory. The
    /// first label is `mark`; `suffix` is appended to the files' names, and with ".gz" the files are compressed.
    private func makeFiles(_ name: String, mark: UInt8, suffix: String = "") throws -> String {
        let path: String = directory.path + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in Self.names {
            let bytes: [UInt8] = file.contains("images") ? smallImages : idxBytes(lengths: [3], elements: [mark, 1, 2])
            try directory.write(suffix.hasSuffix(".gz") ? gzipped(bytes) : bytes, to: name + "/" + file + suffix)
        }
        return path
    }

    private func load(_ named: String?, _ environment: [String: String]) throws -> MNIST {
        try MNIST.load(directory: named, environment: environment, mirrors: [])
    }

    @Test func thePlacesAreTriedInOrder() throws {
        let named: String = try makeFiles("named", mark: 3)
        let fromEnvironment: String = try makeFiles("environment", mark: 4)
        let cache: String = try makeFiles("cache/synann/mnist", mark: 5)
        let environment: [String: String] = [
            "MNIST_DIR": fromEnvironment, "XDG_CACHE_HOME": directory.path + "/cache",
        ]
        #expect(try load(named, environment).train.labels == [3, 1, 2])
        #expect(try load(named, environment).source == named)
        #expect(try load(nil, environment).test.labels == [4, 1, 2])
        #expect(try load(nil, environment).source == fromEnvironment)
        let withoutVariable: [String: String] = ["XDG_CACHE_HOME": directory.path + "/cache", "MNIST_DIR": ""]
        #expect(try load(nil, withoutVariable).train.labels == [5, 1, 2])
        #expect(try load(nil, withoutVariable).source == cache)
    }

    /// If the caller or MNIST_DIR names a directory without the files, `load` throws. If `load` used another directory
    /// instead, a program could train on other data unnoticed.
    @Test func aNamedDirectoryIsNotReplacedByAnother() throws {
        let good: String = try makeFiles("good", mark: 3)
        for (named, environment) in [("/no/where", ["MNIST_DIR": good]), (nil, ["MNIST_DIR": "/no/where"])] {
            let error: DatasetError? = datasetError { _ = try load(named, environment) }
            #expect(error?.path == "/no/where/train-images-idx3-ubyte.gz")
            guard case .unreadable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        }
    }

    @Test func withoutFilesAndNetworkItIsUnavailable() {
        let error: DatasetError? = datasetError { _ = try load(nil, ["XDG_CACHE_HOME": directory.path]) }
        guard case .unavailable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(directory.contents == [])
    }

    @Test(arguments: ["", ".gz"]) func filesMayBeCompressed(suffix: String) throws {
        #expect(try MNIST(directory: makeFiles("files", mark: 6, suffix: suffix)).train.labels == [6, 1, 2])
    }

    @Test func filesMayHaveADotInTheirNames() throws {
        let path: String = try makeFiles("files", mark: 6)
        for name in Self.names {
            let dotted: String = name.replacingOccurrences(of: "-idx", with: ".idx")
            try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + dotted)
        }
        #expect(try MNIST(directory: path).test.count == 3)
    }

    @Test func everyMissingFileIsNamed() throws {
        for name in Self.names {
            let path: String = try makeFiles("without-" + name, mark: 1)
            try FileManager.default.removeItem(atPath: path + "/" + name)
            #expect(datasetError { _ = try MNIST(directory: path) }?.path == path + "/" + name + ".gz")
        }
    }

    @Test func bothPartsMustHaveOneSize() throws {
        let path: String = try makeFiles("files", mark: 1)
        try directory.write(idxBytes(lengths: [3, 1, 4], elements: Array(1 ... 12)), to: "files/" + Self.names[2])
        let expected = DatasetError(path: path + "/" + Self.names[2], .wrongSize(expected: [2, 2], found: [1, 4]))
        #expect(datasetError { _ = try MNIST(directory: path) } == expected)
    }

    @Test(
        .enabled(
            if: RealData.mnist != nil,
            "The four files are not part of the repository: name their directory in MNIST_DIR."))
    func theOfficialFilesAreRead() throws {
        let mnist = try MNIST(directory: try #require(RealData.mnist))
        #expect(mnist.train.count == 60_000 && mnist.test.count == 10_000)
        #expect(mnist.train.height == 28 && mnist.train.width == 28)
        #expect(mnist.train.labels[..<5] == [5, 0, 4, 1, 9])
        #expect(mnist.test.labels[..<5] == [7, 2, 1, 0, 4])
        for (set, (images, labels)) in zip([mnist.train, mnist.test], [(0, 1), (2, 3)]) {
            let labelsFile = IDXFile(shape: [set.count], bytes: set.labels.map { UInt8($0) })
            #expect(SHA256.hexadecimalDigest(of: labelsFile.encoded) == MNIST.files[labels].digest)
            // Skips the large set in an unoptimised build, where hashing 47 MB takes seconds.
            guard isOptimized || set.count < 60_000 else { continue }
            let imagesFile = IDXFile(shape: [set.count, 28, 28], bytes: set.pixels)
            #expect(SHA256.hexadecimalDigest(of: imagesFile.encoded) == MNIST.files[images].digest)
        }
    }

    /// Whether this build is optimised. Assertions are evaluated only in unoptimised builds.
    private var isOptimized: Bool {
        var result = true
        assert(
            {
                result = false; return true
            }())
        return result
    }
}
