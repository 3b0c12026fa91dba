import Datasets
import Foundation
import Tensors
import Testing

@Suite struct ImageDatasetTests {
    private let directory = TemporaryDirectory()

    private func idx(_ name: String, _ lengths: [UInt32], _ elements: [UInt8]) throws {
        try directory.write(idxBytes(lengths: lengths, elements: elements), to: name)
    }

    @Test func idxFilesOfAnySizeAndAnyChannelsAreRead() throws {
        try idx("my-train-images-idx3-ubyte", [2, 2, 3], Array(0 ..< 12))
        try idx("my-train-labels-idx1-ubyte", [2], [3, 17])
        try idx("my-t10k-images-idx3-ubyte", [1, 2, 3], Array(0 ..< 6))
        try idx("my-t10k-labels-idx1-ubyte", [1], [0])
        let grey = try ImageDataset(directory: directory.path)
        #expect(grey.shape == ImageShape(channels: 1, height: 2, width: 3) && grey.classNames.count == 18)
        let interleaved: [UInt8] = [1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33]
        try idx("my-train-images-idx3-ubyte", [1, 2, 2, 3], interleaved)
        try idx("my-train-labels-idx1-ubyte", [1], [0])
        let planes: [UInt8] = [1, 11, 21, 31, 2, 12, 22, 32, 3, 13, 23, 33]
        try idx("my-t10k-images-idx3-ubyte", [1, 3, 2, 2], planes)
        let colored = try ImageDataset(directory: directory.path)
        #expect(colored.shape == ImageShape(channels: 3, height: 2, width: 2))
        let (first, last): ([UInt8], [UInt8]) = try (
            Array(colored.train.pixels(of: 0)), Array(colored.test.pixels(of: 0))
        )
        #expect(first == planes && last == planes)
    }

    @Test func cifarIsRead() throws {
        let first = try directory.cifar("data_batch_1.bin", count: 12)
        let second = try directory.cifar("data_batch_2.bin", count: 5, seed: 9)
        let test = try directory.cifar("test_batch.bin", count: 3, seed: 4)
        let dataset = try ImageDataset(directory: directory.path)
        #expect(dataset.train.labels == first.labels + second.labels && dataset.test.labels == test.labels)
        #expect(dataset.shape == ImageShape(channels: 3, height: 32, width: 32))
        let train = try LabeledImages(loading: dataset.train)
        #expect(train.pixels == first.pixels + second.pixels)
        try directory.write(
            Array("aeroplane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n".utf8), to: "batches.meta.txt")
        #expect(try ImageDataset(directory: directory.path).classNames[9] == "truck")
    }

    @Test func damagedCifarFilesAreNamed() throws {
        try directory.cifar("data_batch_1.bin", count: 2)
        try directory.write([UInt8](repeating: 0, count: 3000), to: "test_batch.bin")
        #expect(
            datasetError { _ = try ImageDataset(directory: directory.path) }
                == DatasetError(path: directory.path + "/test_batch.bin", .truncated(expected: 3073, found: 3000)))
        try directory.write([10] + [UInt8](repeating: 0, count: 3072), to: "test_batch.bin")
        #expect(
            datasetError { _ = try ImageDataset(directory: directory.path) }
                == DatasetError(
                    path: directory.path + "/test_batch.bin",
                    .labelOutOfRange(position: 0, label: 10, classCount: 10)))
    }

    @Test func aDirectoryOfPicturesIsSplitByClass() throws {
        for index in 0 ..< 40 { try directory.picture("\(index % 4)/\(index).png", value: [UInt8(index), 0, 0]) }
        let dataset = try ImageDataset(directory: directory.path)
        #expect(dataset.train.count == 32 && dataset.test.count == 8)
        #expect(dataset.test.labels.sorted() == [0, 0, 1, 1, 2, 2, 3, 3])
        // The first training images contain several classes.
        #expect(Set(dataset.train.labels.prefix(12)).count > 2)
        let again = try ImageDataset(directory: directory.path)
        #expect(again.train.labels == dataset.train.labels)
    }

    @Test func trainAndTestHaveTheSameClasses() throws {
        for name in ["train/a/1.png", "train/a/2.png", "train/b/1.png", "test/b/1.png"] { try directory.picture(name) }
        let dataset = try ImageDataset(directory: directory.path)
        #expect(dataset.train.count == 3 && dataset.test.labels == [1])
        try directory.picture("test/c/1.png")
        #expect(
            datasetError { _ = try ImageDataset(directory: directory.path) }
                == DatasetError(path: directory.path + "/test/c", .unknownClass("c", known: ["a", "b"])))
    }

    @Test func otherDirectoriesAreExplained() throws {
        #expect(
            datasetError { _ = try ImageDataset(directory: directory.path) }?.fault == .unknownDirectory("no files"))
        try directory.write([1], to: "readme.txt")
        #expect(
            datasetError { _ = try ImageDataset(directory: directory.path) }?.fault == .unknownDirectory("readme.txt"))
        #expect(
            datasetError { _ = try ImageDataset.load("fashion") }?.fault
                == .unknownName(names: NamedDataset.all.map(\.name)))
        #expect(
            datasetError { _ = try ImageDataset.load("no/such/place") }?.fault
                == .unreadable("there is no such directory"))
    }
}
