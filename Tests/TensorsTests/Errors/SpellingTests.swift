import Tensors
import Testing

@Suite struct SpellingTests {
    private let flags: [String] = [
        "--data", "--epochs", "--batch-size", "--learning-rate", "--lr", "--optimizer", "--label-smoothing", "--plot",
        "--average-decay", "--seed", "--threads", "--metrics", "--train-images", "--augment", "--no-augment", "--noise",
        "--beta-rate", "--calibration", "--save", "--save-every", "--tensorboard", "--resume", "--quiet", "--preset",
    ]

    @Test(arguments: [
        ("--learning", ["--learning-rate"]), ("--ls", ["--label-smoothing"]), ("--bs", ["--batch-size"]),
        ("--batchSize", ["--batch-size"]), ("--batch_size", ["--batch-size"]), ("--epoch", ["--epochs"]),
        ("--ephocs", ["--epochs"]), ("--sede", ["--seed"]), ("-epochs", ["--epochs"]), ("--EPOCHS", ["--epochs"]),
        ("--rate", ["--learning-rate", "--beta-rate"]), ("--decay", ["--average-decay"]), ("--xyz", []),
        ("--momentum", []), ("--", []), ("-", []), ("--q", ["--quiet"]), ("--no-agument", ["--no-augment"]),
        ("--leraning-rate", ["--learning-rate"]),
    ])
    func aFlagIsFoundByBeginningInitialsOrLetters(word: String, expected: [String]) {
        #expect(Spelling(known: flags).suggestions(for: word) == expected)
    }

    @Test(arguments: [("evalute", ["evaluate"]), ("eval", ["evaluate"]), ("predcit", ["predict"]), ("run", [])])
    func aSubcommandIsToo(word: String, expected: [String]) {
        let commands: [String] = ["train", "evaluate", "predict", "export", "explain", "help"]
        #expect(Spelling(known: commands).suggestions(for: word) == expected)
    }

    /// A known flag is suggested only if the word is the beginning or the initials of the flag, or has mostly the same
    /// letters as the flag.
    @Test func nothingIsSuggestedForOtherLetters() {
        #expect(Spelling(known: ["--plot"]).suggestions(for: "--lr") == [])
        #expect(Spelling(known: ["--data"]).suggestions(for: "--noise") == [])
        #expect(Spelling(known: []).suggestions(for: "--lr") == [])
    }
}
