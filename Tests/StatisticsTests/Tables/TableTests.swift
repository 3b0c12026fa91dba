import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableTests {
    private let table = Table([Column("x", [1, 2, .nan]), Column("sex", ["F", nil, "M"])])

    @Test func columnsByName() throws {
        #expect(table.names == ["x", "sex"] && table.rowCount == 3)
        #expect(table.hasColumn(named: "x") && !table.hasColumn(named: "y"))
        #expect(try table.column(named: "sex").texts == ["F", nil, "M"])
        #expect(try table.selecting(["sex", "x"]).names == ["sex", "x"])
        #expect(throws: TableError(fault: .unknownColumn("y", names: ["x", "sex"]))) { try table.column(named: "y") }
        #expect(try table.selecting([]).rowCount == 3)
    }

    @Test func columnsAreAddedOrReplaced() throws {
        let longer: Table = table.adding(Column("y", [4, 5, 6] as [Double]))
        #expect(longer.names == ["x", "sex", "y"] && table.names == ["x", "sex"])
        let changed: Table = table.adding(Column("x", [7, 8, 9] as [Double]))
        #expect(changed.names == ["x", "sex"])
        #expect(try changed["x"].numbers.scalars == [7, 8, 9])
        #expect(Table([]).adding(Column("y", [1] as [Double])).rowCount == 1)
    }

    @Test func impossibleTablesTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = Table([Column("x", [1] as [Double]), Column("y", [1, 2] as [Double])])
        }
        await #expect(processExitsWith: .failure) {
            _ = Table([Column("x", [1] as [Double]), Column("x", [2] as [Double])])
        }
        await #expect(processExitsWith: .failure) { _ = Table([Column("x", [1] as [Double])])["y"] }
        await #expect(processExitsWith: .failure) {
            _ = Table([Column("x", [1] as [Double])]).adding(Column("y", [] as [Double]))
        }
    }
}
