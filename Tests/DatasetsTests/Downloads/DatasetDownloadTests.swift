import Datasets
import Foundation
import Synchronization
import Testing

@Suite struct DatasetDownloadTests {
    private let directory = TemporaryDirectory()
    private var cache: String { directory.path + "/cache" }
    private static let files: [(name: String, digest: String)] = [
        ("images", SHA256.hexadecimalDigest(of: smallImages)), ("labels", SHA256.hexadecimalDigest(of: smallLabels)),
    ]

    private static func answers(images: [UInt8] = gzipped(smallImages)) -> [String: LocalServer.Answer] {
        ["/images.gz": .init(body: images), "/labels.gz": .init(body: gzipped(smallLabels))]
    }

    private func download(
        from mirrors: [String], progress: @escaping @Sendable (String, Int, Int) -> Void = { _, _, _ in }
    ) -> DatasetDownload {
        DatasetDownload(files: Self.files, mirrors: mirrors, cache: cache, progress: progress)
    }

    /// Expects that a download from `mirrors` throws `.unavailable` and creates no cache. The reason must contain
    /// `part`, unless `part` is `nil`.
    private func expectUnavailable(_ mirrors: [String], because part: String? = nil) {
        let error: DatasetError? = datasetError { try download(from: mirrors).fillCache() }
        #expect(error?.path == "images")
        guard case .unavailable(let reason) = error?.fault else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        if let part { #expect(reason.contains(part), "\(reason)") }
        #expect(directory.contents == [])
    }

    private func expectUnavailable(_ servers: [LocalServer], because part: String? = nil) {
        expectUnavailable(servers.map(\.address), because: part)
        withExtendedLifetime(servers) {}
    }

    @Test func fillsTheCacheWithUncompressedFiles() throws {
        let server = LocalServer(Self.answers())
        let seen = Mutex<[String: [Int]]>([:])
        try download(from: [server.address]) { file, received, total in
            seen.withLock { $0[file] = [received, total] }
        }.fillCache()
        #expect(directory.contents == ["cache", "cache/images", "cache/labels"])
        #expect(try IDXFile(contentsOf: cache + "/images").encoded == Data(smallImages))
        #expect(try Data(contentsOf: URL(fileURLWithPath: cache + "/labels")) == Data(smallLabels))
        #expect(server.requests == ["/images.gz", "/labels.gz"])
        let imagesLength: Int = gzipped(smallImages).count
        #expect(seen.withLock { $0["images"] } == [imagesLength, imagesLength])
        withExtendedLifetime(server) {}
    }

    @Test func asksForNothingThatIsThere() throws {
        let server = LocalServer(Self.answers())
        try download(from: [server.address]).fillCache()
        try download(from: [server.address]).fillCache()
        try FileManager.default.removeItem(atPath: cache + "/labels")
        try download(from: [server.address]).fillCache()
        #expect(server.requests == ["/images.gz", "/labels.gz", "/labels.gz"])
    }

    @Test func triesTheNextMirror() throws {
        let (empty, server) = (LocalServer([:]), LocalServer(Self.answers()))
        try download(from: ["not an address", empty.address, server.address]).fillCache()
        #expect(directory.contents.count == 3)
        #expect(empty.requests == ["/images.gz", "/labels.gz"])
        withExtendedLifetime(server) {}
    }

    @Test func refusesOtherContents() {
        let server = LocalServer(
            Self.answers(images: gzipped(idxBytes(lengths: [3, 2, 2], elements: Array(2 ... 13)))))
        expectUnavailable([server], because: "SHA-256")
    }

    @Test func refusesWhatIsNoIDXFile() {
        let server = LocalServer(Self.answers(images: Array("<html>Please log in</html>".utf8)))
        expectUnavailable([server], because: "this is a web page")
    }

    @Test func refusesHalfOfAFile() {
        let half: [UInt8] = Array(gzipped(smallImages).dropLast(9))
        expectUnavailable([LocalServer(Self.answers(images: half))], because: "gzip")
        var answers: [String: LocalServer.Answer] = Self.answers(images: half)
        answers["/images.gz"]?.announcedLength = half.count + 9
        expectUnavailable([LocalServer(answers)])
    }

    @Test func namesEveryMirrorThatFailed() {
        let (first, second) = (LocalServer([:]), LocalServer(["/images.gz": .init(status: 503)]))
        expectUnavailable([first, second], because: "404")
        expectUnavailable([first, second], because: "503")
        expectUnavailable([first, second], because: second.address + "/images.gz")
    }

    @Test func addressesThatCannotBeReachedAreErrors() {
        // No program listens on port 1, so the connection is refused.
        expectUnavailable(["http://127.0.0.1:1"], because: "127.0.0.1:1/images.gz")
        expectUnavailable(["http://host.invalid"], because: "host.invalid")
        expectUnavailable(["file:///no/such/directory"], because: "/no/such/directory")
        expectUnavailable([String]())
    }

    @Test func aCacheThatCannotBeWrittenIsNamed() throws {
        try directory.write([1], to: "cache")
        let server = LocalServer(Self.answers())
        let error: DatasetError? = datasetError { try download(from: [server.address]).fillCache() }
        guard case .unwritable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(error?.path == cache)
        #expect(directory.contents == ["cache"])
        withExtendedLifetime(server) {}
    }
}
