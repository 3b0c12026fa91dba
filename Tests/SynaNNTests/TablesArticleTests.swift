import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

/// Compiles and runs the code of docs/tables.md. `everySnippetIsHere` compares the article with this file.
@Suite struct TablesArticleTests {
    @Test func personsAndFamilies() throws {
        let persons = try Table(
            csv: """
                id;born;sex;family;ham;ill
                1;1931-05-02;F;7;Y;Y
                2;1902-11-30;M;7;Y;N
                3;NA;F;8;N;N
                4;1933-01-15;F;;Y;Y
                5;1898-07-04;M;8;NA;N
                6;1920-02-29;F;9;N;N
                """)
        let families = try Table(csv: "family,house\n7,mill\n8,inn\n")
        try look(persons)
        try code(persons, families)
        try combine(persons, families)
    }

    @Test func germanNumbers() throws {
        let german = TableReading(
            decimalComma: true, thousandsSeparator: ".", types: ["plot": .category], dates: [.dayMonthYear])
        let prices = try Table(csv: "plot;sold;price\n12;19.4.2001;1.250,50\n7;1.2.2002;980\n", reading: german)
        #expect(prices.columns.map(\.type) == [.category, .day, .number])
        #expect(prices["price"].texts == ["1250.5", "980"] && prices["sold"].texts == ["2001-04-19", "2002-02-01"])
    }

    private func look(_ persons: Table) throws {
        print(persons.summary)
        let women = persons.filtering { $0.text("sex") == "F" }
        let young = persons.filtering(try persons["born"].numbers .>= -15_000)
        let some = try persons.selecting(["id", "ill"])
        let aged = persons.deriving("age in 1940") { (-10_958 - $0.number("born")) / 365.25 }
        let (complete, dropped) = try persons.droppingMissing(in: ["ham", "ill"])
        #expect(women.rowCount == 4 && young["id"].texts == ["1", "4"] && some.names == ["id", "ill"])
        #expect(try abs(aged["age in 1940"].numbers[0].scalar - 8.67) < 0.01)
        #expect(complete.rowCount == 5 && dropped == 1)
        let article: String = try article()
        let block: String = persons.summary.split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(article.contains(block), "\(block)")
    }

    private func code(_ persons: Table, _ families: Table) throws {
        let complete: Table = try persons.droppingMissing(in: ["ham", "ill"]).table
        let ill = try complete["ill"].zeroOne()
        let male = try complete["sex"].zeroOne(one: "M", zero: "F")
        let houses = try families["house"].indicators(reference: "inn")
        let design = try complete.adding(ill).adding(male).matrix(of: ["ill", "sex"])
        #expect(houses.map(\.name) == ["house=mill"] && design.shape == [5, 2])
        #expect(design == Tensor([[1, 0], [0, 1], [0, 0], [1, 0], [0, 0]]))
    }

    private func combine(_ persons: Table, _ families: Table) throws {
        let path: String = NSTemporaryDirectory() + "tables-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let byFamily = try persons.grouped(by: ["family"])
        let sizes = byFamily.keys.adding(Column("size", byFamily.counts))
        let housed = try persons.joined(with: families, on: ["family"])
        var generator = PhiloxGenerator(seed: 1)
        let (train, test) = try persons.split(fraction: 0.5, stratifiedBy: "ill", using: &generator)
        try housed.write(to: path)
        #expect(sizes.csvText() == "family,size\n7,2\n8,2\n9,1\n" && byFamily.ungroupedCount == 1)
        #expect(housed["house"].texts == ["mill", "mill", "inn", nil, "inn", nil])
        #expect(train["ill"].texts.count { $0 == "Y" } == 1 && test.rowCount == 3)
        #expect(try Table(contentsOf: path).names == housed.names)
    }

    private func article() throws -> String {
        try String(contentsOf: Repository.root.appendingPathComponent("docs/tables.md"), encoding: .utf8)
    }

    @Test func everySnippetIsHere() throws {
        let source: Set<String> = try Set(
            String(contentsOfFile: #filePath, encoding: .utf8).split(separator: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) })
        let code: [String] = try Repository.codeLines(in: article())
        for line in code { #expect(source.contains(line), "\(line)") }
        #expect(code.count == 30)
    }
}
