// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types of
// an executable.
#if DEBUG
import Foundation
import Statistics
import TestSupport
import Testing

@testable import swap_odds

@Suite struct PersonTableTests {
    private let text = """
        id,ham,ill,group,age
        1,Y,Y,b,30
        2,Y,N,a,31
        3,N,N,a,32
        4,,Y,c,33
        5,N,Y,,34
        6,Y,NA,b,35
        7,Y,Y,b,36
        """

    private func persons(event: String? = nil, exposed: String? = nil, control: String? = nil) throws -> PersonTable {
        PersonTable(
            table: try Table(csv: text, file: "f.csv"), outcome: "ill", event: event, exposed: exposed,
            control: control)
    }

    private func counts(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Comparison.Figures {
        .counts(ContingencyTable(exposedCases: a, exposedNoncases: b, controlCases: c, controlNoncases: d))
    }

    @Test func truthValuesGiveOneComparison() throws {
        let comparison: Comparison = try persons().comparisons(of: "ham")[0]
        #expect(comparison.figures == counts(2, 1, 1, 1) && comparison.missingCount == 2)
        #expect(comparison.outcome == "ill" && comparison.exposed == "ham = Y" && comparison.control == "ham = N")
        let report: String = Report(comparison: comparison, confidence: 0.95, beta: 1).description
        #expect(report.hasPrefix("ill: ham = Y, 2 of 3; ham = N, 1 of 2\n"), "\(report)")
        #expect(report.hasSuffix("\n  2 rows are left out, because the outcome or the exposure is missing."))
        let healthy: Comparison = try persons(event: "N").comparisons(of: "ham")[0]
        #expect(healthy.figures == counts(1, 2, 1, 1) && healthy.outcome == "ill = N")
    }

    @Test func categoriesAreComparedWithTheFirstOrAGivenOne() throws {
        let levels: [Comparison] = try persons().comparisons(of: "group")
        #expect(levels.map(\.exposed) == ["group = b", "group = c"])
        #expect(levels.map(\.control) == ["group = a", "group = a"])
        #expect(levels.map(\.figures) == [counts(2, 0, 0, 2), counts(1, 0, 0, 2)])
        #expect(levels.map(\.missingCount) == [2, 1])
        let against: [Comparison] = try persons(control: "b").comparisons(of: "group")
        #expect(against.map(\.exposed) == ["group = a", "group = c"])
        let one: Comparison = try persons(exposed: "b").comparisons(of: "group")[0]
        #expect(one.figures == counts(2, 0, 1, 2) && one.control == "group other than b" && one.missingCount == 2)
        let two: [Comparison] = try persons(exposed: "c", control: "b").comparisons(of: "group")
        #expect(two.map(\.figures) == [counts(1, 0, 2, 0)])
    }

    @Test func faultsAreSentences() {
        func fault(_ exposure: String, _ change: (inout PersonTable) -> Void = { _ in }) -> TableError.Fault? {
            let error = #expect(throws: TableError.self) {
                var persons: PersonTable = try persons()
                change(&persons)
                return try persons.comparisons(of: exposure)
            }
            #expect(sentenceProblems(error?.description ?? "", place: "f.csv") == [])
            return error?.fault
        }
        #expect(fault("hamm") == .unknownColumn("hamm", names: ["id", "ham", "ill", "group", "age"]))
        for (fault, advice) in [(fault("age"), "--exposed"), (fault("ham") { $0.outcome = "age" }, "--event")] {
            guard case .unsuitable(let sentences) = fault else {
                Issue.record("\(String(describing: fault))")
                continue
            }
            #expect(sentences.contains("Name the value") && sentences.contains(advice))
        }
        #expect(fault("ham") { $0.event = "y" } == .unknownLevel("y", levels: ["N", "Y"]))
        #expect(fault("group") { $0.exposed = "x" } == .unknownLevel("x", levels: ["a", "b", "c"]))
        #expect(fault("group") { $0.control = "x" } == .unknownLevel("x", levels: ["a", "b", "c"]))
        #expect(
            fault("group") { ($0.exposed, $0.control) = ("a", "x") } == .unknownLevel("x", levels: ["a", "b", "c"]))
        #expect(throws: TableError(file: "f.csv", fault: .noRows)) {
            try PersonTable(table: Table(csv: "ill,ham", file: "f.csv"), outcome: "ill").comparisons(of: "ham")
        }
    }

    /// The counts of Oswego County, 1940: of 54 guests who ate vanilla ice cream, 43 fell ill; of the other 21, 3 did.
    @Test func oswego() throws {
        guard let folder = RealData.outbreaks else { return }
        let persons = PersonTable(table: try Table(contentsOf: folder + "/oswego.csv"), outcome: "ill")
        #expect(try persons.comparisons(of: "vanilla_ice_cream").map(\.figures) == [counts(43, 11, 3, 18)])
        let potato: Comparison = try persons.comparisons(of: "mashed_potato")[0]
        #expect(potato.missingCount == 1)
    }
}
#endif
