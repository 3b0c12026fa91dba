import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct ColumnCodingTests {
    private func scalars(_ column: Column) throws -> [Double] { try column.numbers.scalars }

    @Test func truthValuesBecomeZeroAndOne() throws {
        for (one, zero) in [("Y", "N"), ("yes", "no"), ("TRUE", "False"), ("t", "F"), ("1", "0")] {
            let column = Column("ill", [one, zero, one, one.lowercased()])
            #expect(try scalars(column.zeroOne()) == [1, 0, 1, 1], "\(one)")
            #expect(try column.zeroOne().name == "ill")
        }
        let missing: [Double] = try scalars(Column("ill", ["Y", nil, "N"]).zeroOne())
        #expect(missing[0] == 1 && missing[1].isNaN && missing[2] == 0)
        #expect(try scalars(Column("ill", [1, 0, 1] as [Double]).zeroOne()) == [1, 0, 1])
        #expect(try Column("ill", [nil, nil] as [String?]).zeroOne().missingCount == 2)
        // One value alone decides which pair it is.
        #expect(try scalars(Column("ill", ["no", "no"]).zeroOne()) == [0, 0])
    }

    @Test func otherValuesAreErrorsWithTheirLine() throws {
        let table = try Table(csv: "ill,x\nY,1\n\nN,2\nmaybe,3\n", file: "f.csv")
        #expect(
            throws: TableError(
                file: "f.csv", line: 5, column: "ill", fault: .unexpectedValue("maybe", expected: ["y", "n"]))
        ) {
            try table["ill"].zeroOne()
        }
        #expect(
            throws: TableError(
                file: "f.csv", line: 5, column: "ill", fault: .unexpectedValue("maybe", expected: ["Y", "N"]))
        ) {
            try table["ill"].zeroOne(one: "Y", zero: "N")
        }
        // The line stays with the row when other rows are left out.
        let last: Table = table.filtering { $0.number("x") > 2 }
        #expect(throws: TableError(file: "f.csv", line: 5, column: "ill", fault: .notANumber("maybe"))) {
            try last["ill"].numbers
        }
        #expect(throws: TableError(row: 2, column: "a", fault: .unexpectedValue("no", expected: ["t", "f"]))) {
            try Column("a", ["T", "no"]).zeroOne()
        }
        let wrong = #expect(throws: TableError.self) { try Column("a", [0, 2] as [Double]).zeroOne() }
        #expect(wrong?.row == 2)
    }

    @Test func aLevelAgainstAnotherOrAgainstAll() throws {
        let column = Column("group", ["aspirin", "placebo", nil, "none"])
        let all: [Double] = try scalars(column.zeroOne(one: "aspirin"))
        #expect(all[0] == 1 && all[1] == 0 && all[2].isNaN && all[3] == 0)
        let known: Column = Column("group", ["aspirin", "placebo"])
        #expect(try scalars(known.zeroOne(one: "placebo", zero: "aspirin")) == [0, 1])
        let error = #expect(throws: TableError.self) { try column.zeroOne(one: "asprin") }
        #expect(error?.fault == .unknownLevel("asprin", levels: ["aspirin", "none", "placebo"]))
        #expect(error?.description.contains("Did you mean 'aspirin'?") == true)
        #expect(throws: TableError.self) { try column.zeroOne(one: "aspirin", zero: "plcebo") }
        // A number is the same value in every spelling.
        #expect(try scalars(Column("dose", [1, 2.5] as [Double]).zeroOne(one: "2.50")) == [0, 1])
    }

    @Test func indicatorsOfALevel() throws {
        let column = Column("group", ["b", "a", nil, "c", "a"])
        let first: [Column] = try column.indicators()
        #expect(first.map(\.name) == ["group=b", "group=c"])
        #expect(try scalars(first[0])[0] == 1 && scalars(first[0])[1] == 0 && scalars(first[0])[2].isNaN)
        #expect(try column.indicators(reference: "b").map(\.name) == ["group=a", "group=c"])
        #expect(throws: TableError(column: "group", fault: .unknownLevel("x", levels: ["a", "b", "c"]))) {
            try column.indicators(reference: "x")
        }
        #expect(throws: TableError(column: "x", fault: .wrongType(needed: .category, found: .number))) {
            try Column("x", [1, 2] as [Double]).indicators()
        }
        // A level without a row has no column and cannot be the reference.
        let table = Table([column]).filtering { $0.text("group") != "a" }
        #expect(try table["group"].indicators().map(\.name) == ["group=c"])
        #expect(throws: TableError.self) { try table["group"].indicators(reference: "a") }
        #expect(try Column("x", [nil, "a"] as [String?]).indicators().isEmpty)
    }

    /// Each row with a value has one 1 among its level's indicators, or none if it has the reference.
    @Test func indicatorsSumToOneExceptAtTheReference() throws {
        var generator = PhiloxGenerator(seed: 3)
        for _ in 0 ..< 50 {
            let texts: [String?] = (0 ..< 30).map { _ in
                let level: UInt64 = generator.next() % 6
                return level == 5 ? nil : "level \(level)"
            }
            let column = Column("x", texts)
            let reference: String = column.occurringLevels.last ?? ""
            let sum: [Double] = try column.indicators(reference: reference).reduce([Double](repeating: 0, count: 30)) {
                zip($0, try $1.numbers.scalars).map { $0.0 + $0.1 }
            }
            for (text, value) in zip(texts, sum) {
                #expect(text == nil ? value.isNaN : value == (text == reference ? 0 : 1))
            }
        }
    }
}
