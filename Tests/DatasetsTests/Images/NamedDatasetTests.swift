import Foundation
import Tensors
import Testing

@testable import Datasets

@Suite struct NamedDatasetTests {
    private let directory = TemporaryDirectory()

    private func load(_ name: String) throws(DatasetError) -> ImageDataset {
        guard let named = NamedDataset.all.first(where: { $0.name == name }) else { fatalError("no \(name)") }
        return try named.load(environment: ["SYNANN_DATA_DIR": directory.path, "XDG_CACHE_HOME": directory.path]) {
            _, _, _ in
        }
    }

    private func idx(_ name: String, _ lengths: [UInt32], _ elements: [UInt8]) throws {
        let file: String = directory.path + "/" + name
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try directory.write(idxBytes(lengths: lengths, elements: elements), to: name)
    }

    @Test func theImagesOfEMNISTAreTransposedAndItsLettersBeginAtOne() throws {
        let folder = "emnist-letters/emnist-letters-"
        for set in ["train", "test"] {
            try idx(folder + set + "-images-idx3-ubyte", [1, 2, 2], [1, 2, 3, 4])
            try idx(folder + set + "-labels-idx1-ubyte", [1], [26])
        }
        let letters: ImageDataset = try load("emnist-letters")
        #expect(letters.classNames.count == 26 && letters.train.labels == [25] && letters.classNames[25] == "Z")
        #expect(Array(try letters.train.pixels(of: 0)) == [1, 3, 2, 4])
        try idx(folder + "test-labels-idx1-ubyte", [1], [0])
        #expect(datasetError { _ = try load("emnist-letters") } != nil)
    }

    @Test func missingFilesAreExplained() {
        let error: DatasetError? = datasetError { _ = try load("kmnist") }
        guard case .missingDataset(let address, let places) = error?.fault else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(address.contains("kmnist") && places.contains(directory.path + "/kmnist"))
    }

    @Test func theFoldersOfTheArchivesOfCIFARAreFound() throws {
        try FileManager.default.createDirectory(
            atPath: directory.path + "/cifar-10/cifar-10-batches-bin", withIntermediateDirectories: true)
        try directory.cifar("cifar-10/cifar-10-batches-bin/data_batch_1.bin", count: 2)
        try directory.cifar("cifar-10/cifar-10-batches-bin/test_batch.bin", count: 1)
        #expect(try load("cifar-10").train.count == 2)
    }

    @Test func namesAreUniqueAndLabelsFit() {
        #expect(Set(NamedDataset.all.map(\.name)).count == NamedDataset.all.count)
        for named in NamedDataset.all {
            if let names = named.classNames { #expect(Set(names).count == names.count, "\(named.name)") }
        }
    }
}
