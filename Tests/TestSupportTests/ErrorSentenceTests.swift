import TestSupport
import Testing

@Suite struct ErrorSentenceTests {
    @Test func aSentenceForAUserIsSilent() {
        #expect(sentenceProblems("f: cannot be written: No space left on device. Make room.", place: "f") == [])
        #expect(sentenceProblems("f.csv, line 3: column 2 has no name. Give every column one.", place: "f.csv") == [])
    }

    @Test(
        arguments: [
            ("f: cannot be written: inaccessible(\"No space left on device\"). Make room.", "a case of Swift"),
            ("f: wrongRank(expected: 3). Make room.", "a case of Swift"),
            ("f: Optional(3) is no rank. Make room.", "'Optional('"), ("f: nil is no rank. Make room.", "'nil'"),
            ("f: the list is [\"a\"]. Make room.", "'[\"'"), ("f: it ends.. Make room.", "'..'"),
            ("f: there is no space.", "nothing to do"), ("Make room.", "no place"),
            ("f: Make room", "no full stop at the end"),
        ])
    func eachFaultIsFound(sentence: String, problem: String) {
        #expect(sentenceProblems(sentence, place: "f").contains(problem), "\(sentence)")
    }
}
