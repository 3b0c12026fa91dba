import Foundation
import SynaNN
import Testing

/// The programs that read tables, graphs and digits refuse every damaged file with an error message, and end with a
/// status other than 0.
@Suite struct DataProgramTests {
    private let place: String

    init() throws {
        place = NSTemporaryDirectory() + "programs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
        return "\(place)/\(name)"
    }

    private func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

    /// Runs a program that must refuse the input, and returns the error message. The test fails if the status is 0, if
    /// there is no message on standard error, or if a signal ends the program.
    @discardableResult
    private func refused(
        _ program: String, _ arguments: [String], input: String = "", at location: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try ProgramRun(program, arguments, input: input, in: place)
        #expect(
            run.problem == nil && run.status != 0,
            "\(program) \(arguments): status \(run.status), \(run.problem ?? run.output)", sourceLocation: location)
        return run.errors
    }

    private static let damaged: [(name: String, bytes: [UInt8])] = [
        ("empty", []), ("blank", [10, 10, 13, 10]), ("jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), ("zeros", [0, 0, 0, 0]),
        ("latin", [0x67, 0x72, 0xF6, 0xDF, 0x65]), ("quote", Array("a,\"b\n1,2".utf8)),
        ("comma", [0x2C, 0x2C, 10, 0x2C]),
        ("brackets", [UInt8](repeating: 0x5B, count: 50_000)), ("null", Array("null".utf8)),
        ("header", Array("a,b\n".utf8)), ("words", Array("a,b\nx,y\nz,w\n".utf8)), ("wide", Array("a,b\n1,2,3\n".utf8)),
        ("narrow", Array("a,b\n1\n".utf8)), ("twice", Array("a,a\n1,2\n".utf8)), ("one", Array("a,b\n1,2\n".utf8)),
        ("infinite", Array("a,b\n1,2\ninf,3\n4,5\n".utf8)), ("huge", Array("a,b\n1,2\n1e999,3\n4,5\n".utf8)),
        ("nan", Array("a,b\n1,2\nnan,3\n4,5\n".utf8)), ("semicolons", Array("a;b\n1;2\n3;4\n".utf8)),
    ]

    @Test(arguments: [("linear-regression", ["--file"]), ("swap-odds", []), ("synapse-graphs", [])])
    func damagedFilesAreRefused(program: String, flag: [String]) throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        for (name, bytes) in Self.damaged {
            let path: String = try file(name, bytes)
            let words: String = try refused(program, flag + [path])
            #expect(words.contains(path), "\(program) \(name): \(words)")
        }
        #expect(try refused(program, flag + [place]).contains("Is a directory"))
        #expect(try refused(program, flag + [place + "/absent"]).contains("No such file or directory"))
        #expect(try refused(program, flag + [""]).contains("Error"))
        #expect(try refused(program, flag + ["/dev/stdin"]).contains("/dev/stdin"))
        #expect(try refused(program, flag + [place + "/jpeg"]).contains("a JPEG picture"))
    }

    /// The programs can read their file from a pipe.
    @Test func pipesAreRead() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let fit = try ProgramRun("linear-regression", ["--file", "/dev/stdin"], input: "y,x\n1,0\n2,1\n4,2\n")
        #expect(fit.status == 0 && fit.output.contains("1.5"), "\(fit.errors)")
        let header = "outcome,exposed,exposed_probability,control,control_probability\n"
        let odds = try ProgramRun("swap-odds", ["/dev/stdin"], input: header + "o,a,0.5,b,0.2\n")
        #expect(odds.status == 0 && odds.output.contains("4.0000"), "\(odds.errors)")
        let persons = try ProgramRun(
            "swap-odds", ["-", "--outcome=ill", "--exposure=ham", "--delimiter=semicolon"],
            input: "ham;age;ill\nY;1;Y\nN;2;Y\nY;3;N\nN;;N\nN;4;N\n;5;Y\n")
        #expect(persons.status == 0 && persons.output.contains("ham = Y, 1 of 2; ham = N, 1 of 3"), "\(persons.errors)")
        #expect(persons.output.contains("1 row is left out"), "\(persons.output)")
        let means = try ProgramRun(
            "linear-regression", ["--file", "-", "--dependent", "cost", "--decimal-comma", "--reference=group=b"],
            input: "group;cost\na;1,5\na;2,5\nb;7\nb;9\nb;\n")
        #expect(means.status == 0 && means.output.contains("group=a"), "\(means.errors)")
        #expect(means.output.contains("-6") && means.output.contains("1 of 5 rows is left out"), "\(means.output)")
        let json = String(decoding: SynapseGraphDefinition.flip(beta: 0.5).json, as: UTF8.self)
        let graph = try ProgramRun("synapse-graphs", ["/dev/stdin", "--input=x=0.9", "--input=y=0.4"], input: json)
        #expect(graph.status == 0 && graph.output.contains("settled"), "\(graph.errors)")
    }

    /// Circuits that cannot be evaluated are refused, although their files are valid JSON.
    @Test func graphsThatCannotBe() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let none = "{\"inputs\":[],\"outputs\":[],\"synapses\":[]}"
        #expect(try refused("synapse-graphs", [file("none", none)]).contains("no neurons"))
        let alpha =
            "{\"inputs\":[\"x\"],\"outputs\":[\"a\"],\"synapses\":[{\"output\":\"a\",\"excitatory\":\"x\",\"alpha\":"
        for value in ["1e999", "1e308", "\"one\"", "null}", "[1]"] {
            try refused("synapse-graphs", [file("alpha", alpha + value + "}]}")])
        }
        let growing =
            "{\"inputs\":[\"x\"],\"outputs\":[\"a\"],\"synapses\":[{\"output\":\"a\",\"excitatory\":\"a\",\"start\":\"x\",\"alpha\":2}]}"
        #expect(try refused("synapse-graphs", [file("growing", growing), "--input=x=1"]).contains("does not converge"))
        #expect(try refused("synapse-graphs", ["--dot=\(place)/absent/x"]).contains("No such file or directory"))
        #expect(try refused("synapse-graphs", ["--json=\(place)"]).contains("Is a directory"))
    }

    /// The programs refuse meaningless values of their flags with an error message.
    @Test func nonsenseFlagsAreSentences() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let flags: [(program: String, names: [String])] = [
            ("surprisal-space", ["alpha", "beta", "output"]),
            ("synapse-graphs", ["damping", "iterations", "input", "dot"]),
            (
                "swap-odds",
                [
                    "example", "confidence", "beta", "plot", "outcome", "event", "exposure", "exposed", "control",
                ]
            ),
            ("linear-regression", ["file", "target", "dependent", "predictor", "reference", "missing", "category"]),
            ("principal-components", ["components", "image", "data"]),
        ]
        let values: [String] = ["", "-1", "nan", "1e999", "x"]
        for (program, names) in flags {
            for name in names {
                for value in values {
                    var arguments: [String] = ["--\(name)=\(value)"]
                    if program == "swap-odds", name != "example" { arguments.append("--example=finance") }
                    if program == "principal-components", name != "data" { arguments.append("--data=/nowhere") }
                    let run = try ProgramRun(program, arguments, in: place)
                    #expect(run.problem == nil, "\(program) \(arguments): \(run.problem ?? "")")
                    // Any text except the empty text is a valid name for an output file.
                    let isName: Bool = ["dot", "output"].contains(name) && value != ""
                    #expect(run.status != 0 || isName, "\(program) \(arguments)")
                }
            }
        }
    }

    @Test func imagesThatAreNoDigits() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        func digits(_ name: String, train: Int, test: Int, height: Int, width: Int, isBlack: Bool = false) throws
            -> String
        {
            let folder = "\(place)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (part, count) in [("train", train), ("t10k", test)] {
                let bytes: [UInt8] = (0 ..< count * height * width).map {
                    isBlack ? 0 : UInt8(truncatingIfNeeded: $0 &* $0 &* 7 &+ $0)
                }
                try IDXFile(shape: [count, height, width], bytes: bytes).write(
                    to: "\(folder)/\(part)-images-idx3-ubyte")
                try IDXFile(shape: [count], bytes: [UInt8](repeating: 1, count: count))
                    .write(to: "\(folder)/\(part)-labels-idx1-ubyte")
            }
            return "--data=" + folder
        }
        for data in [
            try digits("no pixels", train: 5, test: 5, height: 0, width: 0),
            try digits("no width", train: 5, test: 5, height: 28, width: 0),
            try digits("none", train: 0, test: 0, height: 28, width: 28),
            try digits("one", train: 1, test: 1, height: 28, width: 28),
            try digits("no test", train: 5, test: 0, height: 28, width: 28),
            try digits("black", train: 5, test: 5, height: 28, width: 28, isBlack: true),
            try digits("large", train: 2, test: 1, height: 1000, width: 5),
            try digits("tiny", train: 5, test: 5, height: 1, width: 1),
        ] { try refused("principal-components", [data]) }
        let small: String = try digits("small", train: 30, test: 2, height: 20, width: 10)
        #expect(try refused("principal-components", [small, "--image=2"]).contains("2 test images"))
        let run = try ProgramRun("principal-components", [small, "--components=3"], in: place)
        #expect(run.status == 0, "\(run.errors)")
        let picture = try PNGImage(contentsOf: place + "/principal-components.png", as: .gray)
        #expect((picture.width, picture.height) == (4 * 30, 2 * 60))
        let unwritable: String = try refused(
            "principal-components", [small, "--components=3", "--output=/nowhere/x.png"])
        #expect(unwritable.contains("No such file or directory"))
    }

    /// If gnuplot ends before it has read the whole script, the program prints an error message and ends with status 1.
    /// The signal SIGPIPE does not end the program.
    @Test func aGnuplotThatFailsIsASentence() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let script = "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\nexec 0<&-\nsleep 0.1\necho broken >&2\nexit 3\n"
        chmod(try file("gnuplot", script), 0o755)
        let path: String = place + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        for _ in 0 ..< 5 {
            let run = try ProgramRun(
                "swap-odds", ["--example=finance", "--plot=\(place)/x.png"], environment: ["PATH": path], in: place)
            #expect(run.status == 1 && !run.isBySignal && run.errors.contains("cannot be drawn: broken"), "\(run)")
        }
    }

    #if os(Linux)
    /// If the disk is full, so that standard output cannot be written, the program prints an error message and ends
    /// with a status other than 0.
    @Test(arguments: [
        ("linear-regression", []), ("swap-odds", ["--example=finance"]), ("synapse-graphs", []),
        ("surprisal-space", []),
        ("surprisal-space", ["--help"]), ("swap-odds", ["--help"]), ("principal-components", ["--help"]),
        ("linear-regression", ["--help"]), ("synapse-graphs", ["--help"]),
    ])
    func aFullOutputIsAnError(program: String, arguments: [String]) throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let run = try ProgramRun(program, arguments, outputPath: "/dev/full", in: place)
        #expect(
            run.status != 0 && !run.isBySignal && run.errors.contains("standard output cannot be written"), "\(run)")
    }
    #endif
}
