public import Tensors

/// A named column of a table: a tensor with a value for each row.
public struct Column: Sendable {
    /// The values of a column.
    public enum Values: Sendable {
        /// Numbers, `[rows]`. A missing number is NaN.
        case numbers(Tensor<Double>)
        /// The position of each row's text in `levels`, `[rows]`. A missing text is −1.
        case categories(codes: Tensor<Int32>, levels: [String])
        /// Dates as days since 1 January 1970 of the Gregorian calendar, `[rows]`. A missing date is NaN. The Gregorian
        /// calendar also counts days before its introduction in 1582.
        case days(Tensor<Double>)
    }

    /// The name of the column.
    public let name: String
    /// The values.
    public let values: Values
    /// Where the rows come from; `nil` if the column was made in code.
    let origin: RowOrigin?

    /// Creates a column of numbers; NaN is a missing number. Traps if `numbers` has another rank than 1.
    public init(_ name: String, _ numbers: Tensor<Double>) { self.init(name, values: .numbers(numbers)) }

    /// Creates a column of numbers; NaN is a missing number.
    public init(_ name: String, _ numbers: [Double]) { self.init(name, values: .numbers(Tensor(numbers))) }

    /// Creates a column of categories from a text for each row; `nil` is a missing text. The levels are the different
    /// texts, in the order of `Column.levelOrder`.
    public init(_ name: String, _ texts: [String?]) {
        self.init(name, values: Levels(texts).values)
    }

    /// Creates a column. Traps if the tensor has another rank than 1, if a code is not −1 or a position in the levels,
    /// or if two levels are the same text.
    public init(_ name: String, values: Values) {
        if case .categories(let codes, let levels) = values {
            require(Set(levels).count == levels.count, "Column '\(name)': two levels are the same text")
            let isPossible: Bool = codes.scalars.allSatisfy { $0 >= -1 && Int($0) < levels.count }
            require(isPossible, "Column '\(name)': a code is outside of -1 ..< \(levels.count), the levels")
        }
        self.init(name, values, origin: nil)
    }

    init(_ name: String, _ values: Values, origin: RowOrigin?) {
        (self.name, self.values, self.origin) = (name, values, origin)
        require(shape.rank == 1, "Column '\(name)': the values have shape \(shape); a column has one axis, the rows")
    }

    private var shape: Shape {
        switch values {
        case .numbers(let values), .days(let values): return values.shape
        case .categories(let codes, _): return codes.shape
        }
    }

    /// The number of rows.
    public var count: Int { shape[0] }

    /// The type of the values.
    public var type: ColumnType {
        switch values {
        case .numbers: return .number
        case .categories: return .category
        case .days: return .day
        }
    }

    /// Whether the value of each row is missing, `[rows]`.
    public var missing: Tensor<Bool> {
        switch values {
        case .numbers(let values), .days(let values): return values.isNaN()
        case .categories(let codes, _): return codes .< 0
        }
    }

    /// The number of rows whose value is missing.
    public var missingCount: Int { missing.scalars.count { $0 } }

    /// Returns the column with another name.
    public func renamed(_ name: String) -> Column { Column(name, values, origin: origin) }

    /// Returns the values of the rows at `rows`, in this order. A row may occur several times. Traps if a row does not
    /// exist.
    public func rows(at rows: [Int]) -> Column {
        if let wrong = rows.first(where: { !(0 ..< count).contains($0) }) {
            fatalError("Column '\(name)': there is no row \(wrong) of \(count)")
        }
        return movingRows(rows, origin: origin?.rows(at: rows))
    }

    /// Returns the values of the rows at `rows` with a new origin. A row of −1 gives a missing value.
    func movingRows(_ rows: [Int], origin: RowOrigin?) -> Column {
        func moved<Scalar: TensorScalar>(_ tensor: Tensor<Scalar>, missing: Scalar) -> Tensor<Scalar> {
            let source: [Scalar] = tensor.scalars
            return Tensor(rows.map { $0 < 0 ? missing : source[$0] })
        }
        switch values {
        case .numbers(let values): return Column(name, .numbers(moved(values, missing: .nan)), origin: origin)
        case .days(let values): return Column(name, .days(moved(values, missing: .nan)), origin: origin)
        case .categories(let codes, let levels):
            let codes: Tensor<Int32> = moved(codes, missing: -1)
            return Column(name, .categories(codes: codes, levels: levels), origin: origin)
        }
    }

    func with(origin: RowOrigin?) -> Column { Column(name, values, origin: origin) }

    /// Returns an error about this column or, with `row`, about the value in this row. The error names the file and the
    /// line of the row. In a column that was made in code, it names the number of the row, counted from 1.
    public func error(_ fault: TableError.Fault, row: Int? = nil) -> TableError {
        TableError(
            file: origin?.file, line: row.flatMap { row in origin?.lines[row] },
            row: origin == nil ? row.map { $0 + 1 } : nil, column: name, fault: fault)
    }
}
