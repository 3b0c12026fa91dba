import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableSplittingTests {
    private let table = Table([
        Column("row", (0 ..< 100).map { Double($0) }),
        Column("ill", (0 ..< 100).map { $0 < 20 ? "Y" : $0 < 90 ? "N" : nil }),
    ])

    @Test func everyRowIsInOnePart() throws {
        var generator = PhiloxGenerator(seed: 1)
        let (first, second) = try table.split(fraction: 0.3, using: &generator)
        #expect(first.rowCount == 70 && second.rowCount == 30)
        let rows: [Double] = try first["row"].numbers.scalars + second["row"].numbers.scalars
        #expect(rows.sorted() == (0 ..< 100).map { Double($0) })
        var again = PhiloxGenerator(seed: 1)
        #expect(try table.split(fraction: 0.3, using: &again).second["row"].texts == second["row"].texts)
    }

    @Test func everyStratumIsSplit() throws {
        var generator = PhiloxGenerator(seed: 2)
        let (first, second) = try table.split(fraction: 0.3, stratifiedBy: "ill", using: &generator)
        #expect(second["ill"].texts.count { $0 == "Y" } == 6 && second["ill"].texts.count { $0 == "N" } == 21)
        #expect(second["ill"].missingCount == 3 && first.rowCount == 70)
        #expect(throws: TableError.self) { try table.split(fraction: 0.3, stratifiedBy: "il", using: &generator) }
    }
}
