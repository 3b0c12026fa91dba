import Foundation
import SynaNN

/// The task of a network: the shape of the images that it reads, the classes that it tells apart, and the normalization
/// of the pixels. The network follows the data in these three.
public struct ImageClassification: Sendable, Hashable {
    /// The shape of the images.
    public let shape: ImageShape
    /// The names of the classes.
    public let classNames: [String]
    /// The normalization of the pixels.
    public let normalization: PixelNormalization
    /// The kind of pictures, which determines the augmentation.
    public let content: ImageDataset.Content

    /// The digits of MNIST.
    public static let mnist = ImageClassification(
        shape: .mnist, classNames: (0 ..< 10).map { "\($0)" }, normalization: .mnist, content: .characters)

    init(
        shape: ImageShape, classNames: [String], normalization: PixelNormalization, content: ImageDataset.Content
    ) {
        (self.shape, self.classNames, self.normalization) = (shape, classNames, normalization)
        self.content = content
    }

    /// The number of classes.
    public var classCount: Int { classNames.count }

    /// Describes the task of a data set. The normalization is measured on the training images, and replaced by MNIST's if
    /// the two are nearly equal, so that copies of MNIST give the same bits.
    ///
    /// - Throws: `DatasetError` if an image cannot be read; `UnusableInput` if there are fewer than 2 training images, or
    ///   if a side of the images is 0 or too great.
    public init(of dataset: ImageDataset) throws {
        guard dataset.train.count > 1 else {
            throw UnusableInput(
                "\(dataset.source): training needs at least 2 images; there are \(dataset.train.count).")
        }
        let sides: [Int] = [dataset.shape.height, dataset.shape.width]
        guard sides.allSatisfy({ (1 ... ImageFlags.greatestSide).contains($0) }) else {
            throw UnusableInput(
                "\(dataset.source): the images are \(dataset.shape). Name images with sides from 1 to \(ImageFlags.greatestSide)."
            )
        }
        let measured: PixelNormalization
        if let known = dataset.normalization {
            measured = known
        } else {
            measured = try PixelNormalization(of: dataset.train)
        }
        self.init(
            shape: dataset.shape, classNames: dataset.classNames,
            normalization: measured.isNear(.mnist) ? .mnist : measured, content: dataset.content)
    }

    /// The task with another normalization.
    func normalized(by normalization: PixelNormalization) -> ImageClassification {
        ImageClassification(shape: shape, classNames: classNames, normalization: normalization, content: content)
    }

    /// The description as texts for a file, by name; empty for MNIST.
    var settings: [String: String] {
        guard self != .mnist else { return [:] }
        let numbers: [[Float]] = [normalization.means, normalization.deviations]
        return [
            "image-shape": shape.dimensions.map { "\($0)" }.joined(separator: "x"),
            "classes": Self.json(classNames), "normalization": Self.json(numbers),
            "content": content == .things ? "things" : "characters",
        ]
    }

    /// Reads the description in the settings of a saved model. Files without a description are for MNIST.
    ///
    /// - Throws: `UnusableInput` with the path `file` if the description is damaged.
    public init(settings: [String: String], _ file: String) throws {
        guard let shape = settings["image-shape"] else {
            self = .mnist
            return
        }
        let lengths: [Int] = shape.split(separator: "x").compactMap { Int($0) }
        let names: [String]? = Self.value(settings["classes"])
        let numbers: [[Float]]? = Self.value(settings["normalization"])
        guard lengths.count == 3, lengths.allSatisfy({ (1 ... ImageFlags.greatestSide).contains($0) }), let names,
            names.count >= 2, names.count <= 1 << 20, let numbers, numbers.count == 2,
            numbers[0].count == numbers[1].count, [1, lengths[0]].contains(numbers[0].count)
        else {
            throw UnusableInput("\(file): the description of the images is damaged. Train the model again.")
        }
        self.init(
            shape: ImageShape(channels: lengths[0], height: lengths[1], width: lengths[2]), classNames: names,
            normalization: PixelNormalization(means: numbers[0], deviations: numbers[1]),
            content: settings["content"] == "things" ? .things : .characters)
    }

    private static func json(_ value: some Encodable) -> String {
        // Arrays of texts and finite numbers can always be encoded.
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func value<Value: Decodable>(_ text: String?) -> Value? {
        text.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
    }

    /// Throws `UnusableInput` unless the images of a data set have the shape and the classes of this task.
    public func requireFit(of dataset: ImageDataset, _ model: String) throws {
        guard dataset.shape == shape else {
            throw UnusableInput(
                "\(dataset.source): the images are \(dataset.shape), and \(model) reads images of \(shape). Name other images, or "
                    + "resize pictures with --image-size \(shape.height)x\(shape.width).")
        }
        if let unknown = dataset.classNames.first(where: { !classNames.contains($0) }) {
            throw UnusableInput(
                "\(dataset.source): the class '\(unknown)' is none of the classes of \(model): "
                    + "\(classNames.prefix(10).joined(separator: ", "))\(classCount > 10 ? " …" : ""). Remove it, or train with it."
            )
        }
    }

    /// The usual random changes of training images. Characters are shifted, rotated and distorted; things are shifted
    /// and mirrored.
    var augmentation: ImageAugmentation {
        switch content {
        case .characters: .digits(fill: normalization.background)
        case .things: .things(height: shape.height, width: shape.width, fill: 0)
        }
    }
}

extension PixelNormalization {
    /// Whether all numbers are within 0.005 of those of `other`, which has one channel.
    fileprivate func isNear(_ other: PixelNormalization) -> Bool {
        means.count == 1 && abs(means[0] - other.means[0]) < 0.005 && abs(deviations[0] - other.deviations[0]) < 0.005
    }
}
