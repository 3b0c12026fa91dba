import ArgumentParser
import Files
import Foundation
import SynaNN

/// `summary`: prints the network as a table. With `--dot`, also writes the network as a drawing.
public struct Summarize<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "summary",
            abstract: "Prints the network's operations with their shapes, parameters and costs.",
            discussion:
                "N is the number of images in a batch. A cost is a number of multiply-adds for one image.")
    }

    @OptionGroup public var options: Options

    @OptionGroup public var images: ImageFlags

    @Option(
        help: "Write a drawing of the network to this Graphviz file; 'dot -Tsvg FILE' converts it.", completion: .file()
    )
    public var dot: String?

    public init() {}

    public func validate() throws {
        if dot?.isEmpty == true { throw ValidationError("--dot must name a file; it is empty") }
    }

    public func run() throws {
        var generator = PhiloxGenerator(seed: 0)
        let task: ImageClassification =
            try images.data == nil ? .mnist : ImageClassification(of: images.load(isQuiet: true))
        let trace: BatchTrace = try Self.trace(options.makeNetwork(for: task, using: &generator), task)
        print(Summary(trace))
        if let dot { try AtomicFile.write(Data(trace.dot().utf8), to: dot) }
    }

    private static func trace(_ network: some TensorModule<Float>, _ task: ImageClassification) throws -> BatchTrace {
        try BatchTrace(of: network, sample: Shape(task.shape.dimensions), named: "images")
    }
}
