import Foundation

/// A published data set of images that `ImageDataset.load(_:)` finds by its name.
///
/// To add a data set, add it to `all`.
public struct NamedDataset: Sendable {
    /// The name, in lower case with hyphens, such as `fashion-mnist`.
    public let name: String
    /// The address of the authors' page.
    public let address: String
    let content: ImageDataset.Content
    /// The names of the classes; nil for the names in the files.
    let classNames: [String]?
    /// The files with SHA-256 digests of their uncompressed bytes, and the addresses of directories that contain the
    /// files as `NAME.gz`. Without files, the data set is not downloaded.
    var download: (files: [(name: String, digest: String)], mirrors: [String])?
    /// The prefix of the IDX files, such as `emnist-letters-`; nil for the files that the directory contains.
    var prefix: String?
    /// Whether the rows of the files' images are columns.
    var isTransposed = false
    /// The number that the files give to the first class.
    var firstLabel = 0

    /// All data sets that have a name.
    public static let all: [NamedDataset] = [
        NamedDataset(
            name: "mnist", address: "http://yann.lecun.com/exdb/mnist", content: .characters, classNames: nil,
            download: (MNIST.files, MNIST.mirrors)),
        NamedDataset(
            name: "fashion-mnist", address: "https://github.com/zalandoresearch/fashion-mnist", content: .things,
            classNames: [
                "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
            ],
            download: (
                [
                    ("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                    ("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                    ("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                    ("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
                ], ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com"]
            )),
        NamedDataset(
            name: "kmnist", address: "http://codh.rois.ac.jp/kmnist", content: .characters,
            classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"]),
        emnist("balanced", digits + upperCase + ["a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"]),
        emnist("byclass", digits + upperCase + upperCase.map { $0.lowercased() }),
        emnist("bymerge", digits + upperCase + ["a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"]),
        emnist("letters", upperCase, firstLabel: 1),
        emnist("digits", digits),
        NamedDataset(
            name: "cifar-10", address: "https://www.cs.toronto.edu/~kriz/cifar.html", content: .things,
            classNames: nil),
        NamedDataset(
            name: "cifar-100", address: "https://www.cs.toronto.edu/~kriz/cifar.html", content: .things,
            classNames: nil),
    ]

    private static let digits: [String] = (0 ... 9).map { "\($0)" }
    private static let upperCase: [String] = (UInt8(ascii: "A") ... UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }

    private static func emnist(_ split: String, _ classNames: [String], firstLabel: Int = 0) -> NamedDataset {
        NamedDataset(
            name: "emnist-" + split, address: "https://www.nist.gov/itl/products-and-services/emnist-dataset",
            content: .characters, classNames: classNames, prefix: "emnist-\(split)-", isTransposed: true,
            firstLabel: firstLabel)
    }
}
