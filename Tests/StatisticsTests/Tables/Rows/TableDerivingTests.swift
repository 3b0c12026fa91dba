import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableDerivingTests {
    @Test func columnsAreComputedFromRows() throws {
        let table = Table([Column("kg", [80, .nan]), Column("m", [2, 1.5])])
        let index: Table = table.deriving("bmi") { $0.number("kg") / ($0.number("m") * $0.number("m")) }
        #expect(index["bmi"].texts == ["20", nil] && index.names == ["kg", "m", "bmi"])
        let group: Table = index.deriving("m") { row in row.number("bmi") < 25 ? "light" : nil }
        #expect(group["m"].texts == ["light", nil] && group.names == ["kg", "m", "bmi"])
    }
}
