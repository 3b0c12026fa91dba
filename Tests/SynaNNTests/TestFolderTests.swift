import Foundation
import Testing

/// The folders of the tests have the names of the folders of the sources. For example, the test of Sources/M/F/X.swift
/// is Tests/MTests/F/XTests.swift.
@Suite struct TestFolderTests {
    /// Returns a message for each test file that is in a wrong folder. All paths are relative to the folder of the
    /// test target. The rules are:
    ///
    /// - A folder of tests has the name of a folder of sources, or is `Support`. `Support` contains no tests.
    /// - A test that has the name of a source file is in the folder of this file. The name of the test omits a `+`.
    private func problems(sources: [String], tests: [String]) -> [String] {
        func folder(_ path: String) -> String { (path as NSString).deletingLastPathComponent }
        func stem(_ path: String) -> String {
            ((path as NSString).lastPathComponent as NSString).deletingPathExtension.filter { $0 != "+" }
        }
        let folders = Set(sources.map(folder)).union([""])
        let foldersOfFiles: [String: Set<String>] = Dictionary(
            sources.filter { $0.hasSuffix(".swift") }.map { (stem($0) + "Tests", [folder($0)]) },
            uniquingKeysWith: { $0.union($1) })
        return tests.sorted().compactMap { test in
            let isTest: Bool = stem(test).hasSuffix("Tests")
            if folder(test) == "Support" { return isTest ? "\(test): Support must not contain tests" : nil }
            if !folders.contains(folder(test)) { return "\(test): the sources have no folder \(folder(test))" }
            guard let expected = foldersOfFiles[stem(test)], !expected.contains(folder(test)) else { return nil }
            return "\(test): the source file is in the folder '\(expected.sorted().joined(separator: "' and '"))'"
        }
    }

    private static let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Returns the files below a folder as paths relative to the folder, or `nil` if the folder does not exist.
    private func files(in folder: String) -> [String]? {
        let url: URL = Self.root.appendingPathComponent(folder)
        guard let all = FileManager.default.enumerator(atPath: url.path) else { return nil }
        let paths: [String] = all.compactMap { $0 as? String }
        let files: [String] = paths.filter { !($0 as NSString).pathExtension.isEmpty && !$0.hasPrefix(".") }
        return FileManager.default.fileExists(atPath: url.path) ? files : nil
    }

    /// Returns the paths of the files that a target tests, or `nil` if there are none. These files are a library in
    /// Sources, a library or program in Examples, or TestSupport.
    private func sources(of target: String) -> [String]? {
        let name = String(target.dropLast("Tests".count))
        let dashed: String = name.replacing(#/([a-z])([A-Z])/#) { "\($0.1)-\($0.2)" }.lowercased()
        return ["Sources/\(name)", "Tests/\(name)", "Examples/\(name)", "Examples/\(dashed)"].lazy
            .compactMap { self.files(in: $0) }.first
    }

    @Test func everyTestIsInTheFolderOfItsSource() throws {
        let targets: [String] = try FileManager.default
            .contentsOfDirectory(atPath: Self.root.appendingPathComponent("Tests").path)
            .filter { $0.hasSuffix("Tests") }
        #expect(targets.count > 15)
        for target in targets.sorted() {
            let tests: [String] = (files(in: "Tests/\(target)") ?? []).filter { $0.hasSuffix(".swift") }
            // Tests of whole programs have no corresponding folder of sources, so their only folder is Support.
            for problem in problems(sources: sources(of: target) ?? [], tests: tests) {
                Issue.record("Tests/\(target)/\(problem)")
            }
        }
    }

    @Test func sourcesOfLibrariesAndProgramsAreFound() {
        #expect(sources(of: "TensorsTests")?.contains("Tensor/Tensor.swift") == true)
        #expect(sources(of: "TestSupportTests")?.contains("Closeness.swift") == true)
        #expect(sources(of: "TrainingCommandTests")?.contains("HiddenLayer.swift") == true)
        #expect(sources(of: "LinearRegressionTests")?.contains("Fit.swift") == true)
        #expect(sources(of: "ProgramTests") == nil)
    }

    @Test(
        arguments: [
            ("A/BTests.swift", nil), ("A/BEdgeTests.swift", nil), ("EveryLayoutTests.swift", nil),
            ("Support/Helper.swift", nil), ("A/CDTests.swift", nil), ("E/FTests.swift", nil),
            ("BTests.swift", "BTests.swift: the source file is in the folder 'A'"),
            ("CDTests.swift", "CDTests.swift: the source file is in the folder 'A'"),
            ("E/BTests.swift", "E/BTests.swift: the source file is in the folder 'A'"),
            ("X/YTests.swift", "X/YTests.swift: the sources have no folder X"),
            ("Support/YTests.swift", "Support/YTests.swift: Support must not contain tests"),
        ] as [(String, String?)])
    func aMisplacedTestIsFound(test: String, problem: String?) {
        let sources: [String] = ["A/B.swift", "A/C+D.swift", "E/kernel.c", "Root.swift"]
        #expect(problems(sources: sources, tests: [test]) == (problem.map { [$0] } ?? []))
    }
}
