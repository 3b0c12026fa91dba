import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct ColumnTests {
    @Test func valuesAndMissingValues() throws {
        let numbers = Column("x", [1, .nan, -2.5])
        #expect(numbers.type == .number && numbers.count == 3 && numbers.missing.scalars == [false, true, false])
        #expect(numbers.texts == ["1", nil, "-2.5"])
        let texts = Column("sex", ["M", nil, "F", "M"])
        #expect(texts.type == .category && texts.missingCount == 1)
        #expect(try texts.categories.levels == ["F", "M"] && texts.categories.codes.scalars == [1, -1, 0, 1])
        #expect(texts.occurringLevels == ["F", "M"])
        let days = Column("born", values: .days(Tensor([11431, -1, .nan])))
        #expect(days.texts == ["2001-04-19", "1969-12-31", nil] && days.missingCount == 1)
        #expect(throws: TableError(column: "born", fault: .wrongType(needed: .category, found: .day))) {
            try days.categories
        }
        #expect(days.asCategories().texts == days.texts && days.renamed("b").name == "b")
    }

    @Test func textsOfNumbersIdentifyThem() {
        let values: [Double] = [0, -0.0, 1e15, 0.1, 1e300, -3, .infinity, 0x1p53, 5e-324]
        let texts: [String?] = Column("x", values).texts
        #expect(texts.map { Double($0 ?? "") } == values && texts[1] == "-0.0" && texts[2] == "1000000000000000")
    }

    @Test func rowsMayRepeat() {
        let column = Column("x", ["a", "b", nil])
        #expect(column.rows(at: [2, 0, 0]).texts == [nil, "a", "a"])
        #expect(Column("x", [1, 2] as [Double]).rows(at: []).count == 0)
    }

    @Test func impossibleColumnsTrap() async {
        await #expect(processExitsWith: .failure) { _ = Column("x", Tensor<Double>([[1, 2]])) }
        await #expect(processExitsWith: .failure) {
            _ = Column("x", values: .categories(codes: Tensor([0, 2]), levels: ["a", "b"]))
        }
        await #expect(processExitsWith: .failure) {
            _ = Column("x", values: .categories(codes: Tensor([0]), levels: ["a", "a"]))
        }
        await #expect(processExitsWith: .failure) { _ = Column("x", [1] as [Double]).rows(at: [1]) }
        await #expect(processExitsWith: .failure) { _ = Column("x", [1] as [Double]).text(1) }
    }
}
