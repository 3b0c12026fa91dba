import Foundation
import Testing

@testable import TestSupport

@Suite struct RealDataTests {
    private let place: String = NSTemporaryDirectory() + "real-data-\(UUID().uuidString)"

    private func found(_ environment: [String: String]) -> String? {
        RealData.folder(
            "tables", variable: "TABLES", file: "a.csv", alternative: "b.csv", environment: environment,
            repository: place + "/repository")
    }

    @Test func theFolderIsBesideTheRepositoryOrInTheEnvironment() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        #expect(found([:]) == nil)
        for (folder, file) in [("shared/data/tables", "b.csv"), ("own", "a.csv")] {
            try FileManager.default.createDirectory(
                atPath: place + "/" + folder, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: place + "/" + folder + "/" + file))
        }
        #expect(found([:])?.hasSuffix("/shared/data/tables") == true)
        #expect(found(["TABLES": place + "/own"])?.hasSuffix("/own") == true)
        #expect(found(["TABLES": "/no/where"])?.hasSuffix("/shared/data/tables") == true)
    }

    @Test func pathsAreAbsolute() {
        #expect(FileManager.default.fileExists(atPath: RealData.repository + "/Package.swift"))
        for folder in [RealData.mnist, RealData.outbreaks] { #expect(folder?.hasPrefix("/") ?? true) }
    }
}
