import Datasets
import Testing

/// An error message contains the path of the file, the fault, the expected value and the found value.
@Suite struct DatasetErrorTests {
    static let messages: [(fault: DatasetError.Fault, parts: [String])] = [
        (.unreadable("no such file"), ["no such file", "MNIST"]),
        (.wrongMagic(found: [0x50, 0x4B, 3]), ["magic number", "expected 00 00", "found 50 4b 03"]),
        (.otherFormat(.jpeg), ["this is a JPEG picture", "IDX file"]),
        (.wrongMagic(found: []), ["magic number", "found nothing"]),
        (
            .wrongElementType(expected: "unsigned bytes", found: "32-bit integers"),
            ["element type", "expected unsigned bytes", "found 32-bit integers"]
        ),
        (.wrongRank(expected: 3, found: 1), ["axes", "expected 3", "found 1"]),
        (.wrongSize(expected: [28, 28], found: [32, 32]), ["size", "expected [28, 28]", "found [32, 32]"]),
        (.wrongCount(expected: 5, found: 4), ["number of samples", "expected 5", "found 4"]),
        (.truncated(expected: 28, found: 20), ["length", "expected 28", "found 20", "truncated"]),
        (.oversized(expected: 28), ["length", "expected 28", "found more"]),
        (.impossibleSize([9, 8]), ["size", "[9, 8]"]),
        (.corruptCompression("incorrect data check"), ["gzip", "incorrect data check"]),
        (.labelOutOfRange(position: 7, label: 12, classCount: 10), ["label 7", "below 10", "found 12"]),
        (.wrongDigest(expected: "aa", found: "bb"), ["SHA-256", "expected aa", "found bb"]),
        (.unavailable("no network"), ["files are not available", "no network"]),
        (.unknownDirectory("no files"), ["the directory has no files", "IDX"]),
        (.noImages, ["no PNG or JPEG pictures"]), (.tooFewClasses(["a"]), ["at least 2", "found 1 (a)"]),
        (.unknownClass("c", known: ["a", "b"]), ["'c'", "a, b"]), (.damagedImage("x. Do y."), ["x. Do y."]),
        (.differentImageSize(expected: [2, 3], found: [4, 5]), ["2 × 3", "4 × 5", "--image-size"]),
        (.unknownName(names: ["m", "n"]), ["m, n"]),
        (.missingDataset(address: "http://x", places: ["p", "q"]), ["p, q", "http://x"]),
        (.unwritable("disk full"), ["written", "disk full"]),
    ]

    @Test(arguments: messages.indices)
    func messageNamesFileFieldExpectedAndFound(index: Int) {
        let (fault, parts) = Self.messages[index]
        let text: String = DatasetError(path: "data/x", fault).description
        #expect(text.hasPrefix("data/x: "))
        for part in parts { #expect(text.contains(part), "\(text)") }
    }
}
