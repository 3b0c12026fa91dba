import ArgumentParser
import Files
import Tensors

@main
struct IndependentCausesProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "independent-causes",
        abstract: "Finds which of several independent causes bring an event about.",
        discussion: """
            The model is the noisy-OR: each cause that is present brings the event about with a probability of its own, \
            and a background risk remains without any cause. It fits outbreaks, contacts and failures with several \
            causes. For ordinary risk factors, whose odds multiply, use --model logistic.

            Try: independent-causes fit --example
            """, version: synaNNVersion,
        subcommands: [Fit.self, Predict.self, Explain.self, Compare.self, Contacts.self])

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }
}
