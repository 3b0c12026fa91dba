import Foundation
import SynaNN
import TestSupport
import Testing

/// The program independent-causes on tables of persons, on the real outbreaks, and on nonsense.
@Suite struct IndependentCausesTests {
    private let place: String

    init() throws {
        place = NSTemporaryDirectory() + "causes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    }

    private static let table = """
        ham;soup;sex;visits;ill
        Y;N;F;2;Y
        Y;Y;M;0;Y
        N;Y;F;1;N
        N;N;M;3;Y
        Y;N;F;0;N
        N;Y;M;0;N
        Y;N;M;1;Y
        N;N;F;0;N
        ;N;F;0;N

        """

    /// Returns the text with a single blank between words, so that a test does not depend on the widths of columns.
    private func words(_ text: String) -> String {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: "\n")
    }

    private func run(_ arguments: [String], input: String = "") throws -> ProgramRun {
        try ProgramRun("independent-causes", arguments, input: input, in: place)
    }

    @Test func aFitIsPrintedSavedAndUsedForPredictions() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let flags: [String] = ["--outcome=ill", "--causes", "ham", "soup", "sex", "--counts=visits"]
        let fit = try run(["fit", "-"] + flags + ["--output=fit.json", "--bootstrap=20"], input: Self.table)
        #expect(fit.status == 0, "\(fit.errors)")
        #expect(fit.output.contains("4 events (ill) among 8 in 8 rows"), "\(fit.output)")
        #expect(fit.output.contains("1 row with missing cells is left out"), "\(fit.output)")
        #expect(words(fit.output).contains("ham 3/4 1/4"), "\(fit.output)")
        #expect(fit.output.contains("sex=M"), "\(fit.output)")
        let predicted = try run(["predict", "fit.json", "-"], input: Self.table)
        let lines: [Substring] = predicted.output.split(separator: "\n")
        #expect(predicted.status == 0 && lines.count == 10 && lines[0] == "row,risk", "\(predicted.errors)")
        #expect(lines[9] == "9,", "a row with a missing cell has no risk")
        #expect(lines[1 ... 8].allSatisfy { (0 ... 1).contains(Double($0.split(separator: ",")[1]) ?? 2) })
        let csv = try run(["fit", "-"] + flags + ["--output=fit.csv", "--model=logistic"], input: Self.table)
        #expect(csv.status == 0, "\(csv.errors)")
        let saved = try Table(contentsOf: place + "/fit.csv")
        #expect(saved.names.first == "name" && saved.rowCount == 5)
        let other = try run(["predict", "fit.json", "-"], input: "ham;soup;sex;visits\nY;N;X;1\n")
        #expect(other.status != 0 && other.errors.contains("'X'"), "\(other.errors)")
        let negative = try run(["predict", "fit.json", "-"], input: "ham;soup;sex;visits\nY;N;F;-1\n")
        #expect(negative.status != 0 && negative.errors.contains("negative"), "\(negative.errors)")
    }

    @Test(arguments: ["fit", "explain", "compare"])
    func theExampleSaysThatItIsSimulated(command: String) throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let example = try run([command, "--example"])
        #expect(example.status == 0 && example.output.hasPrefix("The outbreak is simulated"), "\(example.errors)")
        #expect(example.output == (try run([command, "--example"])).output)
    }

    @Test func oswegoIsBlamedOnTheVanillaIceCream() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        guard let outbreaks = RealData.outbreaks else { return }
        let foods = """
            baked_ham,spinach,mashed_potato,cabbage_salad,jello,rolls,brown_bread,milk,coffee,water,cakes,\
            vanilla_ice_cream,chocolate_ice_cream,fruit_salad
            """
        let flags: [String] = ["\(outbreaks)/oswego.csv", "--outcome=ill", "--causes", foods]
        let fit = try run(["fit"] + flags)
        #expect(words(fit.output).contains("vanilla_ice_cream 42/53 3/20 0.755 0.601 to 0.868 < 0.001"))
        let compared = try run(["compare"] + flags)
        #expect(words(compared.output).contains("independent causes 15 66.6 96.6 0.487"))
        let explained = try run(["explain"] + flags)
        #expect(words(explained.output).contains("vanilla_ice_cream 75.3 % 62.7 % to 81.6 %"))
    }

    @Test func hagellochIsReadAsContactDays() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        guard let outbreaks = RealData.outbreaks else { return }
        let days = try run([
            "contacts", "\(outbreaks)/hagelloch.csv", "--onset=date_of_prodrome", "--end=date_of_rash",
            "--within=family_ID", "--within-each=class", "--output=days.csv",
        ])
        #expect(days.output == "days.csv: 4162 person-days\n", "\(days.errors)")
        let flags: [String] = [
            "days.csv", "--outcome=infected", "--counts", "family_ID", "class=1", "class=2", "class=0",
        ]
        let fit = try run(["fit"] + flags)
        #expect(words(fit.output).contains("family_ID 70/230 114/3932 0.227"), "\(fit.output) \(fit.errors)")
        let forecast = try run(["compare"] + flags + ["--forecast=day=-39491"])
        #expect(words(forecast.output).contains("independent causes 0.3898"), "\(forecast.output)")
    }

    /// The names of the input decide whether a name occurs twice, so each place where names meet is tried.
    @Test func namesThatMeetAreRefused() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let table =
            "background,risk,a,b,a:b,sex,sex=M,ill,day\n1,1,1,0,0,F,0,Y,3\n0,1,0,1,0,M,1,N,4\n1,0,1,1,1,M,0,Y,5\n"
        try Data(table.utf8).write(to: URL(fileURLWithPath: place + "/t.csv"))
        let refused: [[String]] = [
            ["fit", "t.csv", "--outcome=ill", "--causes=background"],
            ["explain", "t.csv", "--outcome=ill", "--causes=background", "--output=s.json"],
            ["explain", "t.csv", "--outcome=ill", "--causes=risk", "--output=s.csv"],
            ["fit", "t.csv", "--outcome=ill", "--causes=a,b,a:b", "--products=a:b"],
            ["fit", "t.csv", "--outcome=ill", "--causes=a,b", "--products", "a:b", "a:b"],
            ["fit", "t.csv", "--outcome=ill", "--causes=sex,sex=M"],
            ["contacts", "t.csv", "--onset=a", "--within", "sex", "sex"],
            ["contacts", "t.csv", "--onset=a", "--within=day"],
        ]
        for arguments in refused {
            let run = try run(arguments)
            #expect(run.problem == nil && run.status != 0, "\(arguments): \(run.status) \(run.output)")
            #expect(run.errors.contains("Error: "), "\(arguments): \(run.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: place) == ["t.csv"], "\(arguments)")
        }
    }

    @Test func aDamagedFitIsRefused() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let table = "a,b,days,ill\n1,0,2,Y\n0,1,1,N\n1,1,3,Y\n0,0,1,N\n1,0,1,N\n"
        let fit = try run(
            ["fit", "-", "--outcome=ill", "--causes=a,b", "--products=a:b", "--exposure=days", "--output=fit.json"],
            input: table)
        #expect(fit.status == 0, "\(fit.errors)")
        let negative = try run(["predict", "fit.json", "-"], input: "a,b,days\n1,0,-1\n")
        #expect(
            negative.status != 0 && negative.errors.contains("'days', row 1"), "\(negative.output) \(negative.errors)")
        let json: String = try String(contentsOfFile: place + "/fit.json", encoding: .utf8)
        for (text, other) in [("\"_0\" : \"a\"", "\"_0\" : \"c\""), ("\"name\" : \"b\"", "\"name\" : \"a\"")] {
            #expect(json.contains(text), "\(json)")
            try Data(json.replacing(text, with: other).utf8).write(to: URL(fileURLWithPath: place + "/bad.json"))
            let run = try run(["predict", "bad.json", "-"], input: table)
            #expect(run.problem == nil && run.status != 0 && run.errors.contains("not a fit"), "\(run.errors)")
        }
    }

    @Test func errorsNameTheRowOfTheTable() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        let fit = try run(
            ["fit", "-", "--outcome=ill", "--counts=n"], input: "n,ill\n,Y\n1,Y\n,N\n-1,N\n2,Y\n")
        #expect(fit.status != 0 && fit.errors.contains("'n', row 4"), "\(fit.errors)")
    }

    @Test func everyNonsenseIsRefusedWithASentence() throws {
        defer { try? FileManager.default.removeItem(atPath: place) }
        try Data(Self.table.utf8).write(to: URL(fileURLWithPath: place + "/t.csv"))
        let good: [String] = ["t.csv", "--outcome=ill", "--causes=ham,soup"]
        let refused: [[String]] = [
            ["fit"], ["fit", "t.csv"], ["fit", "t.csv", "--outcome=ill"],
            ["fit", "absent.csv", "--outcome=a", "--causes=b"],
            ["fit", "t.csv", "--outcome=il", "--causes=ham"], ["fit", "t.csv", "--outcome=ill", "--causes=ham,hum"],
            ["fit", "t.csv", "--outcome=ill", "--causes=ham,ham"], ["fit", "t.csv", "--outcome=ill", "--causes=ill"],
            ["fit", "t.csv", "--outcome=sex", "--causes=ham"], ["fit", "t.csv", "--outcome=ill", "--counts=ham"],
            ["fit", "t.csv", "--outcome=ill", "--event=X", "--causes=ham"],
            ["fit"] + good + ["--example"], ["fit"] + good + ["--confidence=1"], ["fit"] + good + ["--penalty=-1"],
            ["fit"] + good + ["--bootstrap=0"], ["fit"] + good + ["--model=magic"],
            ["fit"] + good + ["--output=fit.txt"],
            ["fit"] + good + ["--products=ham:beer"], ["fit"] + good + ["--products=ham"],
            ["fit"] + good + ["--reference=sex=F"], ["fit"] + good + ["--reference=ham"],
            ["fit"] + good + ["--preventive=visits"], ["fit"] + good + ["--exposure=ham"],
            ["fit"] + good + ["--delimiter=ab"], ["fit"] + good + ["--pseudo-events=-1"],
            ["fit"] + good + ["--model=logistic", "--penalty=1"], ["fit"] + good + ["--no-background", "--seed=x"],
            ["fit"] + good + ["--output=absent/fit.json"], ["fit"] + good + ["--forest-plot=plot.gif"],
            ["fit", "t.csv", "--outcome=ill", "--causes=soup", "--no-background"],
            ["explain"] + good + ["--rows=-1"], ["compare"] + good + ["--forecast=visits"],
            ["compare"] + good + ["--forecast=visits=99"], ["predict", "t.csv", "t.csv"],
            ["predict", "absent", "t.csv"],
            ["contacts", "t.csv", "--onset=visits"], ["contacts", "t.csv", "--onset=sex", "--within=ham"],
            ["contacts", "t.csv", "--onset=visits", "--within=ham", "--infectious=3"],
            ["contacts", "t.csv", "--onset=visits", "--within=ham", "--latent=-1"],
            ["contacts", "t.csv", "--onset=visits", "--within=ham", "--infectious=3:1"],
        ]
        for arguments in refused {
            let run = try run(arguments)
            #expect(run.problem == nil && run.status != 0, "\(arguments): \(run.status) \(run.output)")
            #expect(run.errors.contains("Error: "), "\(arguments): \(run.errors)")
            let files: [String] = try FileManager.default.contentsOfDirectory(atPath: place)
            #expect(files == ["t.csv"], "\(arguments) left \(files)")
        }
    }
}
