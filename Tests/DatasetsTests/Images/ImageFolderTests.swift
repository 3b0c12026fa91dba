import Datasets
import Foundation
import Interchange
import Tensors
import Testing

@Suite struct ImageFolderTests {
    private let directory = TemporaryDirectory()

    private func expect(
        _ fault: DatasetError.Fault, at name: String, _ body: () throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            datasetError(body) == DatasetError(path: directory.path + name, fault), sourceLocation: sourceLocation)
    }

    @Test func theFoldersAreTheClasses() throws {
        try directory.picture("cat/b.png", value: [1, 2, 3])
        try directory.picture("cat/a.PNG", value: [4, 5, 6])
        try directory.picture("dog/deep/c.png", value: [7, 8, 9])
        try directory.picture("dog/.hidden.png", width: 3)
        try directory.write([1, 2], to: "dog/notes.txt")
        let folder = try ImageFolder(directory.path)
        #expect(folder.classNames == ["cat", "dog"] && folder.labels == [0, 0, 1])
        #expect(
            folder.paths.map { $0.dropFirst(directory.path.count) } == ["/cat/a.PNG", "/cat/b.png", "/dog/deep/c.png"])
        #expect(folder.shape == ImageShape(channels: 3, height: 8, width: 8))
        for (index, value) in [[4, 5, 6], [1, 2, 3], [7, 8, 9]].enumerated() {
            let planes: [UInt8] = value.flatMap { [UInt8](repeating: UInt8($0), count: 64) }
            for _ in 0 ..< 2 { #expect(Array(try folder.pixels(of: index)) == planes) }
        }
    }

    @Test func greyPicturesGiveGreyImages() throws {
        try directory.picture("a/1.png", color: .gray, value: [9])
        try directory.picture("b/1.png", color: .gray, value: [8])
        #expect(try ImageFolder(directory.path).shape.channels == 1)
        try directory.picture("b/2.png", value: [1, 2, 3])
        #expect(try ImageFolder(directory.path).shape.channels == 3)
        #expect(try ImageFolder(directory.path, ImageReading(channels: 1)).shape.channels == 1)
    }

    @Test func picturesOfDifferentSizesNeedASize() throws {
        try directory.picture("a/1.png", width: 8, height: 6)
        try directory.picture("b/1.png", width: 12, height: 6)
        expect(.differentImageSize(expected: [6, 8], found: [6, 12]), at: "/b/1.png") {
            _ = try ImageFolder(directory.path)
        }
        for fit in ImageReading.Fit.allCases {
            let folder = try ImageFolder(directory.path, ImageReading(size: (4, 5), fit: fit))
            #expect(folder.shape == ImageShape(channels: 3, height: 4, width: 5))
            for index in 0 ..< 2 { #expect(try Set(folder.pixels(of: index)) == [10, 20, 30]) }
        }
    }

    @Test func foldersWithoutPicturesAreNamed() throws {
        expect(.noImages, at: "") { _ = try ImageFolder(directory.path) }
        try directory.picture("a/1.png")
        expect(.tooFewClasses(["a"]), at: "") { _ = try ImageFolder(directory.path) }
        try FileManager.default.createDirectory(atPath: directory.path + "/b", withIntermediateDirectories: true)
        expect(.noImages, at: "/b") { _ = try ImageFolder(directory.path) }
        expect(.unreadable("it is not a readable directory"), at: "/c") {
            _ = try ImageFolder(directory.path + "/c")
        }
    }

    @Test func aDamagedPictureIsNamedWhenItIsRead() throws {
        for name in ["a/1.png", "a/2.png", "b/1.png"] { try directory.picture(name) }
        let whole = try Data(contentsOf: URL(fileURLWithPath: directory.path + "/a/2.png"))
        try directory.write(Array(whole.prefix(60)), to: "a/2.png")
        let folder = try ImageFolder(directory.path)
        let data = ImageData(folder, normalization: .unit)
        #expect(try data.batch([0, 2]).inputs.shape == [2, 3, 8, 8])
        let error: DatasetError? = datasetError { _ = try data.batch([2, 1, 0]) }
        #expect(error?.path == directory.path + "/a/2.png")
        guard case .damagedImage = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect("\(error!)".contains("cannot be read as a picture"))
    }

    @Test func damagedPicturesAreLeftOutOnRequest() throws {
        for index in 0 ..< 30 { try directory.picture("\(index % 3)/\(index).png", value: [UInt8(index), 0, 0]) }
        for index in [4, 9, 28] { try directory.write([1, 2, 3], to: "\(index % 3)/\(index).png") }
        let dataset = try ImageDataset(directory: directory.path, ImageReading(skipsDamaged: true))
        #expect(dataset.skipped.count == 3 && dataset.train.count + dataset.test.count == 27)
        #expect(dataset.skipped.contains { $0.contains("/1/28.png") })
        for images in [dataset.train, dataset.test] {
            for index in 0 ..< images.count {
                let red: UInt8 = try images.pixels(of: index).first!
                #expect(images.labels[index] == Int(red) % 3)
            }
        }
    }

    /// The bits of the batches do not depend on the cache, and a small cache still returns all images.
    @Test func theCacheChangesNothing() throws {
        for index in 0 ..< 12 { try directory.picture("\(index % 2)/\(index).png", value: [UInt8(index), 1, 2]) }
        let all: [Int] = Array(0 ..< 12)
        var batches: [Tensor<Float>] = []
        for limit in [0, 500, 1 << 20] {
            let data = ImageData(
                try ImageFolder(directory.path, ImageReading(cacheLimit: limit)), normalization: .mnist)
            for _ in 0 ..< 2 { batches.append(try data.batch(all[...]).inputs) }
        }
        #expect(batches.allSatisfy { $0 == batches[0] })
    }
}
