import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableJoiningTests {
    private let children = Table([
        Column("child", ["a", "b", "c", "d"]), Column("family", [2, 1, .nan, 3]),
    ])
    private let families = Table([
        Column("family", [1, 2, 4]), Column("house", ["mill", "inn", "farm"]), Column("built", [1800, .nan, 1750]),
    ])

    @Test func rowsFindTheirPartners() throws {
        let left: Table = try children.joined(with: families, on: ["family"])
        #expect(left.names == ["child", "family", "house", "built"])
        #expect(left["child"].texts == ["a", "b", "c", "d"] && left["house"].texts == ["inn", "mill", nil, nil])
        #expect(left["built"].texts == [nil, "1800", nil, nil])
        let inner: Table = try children.joined(with: families, on: ["family"], .inner)
        #expect(inner["child"].texts == ["a", "b"] && inner["house"].texts == ["inn", "mill"])
    }

    @Test func aRowWithSeveralPartnersIsRepeated() throws {
        let joined: Table = try families.joined(with: children, on: ["family"])
        #expect(joined["house"].texts == ["mill", "inn", "farm"] && joined["child"].texts == ["b", "a", nil])
        let twins = Table([Column("family", [1, 1, 9]), Column("child", ["x", "y", "z"])])
        let both: Table = try families.joined(with: twins, on: ["family"], .inner)
        #expect(both["child"].texts == ["x", "y"] && both["house"].texts == ["mill", "mill"])
        let many: Table = try twins.joined(with: families, on: ["family"])
        #expect(many["house"].texts == ["mill", "mill", nil])
    }

    @Test func categoriesWithDifferentLevelsAreCompared() throws {
        let first = Table([Column("k", ["x", "y"]), Column("day", values: .days(Tensor([1, 2])))])
        let second = Table([
            Column("k", ["w", "y", "x"]), Column("day", values: .days(Tensor([2, 2, 5]))),
            Column("n", [1, 2, 3] as [Double]),
        ])
        #expect(try first.joined(with: second, on: ["k", "day"])["n"].texts == [nil, "2"])
        #expect(throws: TableError(fault: .duplicateName("day"))) { try first.joined(with: second, on: ["k"]) }
    }

    @Test func faults() throws {
        let texts = Table([Column("family", ["1"])])
        #expect(throws: TableError(column: "family", fault: .differentKeys(.number, .category))) {
            try children.joined(with: texts, on: ["family"])
        }
        #expect(throws: TableError.self) { try children.joined(with: families, on: ["child"]) }
        let twins = Table([Column("family", [3, 1, 3]), Column("n", [1, 2, 3] as [Double])])
        let others = Table([Column("family", [3, 3]), Column("m", [1, 2] as [Double])])
        #expect(throws: TableError(row: 3, column: "family", fault: .repeatedKey("3"))) {
            try twins.joined(with: others, on: ["family"])
        }
    }

    @Test func linesStayWithTheRows() throws {
        let table = try Table(csv: "k,x\n1,a\n\n2,b\n", file: "f.csv")
        let joined: Table = try table.joined(
            with: Table([Column("k", [2, 2]), Column("n", ["p", "q"])]), on: ["k"], .inner)
        #expect(throws: TableError(file: "f.csv", line: 4, column: "n", fault: .notANumber("p"))) {
            try joined["n"].numbers
        }
    }
}
