import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct TableSummaryTests {
    @Test func everyTypeHasItsSummary() {
        let table = Table([
            Column("age", [31, .nan, 8, 65, 9]), Column("sex", ["M", "F", nil, "F", "F"]),
            Column("born", values: .days(Tensor([0, 1, 2, .nan, 11431]))), Column("none", [nil, nil, nil, nil, nil]),
        ])
        #expect(
            table.summary == """
                5 rows, 4 columns
                age   number    1 missing   least 8, median 20, mean 28.25, greatest 65
                sex   category  1 missing   F 3, M 1
                born  day       1 missing   least 1970-01-01, median 1970-01-02, mean 1977-10-29, greatest 2001-04-19
                none  category  5 missing   no value
                """)
        #expect("\(table)" == table.summary)
        #expect(Table([Column("x", [] as [Double])]).summary == "0 rows, 1 column\nx  number    0 missing   no rows")
        #expect(Table([]).summary == "0 rows, 0 columns")
    }

    @Test func frequentLevelsComeFirst() {
        let texts: [String] = (0 ..< 10).flatMap { [String](repeating: "level \($0)", count: $0 == 7 ? 3 : 1) }
        #expect(
            Column("x", texts).summary
                == "level 7 3, level 0 1, level 1 1, level 2 1, level 3 1, level 4 1, 4 other levels")
        #expect(Column("x", [1e308, 1.7e308, 1.7e308]).summary.contains("mean 1.4666667e+308"))
    }
}
