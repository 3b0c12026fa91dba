import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableRowsTests {
    private let table = Table([
        Column("age", [31, .nan, 8, 65]), Column("sex", ["F", "M", nil, "F"]),
        Column("born", values: .days(Tensor([0, 1, 2, .nan]))),
    ])

    @Test func rowsByMaskAndByCondition() throws {
        let adults: Table = table.filtering(try table["age"].numbers .>= 18)
        #expect(adults["age"].texts == ["31", "65"] && adults["sex"].texts == ["F", "F"])
        #expect(table.filtering { $0.text("sex") == nil }["age"].texts == ["8"])
        #expect(table.filtering { $0.number("born") < 2 && $0.index > 0 }["sex"].texts == ["M"])
        #expect(table.rows(at: [3, 3]).rowCount == 2)
        #expect(table.filtering { _ in false }.rowCount == 0)
    }

    @Test func incompleteRowsAreDroppedAndCounted() throws {
        let (one, dropped) = try table.droppingMissing(in: ["age"])
        #expect(one.rowCount == 3 && dropped == 1 && one["sex"].texts == ["F", nil, "F"])
        #expect(try table.droppingMissing(in: ["age", "sex", "born"]).droppedCount == 3)
        #expect(try table.droppingMissing(in: []).droppedCount == 0)
        #expect(throws: TableError.self) { try table.droppingMissing(in: ["agee"]) }
    }

    @Test func matrixOfColumns() throws {
        let matrix: Tensor<Double> = try table.matrix(of: ["born", "age"])
        #expect(matrix.shape == [4, 2] && matrix[0].scalars == [0, 31] && matrix[2].scalars == [2, 8])
        #expect(matrix[1, 1].scalar.isNaN)
        #expect(try table.matrix(of: []).shape == [4, 0])
        #expect(throws: TableError(row: 1, column: "sex", fault: .notANumber("F"))) { try table.matrix(of: ["sex"]) }
    }

    @Test func impossibleRowsTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = Table([Column("x", [1, 2] as [Double])]).filtering(Tensor<Bool>([true]))
        }
        await #expect(processExitsWith: .failure) { _ = Table([Column("x", [1] as [Double])]).rows(at: [-1]) }
        await #expect(processExitsWith: .failure) {
            _ = Table([Column("x", ["a"])]).filtering { $0.number("x") > 0 }
        }
    }
}
