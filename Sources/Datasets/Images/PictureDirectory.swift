import Foundation
import Tensors

/// A directory of pictures: a folder for each class, or two such directories with the names `train` and `test`.
struct PictureDirectory {
    private let directory: String
    /// The names of the directories of the training set and of the test set; nil for a directory of classes.
    private let parts: (train: String, test: String)?

    /// The names that the directory of the test set may have.
    private static let testNames: [String] = ["test", "val", "validation"]

    /// Recognizes a directory by the names of its entries; nil if it has no folder.
    init?(_ directory: String, _ names: [String]) {
        guard let folders = try? PictureFiles.folders(in: directory), !folders.isEmpty else { return nil }
        self.directory = directory
        let test: String? = Self.testNames.first(where: folders.contains)
        parts = folders.contains("train") ? test.map { ("train", $0) } : nil
    }

    /// Returns the training images and the test images. Without a directory `test`, a fraction of each class becomes the
    /// test set. The training images are in a random order, so that the first images contain all classes. Order and
    /// choice are the same in every program.
    ///
    /// - Throws: `DatasetError` as `ImageFolder` does, or if `test` has a class that `train` does not have.
    func dataset(_ reading: ImageReading) throws(DatasetError) -> ImageDataset {
        guard let parts else {
            let files = try PictureFiles(directory)
            try files.requireClasses()
            let (images, skipped) = try images(files, reading, shape: files.shape(reading))
            var generator = PhiloxGenerator(seed: 0)
            let (train, test) = images.split(fraction: reading.testFraction, using: &generator)
            let mixed: [Int] = generator.permutation(train.count)
            return ImageDataset(
                AnyImageSource(train.selecting(mixed)), AnyImageSource(test), source: directory, content: .things,
                skipped: skipped)
        }
        let trainFiles = try PictureFiles(directory + "/" + parts.train)
        try trainFiles.requireClasses()
        let testFiles = try PictureFiles(directory + "/" + parts.test, classNames: trainFiles.classNames)
        let shape: ImageShape = try trainFiles.shape(reading)
        let (train, skipped) = try images(trainFiles, reading, shape: shape)
        let (test, skippedInTest) = try images(testFiles, reading, shape: shape)
        var generator = PhiloxGenerator(seed: 0)
        return ImageDataset(
            AnyImageSource(train.selecting(generator.permutation(train.count))), AnyImageSource(test),
            source: directory, content: .things, skipped: skipped + skippedInTest)
    }

    private func images(
        _ files: PictureFiles, _ reading: ImageReading, shape: ImageShape
    ) throws(DatasetError) -> (images: ImageFolder, skipped: [String]) {
        let images = try ImageFolder(files, reading, shape: shape)
        return reading.skipsDamaged ? images.withoutDamaged() : (images, [])
    }
}
