import ComplexModule
import Foundation
import SynaNN

/// A reader of a file format, and the undamaged files of this format that the program damages.
struct Reader {
    let name: String
    let files: [[UInt8]]
    /// Reads everything in a file, given as bytes. Throws if the reader refuses the file.
    let read: ([UInt8]) throws -> Void

    static func all(scratch: String) throws -> [Reader] {
        [idx, npy, try npz(), safeTensors, try checkpoint(scratch), try png(), jpeg, csv, text, graph]
    }

    static let count = 10

    private static var arrays: [String: AnyTensor] {
        [
            "weight": AnyTensor(Tensor<Float>(from: 0, to: 24).reshaped(to: [2, 3, 4])),
            "labels": AnyTensor(Tensor<Int>([3, -1, 4])), "mask": AnyTensor(Tensor<Bool>([true, false])),
            "empty": AnyTensor(Tensor<Double>(zeros: [0, 2])), "scalar": AnyTensor(Tensor<Double>(7)),
        ]
    }

    private static var idx: Reader {
        let images = IDXFile(shape: [3, 4, 4], bytes: (0 ..< 48).map { UInt8($0) })
        let labels = IDXFile(shape: [3], bytes: [1, 2, 3])
        // An IDX file of 36 bytes, compressed with gzip.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 224, 96, 100, 96, 96, 144, 97, 96, 100, 98, 102, 97, 101,
            99, 231, 224, 228, 226, 230, 225, 229, 227, 23, 16, 20, 18, 22, 17, 21, 19, 151, 144, 148, 146, 6,
            0, 21, 248, 37, 139, 36, 0, 0, 0,
        ]
        return Reader(name: "idx", files: [Array(images.encoded), Array(labels.encoded), packed]) { bytes in
            _ = try IDXFile(Data(bytes), path: "fuzz")
        }
    }

    private static var npy: Reader {
        var turned: [UInt8] = Array(NPYFile(Tensor<Float>(zeros: [2, 3])).encoded)
        if let place = turned.firstRange(of: "False".utf8) { turned.replaceSubrange(place, with: "True ".utf8) }
        let files: [[UInt8]] = arrays.values.map { Array(NPYFile($0).encoded) } + [turned]
        return Reader(name: "npy", files: files) { bytes in _ = try NPYFile(Data(bytes), path: "fuzz").array }
    }

    private static func npz() throws -> Reader {
        let files: [[UInt8]] = try [false, true].map { Array(try NPZFile(arrays, compressed: $0).encoded) }
        return Reader(name: "npz", files: files) { bytes in
            let file = try NPZFile(Data(bytes), path: "fuzz")
            for name in file.names { _ = try file.anyTensor(name) }
        }
    }

    private static var safeTensors: Reader {
        let files: [[UInt8]] = [
            Array(SafeTensorsFile(arrays, metadata: ["a": "b", "ü": "\"\\"]).encoded),
            Array(SafeTensorsFile([:]).encoded),
        ]
        return Reader(name: "safetensors", files: files) { bytes in
            let file = try SafeTensorsFile(Data(bytes), path: "fuzz")
            for name in file.names { _ = try file.anyTensor(name) }
        }
    }

    /// Returns the reader of PNG files. The reader reads a damaged file first unchanged, and then with corrected
    /// checksums, because a wrong checksum would hide every later fault.
    private static func png() throws -> Reader {
        let files: [[UInt8]] = [
            Array(PNGImage(width: 9, height: 4, color: .rgb, pixels: (0 ..< 108).map { UInt8($0) }).encoded),
            Array(PNGImage(width: 5, height: 5, color: .gray, pixels: (0 ..< 25).map { UInt8($0 * 9) }).encoded),
            packedPNG(type: 3, depth: 2, [("PLTE", [255, 0, 0, 0, 255, 0]), ("tRNS", [128])]),
            packedPNG(type: 4, depth: 16, [("gAMA", [0, 0, 0xB1, 0x8F])]), packedPNG(type: 0, depth: 1, []),
        ]
        return Reader(name: "png", files: files) { bytes in
            var refusal: (any Error)?
            for file in [bytes, PNGChecksums.mended(bytes)] {
                for color in PNGImage.Color.allCases {
                    do {
                        _ = try PNGImage(Data(file), path: "fuzz", as: color, pixelLimit: 1 << 20)
                    } catch {
                        refusal = error
                    }
                }
            }
            if let refusal { throw refusal }
        }
    }

    /// The reader of JPEG files: of the whole size and of a reduced size, with one and with three samples for each pixel.
    private static var jpeg: Reader {
        Reader(name: "jpeg", files: JPEGFiles.all) { bytes in
            var refusal: (any Error)?
            for color in Picture.Color.allCases {
                for side in [nil, 1] {
                    do {
                        _ = try JPEGImage(
                            Data(bytes), path: "fuzz", as: color, reducedToAtLeast: side, pixelLimit: 1 << 20)
                    } catch {
                        refusal = error
                    }
                }
            }
            if let refusal { throw refusal }
        }
    }

    /// Returns a PNG file of 2 × 2 pixels with samples of 0. `type` is the colour type, `depth` is the bit depth, and
    /// `chunks` are the names and contents of the chunks between the header and the pixels. The zlib data are stored
    /// without compression.
    private static func packedPNG(type: UInt8, depth: UInt8, _ chunks: [(String, [UInt8])]) -> [UInt8] {
        // A row of pixels is a filter byte and two pixels. A pixel of colour type 4 and depth 16 has 4 bytes. Two
        // pixels of any other type fit in one byte.
        let row: Int = 1 + (type == 4 ? 8 : 1)
        let pixels = [UInt8](repeating: 0, count: row * 2)
        let stored: [UInt8] =
            [0x78, 1, 1, UInt8(pixels.count), 0, ~UInt8(pixels.count), 255] + pixels + PNGChecksums.adler(pixels)
        let header: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 2, depth, type, 0, 0, 0]
        return PNGChecksums.file([("IHDR", header)] + chunks + [("IDAT", stored), ("IEND", [])])
    }

    /// The reader of CSV tables. The reader reads each file with several combinations of options, and writes and
    /// summarizes the tables.
    private static var csv: Reader {
        let files: [String] = [
            "a,b\n1,2\n3,4\n", "name,\"a, b\"\r\n\"say \"\"x\"\"\",1\r\n\r\nü,\n",
            "outcome,exposed,exposed_cases\ndeath,aspirin,104\n",
            "id;born;x\r1;2001-04-19;1.234,5\r2;NA;-7\r", "day|x\n19-Apr-2001|9007199254740993\n1.2.1970|1e5\n",
        ]
        let german = TableReading(
            decimalComma: true, thousandsSeparator: ".", dates: TableReading.DateForm.allCases)
        let options: [TableReading] = [
            TableReading(), german, TableReading(delimiter: ";", missingWords: ["x", "-1"]),
        ]
        return Reader(name: "csv", files: files.map { Array($0.utf8) }) { bytes in
            var (refusal, isRead): ((any Error)?, Bool) = (nil, false)
            for option in options {
                do {
                    let table = try Table(csv: Data(bytes), reading: option, file: "fuzz")
                    _ = table.csvText().count + table.summary.count
                    _ = try table.grouped(by: table.names).counts
                    isRead = true
                } catch {
                    refusal = error
                }
            }
            if let refusal, !isRead { throw refusal }
        }
    }

    /// The reader of text files with tables of numbers. The reader reads each file with each of several combinations of
    /// options.
    private static var text: Reader {
        let files: [String] = [
            "1 2.5 -3e-7\n4 nan inf\r\n# a comment\n\n5 6 7 # another", "x,y\n1,2\n\" 3 \",\"\"\n,-999\n",
            "\u{FEFF}\"a, \"\"b\"\"\nc\",d\r1,0.1000000000000000055511151231257827\r",
            "1+2j (3-4i)\n5 6j\n", "4.9406564584124654e-324\t1.797693134862315808e308\n9223372036854775807\t-1\n",
        ]
        // The lines 1,2 and 3,4, compressed with gzip.
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 212, 49, 226, 50, 214, 49, 225, 2, 0, 71, 147, 108, 175, 8, 0,
            0, 0,
        ]
        var options: [TextReading] = [TextReading(), .csv, TextReading(delimiter: "\t")]
        options.append(TextReading(delimiter: ",", missing: .filled(with: 0), missingTexts: ["", "-999"], maxRows: 2))
        options.append(TextReading(skippedLines: 1, columns: .positions([1, -1, 0, 1])))
        var named = TextReading.csv
        named.columns = .named(["x"])
        named.missing = .filled(with: 1)
        options.append(named)
        return Reader(name: "text", files: files.map { Array($0.utf8) } + [packed]) { [options] bytes in
            let data = Data(bytes)
            var (refusal, isRead): ((any Error)?, Bool) = (nil, false)
            func attempt(_ read: () throws -> Void) {
                do {
                    try read()
                    isRead = true
                } catch {
                    refusal = error
                }
            }
            for option in options {
                attempt { _ = try TextFile<Double>(data, path: "fuzz", option) }
                attempt { _ = try TextFile<Float>(data, path: "fuzz", option) }
                attempt { _ = try TextFile<UInt8>(data, path: "fuzz", option) }
                attempt { _ = try TextFile<Complex<Double>>(data, path: "fuzz", option) }
            }
            if let refusal, !isRead { throw refusal }
        }
    }

    private static var graph: Reader {
        var chain = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["b"])
        chain.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 2)
        chain.connect("b", excitedBy: "a", start: .input("x"))
        let files: [[UInt8]] = [Array(SynapseGraphDefinition.flip(beta: 0.5).json), Array(chain.json)]
        return Reader(name: "graph", files: files) { bytes in
            let definition = try SynapseGraphDefinition(json: Data(bytes), path: "fuzz")
            let graph = try SynapseGraph<Double>(definition, solver: FixedPointSolver(iterationLimit: 1000))
            if graph.neurons.isEmpty { return }
            // Uses different inputs, because the solver does not converge if the inputs of the flip circuit are equal.
            let inputs: [Double] = definition.inputs.indices.map { $0.isMultiple(of: 2) ? 0.9 : 0.4 }
            _ = try graph.state(Tensor(inputs, shape: [1, inputs.count]))
            _ = definition.dot.count + definition.json.count
        }
    }

    /// Returns the reader of checkpoints. A checkpoint is a file in a directory, so the reader writes each damaged file
    /// to the directory `scratch` first.
    private static func checkpoint(_ scratch: String) throws -> Reader {
        let directory = CheckpointDirectory(path: scratch + "/checkpoint", settings: ["a": "b"])
        var generator = PhiloxGenerator(seed: 1)
        let trainer = Trainer(
            Linear<Float>(2, 2, using: &generator), optimizer: Adam(learningRate: 0.1), objective: .classification(),
            options: TrainerOptions(batchSize: 2, seed: 1))
        var trained = trainer
        _ = trained.trainStep((Tensor([[1, 2], [3, 4]]), Tensor([0, 1])))
        try directory.save(trained)
        let file: [UInt8] = Array(try Data(contentsOf: URL(fileURLWithPath: directory.file)))
        return Reader(name: "checkpoint", files: [file]) { bytes in
            try Data(bytes).write(to: URL(fileURLWithPath: directory.file))
            var copy = trainer
            try directory.restore(&copy)
        }
    }
}
