import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableGroupsTests {
    private let table = Table([
        Column("family", [7, 3, .nan, 7, 3, 7]), Column("sex", ["M", "F", "F", "F", nil, "M"]),
        Column("days", [1, 2, 3, .nan, .nan, 5]),
    ])

    @Test func rowsWithTheSameKeyFormAGroup() throws {
        let families: TableGroups = try table.grouped(by: ["family"])
        #expect(families.count == 2 && families.ungroupedCount == 1)
        #expect(families.keys["family"].texts == ["3", "7"] && families.keys.names == ["family"])
        #expect(families.rows == [[1, 4], [0, 3, 5]] && families.counts.scalars == [2, 3])
        #expect(try families.sums(of: "days").scalars == [2, 6] && families.means(of: "days").scalars == [2, 3])
        #expect(families.group(1)["sex"].texts == ["M", "F", "M"])
    }

    @Test func severalColumnsFormAGroup() throws {
        let groups: TableGroups = try table.grouped(by: ["sex", "family"])
        #expect(groups.keys["sex"].texts == ["F", "F", "M"] && groups.keys["family"].texts == ["3", "7", "7"])
        #expect(groups.rows == [[1], [3], [0, 5]] && groups.ungroupedCount == 2)
        // A group without a number has no sum.
        #expect(try groups.sums(of: "days").scalars[1].isNaN && groups.means(of: "days").scalars[1].isNaN)
    }

    @Test func noColumnsAndNoRows() throws {
        let all: TableGroups = try table.grouped(by: [])
        #expect(all.count == 1 && all.counts.scalars == [6])
        #expect(try table.filtering { _ in false }.grouped(by: ["sex"]).count == 0)
        #expect(try table.filtering { _ in false }.grouped(by: []).count == 0)
    }

    @Test func faults() async throws {
        #expect(throws: TableError.self) { try table.grouped(by: ["famly"]) }
        let groups: TableGroups = try table.grouped(by: ["family"])
        #expect(throws: TableError.self) { try groups.sums(of: "sex") }
        await #expect(processExitsWith: .failure) {
            _ = try Table([Column("x", [1] as [Double])]).grouped(by: []).group(1)
        }
    }

    /// The groups are those that a dictionary of texts finds.
    @Test func groupsAgreeWithADictionary() throws {
        var generator = PhiloxGenerator(seed: 9)
        for _ in 0 ..< 30 {
            let a: [String?] = (0 ..< 40).map { _ in ["x", "y", "z", nil][Int(generator.next() % 4)] }
            let b: [Double] = (0 ..< 40).map { _ in [1, -0.0, 0, 2.5, .nan][Int(generator.next() % 5)] }
            let groups: TableGroups = try Table([Column("a", a), Column("b", b)]).grouped(by: ["b", "a"])
            let rows: [Int] = (0 ..< 40).filter { a[$0] != nil && !b[$0].isNaN }
            let expected = Set(Dictionary(grouping: rows) { "\(b[$0] + 0) \(a[$0] ?? "")" }.values)
            #expect(Set(groups.rows) == expected && groups.ungroupedCount == 40 - rows.count)
        }
    }
}
