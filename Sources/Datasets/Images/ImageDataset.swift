import Tensors

/// Labelled images for training and for testing, with the same shape and the same classes.
///
/// `ImageDataset(directory:)` reads a directory of IDX files, of CIFAR-10's binary files, or of pictures in a folder for
/// each class. `ImageDataset.load(_:)` also knows data sets by their names: see `NamedDataset`.
public struct ImageDataset: Sendable {
    /// The images for training.
    public let train: AnyImageSource
    /// The images for testing.
    public let test: AnyImageSource
    /// The source of the images as text for users: a directory, or "digits drawn by the program …".
    public let source: String
    /// The usual normalization of the pixels; nil if it must be measured.
    public let normalization: PixelNormalization?
    /// The kind of pictures, which determines the usual augmentation.
    public let content: Content
    /// The pictures that were left out because they are damaged, as sentences.
    public let skipped: [String]

    /// The kinds of pictures. A mirrored digit is no digit, but a mirrored photograph is a photograph.
    public enum Content: Sendable, Hashable {
        /// Handwritten characters.
        case characters
        /// Pictures of things.
        case things
    }

    /// Creates a data set. Traps if the shapes or the classes of the two sources differ.
    public init<Train: ImageSource, Test: ImageSource>(
        train: Train, test: Test, source: String, content: Content, normalization: PixelNormalization? = nil,
        skipped: [String] = []
    ) where Train.Failure == Never, Test.Failure == Never {
        self.init(
            AnyImageSource(train), AnyImageSource(test), source: source, content: content,
            normalization: normalization, skipped: skipped)
    }

    init(
        _ train: AnyImageSource, _ test: AnyImageSource, source: String, content: Content,
        normalization: PixelNormalization? = nil, skipped: [String] = []
    ) {
        require(
            train.shape == test.shape && train.classNames == test.classNames,
            "ImageDataset: training images of \(train.shape) in \(train.classCount) classes, and test images of "
                + "\(test.shape) in \(test.classCount) classes")
        (self.train, self.test, self.source) = (train, test, source)
        (self.content, self.normalization, self.skipped) = (content, normalization, skipped)
    }

    /// The digits of MNIST as an image data set.
    public init(_ digits: MNIST) {
        self.init(
            train: digits.train, test: digits.test, source: digits.source, content: .characters, normalization: .mnist)
    }

    /// The shape of every image.
    public var shape: ImageShape { train.shape }
    /// The names of the classes.
    public var classNames: [String] { train.classNames }
}
