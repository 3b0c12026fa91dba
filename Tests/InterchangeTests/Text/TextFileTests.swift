import ComplexModule
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

@Suite struct TextFileTests {
    private func read<Scalar: TextScalar>(
        _ text: String, _ options: TextReading = TextReading(), as type: Scalar.Type = Double.self
    ) throws(TextFileError) -> TextFile<Scalar> {
        try TextFile(Data(text.utf8), path: "x.csv", options)
    }

    private func fault(
        _ text: String, _ options: TextReading = TextReading(), as type: (some TextScalar).Type = Double.self
    )
        -> TextFileError.Fault?
    {
        do throws(TextFileError) { _ = try read(text, options, as: type) } catch { return error.fault }
        return nil
    }

    @Test func everyLineBreakEndsARow() throws {
        for end in ["\n", "\r\n", "\r"] {
            for last in ["", end, end + end] {
                let file = try read("1,2\(end)\(end)3,4\(last)", TextReading(delimiter: ","))
                #expect(file.values == Tensor([[1, 2], [3, 4]]))
            }
            // In the number of a line, the line break "\r\n" counts once.
            let place = TextFileError.Place(line: 3, column: 1)
            #expect(fault("1\(end)2\(end)x\(end)") == .notANumber(place, text: "x", type: "a number"))
        }
    }

    @Test func byteOrderMarksAreSkipped() throws {
        let file = try TextFile<Double>(Data([0xEF, 0xBB, 0xBF] + Array("a\n1\n".utf8)), path: "x", .csv)
        #expect(file.columnNames == ["a"])
        #expect(file.values == Tensor([[1]]))
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            #expect(throws: TextFileError.self) { try TextFile<Double>(Data(mark + [0x31, 0]), path: "x") }
        }
    }

    @Test func filesWithoutRowsHaveTheColumnsOfTheirNames() throws {
        for text in ["", "\n\n", "# comment\n", " \t\n", "\u{FEFF}"] {
            #expect(try read(text).values.shape == [0, 0], "\(text)")
        }
        #expect(try read("a,b\n", .csv).values.shape == [0, 2])
        #expect(try read("a,b", .csv).values.shape == [0, 2])
        #expect(try read("", TextReading(columns: .positions([0, 5, -1]))).values.shape == [0, 3])
        #expect(try read("1 2\n3 4\n", TextReading(columns: .positions([]))).values.shape == [2, 0])
        #expect(try read("1 2\n", TextReading(skippedLines: .max)).values.shape == [0, 0])
        #expect(try read("1 2\n", TextReading(maxRows: 0)).values.shape == [0, 0])
        #expect(fault("", .csv) == .noColumnNames)
    }

    @Test func namesAreReadFromTheFirstLine() throws {
        let comma: TextFile<Double> = try read("\n\"a, \"\"b\"\"\", c ,\n1,2,3\n", .csv)
        #expect(comma.columnNames == ["a, \"b\"", "c", ""])
        let commented = try read("# x  y\n1 2\n", TextReading(hasColumnNames: true))
        #expect(commented.columnNames == ["x", "y"])
        #expect(try read("#\n", TextReading(hasColumnNames: true)).columnNames == [])
    }

    @Test func columnsAreChosenByNameAndByPosition() throws {
        let text = "name,x,y,x\nanna,1,2,3\n\"b,\nc\",4,5,6\n"
        var options = TextReading.csv
        options.columns = .named(["y", "y"])
        let named: TextFile<Double> = try read(text, options)
        #expect(named.values == Tensor([[2, 2], [5, 5]]))
        #expect(named.columnNames == ["y", "y"])
        options.columns = .positions([3, -3])
        let placed: TextFile<Double> = try read(text, options)
        #expect(placed.values == Tensor([[3, 1], [6, 4]]))
        #expect(placed.columnNames == ["x", "x"])
        options.columns = .named(["z"])
        #expect(fault(text, options) == .unknownColumn("z", names: ["name", "x", "y", "x"]))
        options.columns = .named(["x"])
        #expect(fault(text, options) == .ambiguousColumn("x"))
        for position in [4, -5, .max, .min] {
            options.columns = .positions([position])
            #expect(fault(text, options) == .noColumn(position: position, fieldCount: 4))
        }
    }

    @Test func missingNumbersAreFilledOrReported() throws {
        let text = "1,,NA\n, 4 ,\"\"\n"
        var options = TextReading(delimiter: ",", missing: .filled(with: -1), missingTexts: ["", "NA"])
        #expect(try read(text, options).values == Tensor([[1, -1, -1], [-1, 4, -1]]))
        #expect(try read(text, options, as: Int.self).values == Tensor([[1, -1, -1], [-1, 4, -1]]))
        options.missing = .error
        #expect(fault(text, options) == .missingNumber(.init(line: 1, column: 2)))
        options.missingTexts = []
        options.missing = .filled(with: 0)
        #expect(fault(text, options) == .missingNumber(.init(line: 1, column: 2)))
        // A text in `missingTexts` can be the text of a number. A missing number is found by its text, not by its
        // value: −999.0 is not missing.
        let sentinel = TextReading(missing: .filled(with: 0), missingTexts: ["-999", "nan"])
        #expect(try read("-999 1 nan\n-999.0 2 3\n", sentinel).values == Tensor([[0, 1, 0], [-999, 2, 3]]))
    }

    @Test func quotedFieldsMayContainAnything() throws {
        let options = TextReading(delimiter: ",", columns: .positions([1]))
        #expect(try read("\"a,\r\n\"\"b\"\"\",\" 1 \"\n\"#\",2", options).values == Tensor([[1], [2]]))
        #expect(try read("\"1\" \"2\"\n\"3\"\t4\n").values == Tensor([[1, 2], [3, 4]]))
        #expect(fault("1,\"2\n", options) == .unclosedQuote(.init(line: 1, column: 2)))
        #expect(fault("1,2\n\n\"3\"4,5\n", options) == .textAfterQuote(.init(line: 3, column: 1)))
        #expect(fault("\"1\"2\n") == .textAfterQuote(.init(line: 1, column: 1)))
        // The number of a line also counts line breaks inside quotation marks.
        let place = TextFileError.Place(line: 4, column: 2)
        #expect(fault("\"a\nb\rc\",1\nd,x\n", options) == .notANumber(place, text: "x", type: "a number"))
    }

    @Test func linesOfDifferentLengthAreReported() throws {
        #expect(fault("1 2\n\n3\n") == .wrongFieldCount(line: 3, expected: 2, found: 1, firstLine: 1))
        let comma = TextReading(delimiter: ",", skippedLines: 1)
        #expect(fault("x\n1,2\n3,4,\n", comma) == .wrongFieldCount(line: 3, expected: 2, found: 3, firstLine: 2))
        #expect(fault("\na,b\n1\n", .csv) == .wrongFieldCount(line: 3, expected: 2, found: 1, firstLine: 2))
        let error = try #require(throws: TextFileError.self) { try read("1 2\n3\n") }
        #expect(
            error.description
                == "x.csv: line 2 has 1 field, but line 1 has 2 fields. Correct the line, or check the delimiter.")
    }

    @Test func wrongFieldsAreNamedWithTheirPlaces() throws {
        for text in ["abc", "1.2.3", "1e", "--1", "0x10", "1_000", "1,5", ".", "+", "e5", "nano", "١", "1\0"] {
            let place = TextFileError.Place(line: 2, column: 2)
            #expect(fault("1 2\n3 \(text)\n") == .notANumber(place, text: text, type: "a number"), "\(text)")
        }
        let place = TextFileError.Place(line: 1, column: 1)
        for text in ["1.5", "1e3", "nan", "1.", "-"] {
            #expect(fault(text, as: Int.self) == .notANumber(place, text: text, type: "an integer"))
        }
        for text in ["256", "-1", "99999999999999999999999"] {
            #expect(fault(text, as: UInt8.self) == .outOfRange(place, text: text, type: "UInt8"))
        }
        #expect(fault("-9223372036854775809", as: Int.self) != nil)
        #expect(fault("9223372036854775808", as: Int.self) != nil)
        for text in ["1+2", "1+2k", "(1+2j", "1+2j)", "1+j", "(1", "1 + 2j"] {
            #expect(fault(text, as: Complex<Double>.self) != nil, "\(text)")
        }
        let long = String(repeating: "x", count: 100)
        #expect(fault(long) == .notANumber(place, text: String(long.prefix(60)) + "…", type: "a number"))
    }

    @Test func anotherFormatIsNamed() throws {
        #expect(fault("%PDF-1.4\n") == .otherFormat(.pdf))
        #expect(fault("<!DOCTYPE html>\n") == .otherFormat(.html))
        // A BMP picture begins with "BM". A text can begin with the same letters, and is not refused as a picture.
        #expect(fault("BMI,x\n") == .notANumber(.init(line: 1, column: 1), text: "BMI,x", type: "a number"))
        let npy = NPYFile(Tensor<Float>([1])).encoded
        #expect(throws: TextFileError.self) { try TextFile<Float>(npy, path: "x") }
    }

    @Test func delimitersSeparateEmptyFields() throws {
        let options = TextReading(delimiter: "\t", missing: .filled(with: 0))
        #expect(try read("\t\t\n1\t \t2\n", options).values == Tensor([[0, 0, 0], [1, 0, 2]]))
        let space = TextReading(delimiter: " ", missing: .filled(with: 0))
        #expect(try read("1  2\n", space).values == Tensor([[1, 0, 2]]))
    }

    @Test func impossibleOptionsEndTheProcess() async {
        await #expect(processExitsWith: .failure) {
            _ = try TextFile<Double>(Data(), path: "", TextReading(delimiter: "e"))
        }
        await #expect(processExitsWith: .failure) {
            _ = try TextFile<Double>(Data(), path: "", TextReading(columns: .named(["a"])))
        }
        await #expect(processExitsWith: .failure) {
            _ = try TextFile<Int>(Data(), path: "", TextReading(missing: .filled(with: .nan)))
        }
        await #expect(processExitsWith: .failure) {
            _ = try TextFile<Int>(Data(), path: "", TextReading(comment: ""))
        }
        await #expect(processExitsWith: .failure) {
            _ = try TextFile<Int>(Data(), path: "", TextReading(delimiter: "#"))
        }
        await #expect(processExitsWith: .failure) { _ = TextFile(Tensor<Double>(zeros: [1, 2, 3])) }
        await #expect(processExitsWith: .failure) { _ = TextFile(Tensor<Double>([1]), columnNames: ["a", "b"]) }
    }
}
