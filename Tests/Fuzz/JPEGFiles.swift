import Foundation

/// Small JPEG files, which Pillow wrote with `optimize=True` and `quality=30`.
enum JPEGFiles {
    static var all: [[UInt8]] {
        [gray, progressive, inks].map { Array(Data(base64Encoded: $0, options: .ignoreUnknownCharacters) ?? Data()) }
    }

    /// A grey picture of 5 × 4 pixels that lies on its side.
    private static let gray = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QA2RXhpZgAATU0AKgAAAAgAAgEPAAIAAAAIAAAAJgESAAMAAAABAAYAAAAAAABhIG1ha2Vy
        AP/bAEMAGxIUFxQRGxcWFx4cGyAoQisoJSUoUTo9MEJgVWVkX1VdW2p4mYFqcZBzW12FtYaQnqOrratngLzJuqbHmairpP/AAAsI
        AAQABQEBEQD/xAAUAAEAAAAAAAAAAAAAAAAAAAAD/8QAHRAAAgIBBQAAAAAAAAAAAAAAAQIDEQQABRSSof/aAAgBAQAAPwA91y58
        CZuPIQWkZWYmy1Kps9j5r//Z
        """

    /// A progressive picture of 18 × 10 pixels with chroma of half the resolution.
    private static let progressive = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j
        q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk
        pKSkpKSkpKT/wgARCAAKABIDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAwAC/8QAFgEBAQEAAAAAAAAAAAAAAAAAAgED
        /9oADAMBAAIQAxAAAAHOmA1Y7Uf/xAAaEAADAAMBAAAAAAAAAAAAAAAAAQIDETNB/9oACAEBAAEFApTamjZ7l6H/xAAZEQABBQAA
        AAAAAAAAAAAAAAAAAQIREyH/2gAIAQMBAT8BV04VH//EABkRAAIDAQAAAAAAAAAAAAAAAAACARESE//aAAgBAgEBPwGKZsnM/8QA
        FBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwJf/8QAGhAAAgIDAAAAAAAAAAAAAAAAAAEQIRExQf/aAAgBAQABPyFgbKMOocGq
        P//aAAwDAQACAAMAAAAQez//xAAZEQEAAgMAAAAAAAAAAAAAAAABACExcaH/2gAIAQMBAT8QZrwVNuT/xAAYEQACAwAAAAAAAAAA
        AAAAAAAAEQFh8P/aAAgBAgEBPxBiliaD/8QAGhABAAIDAQAAAAAAAAAAAAAAAQARECFRMf/aAAgBAQABPxAE9nhHKSuMv0hPWvmP
        /9k=
        """

    /// A picture of 9 × 9 pixels with four inks and restart markers.
    private static let inks = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCeo6ut
        q2eAvMm6pseZqKuk/8AAFAgACQAJBEMRAE0RAFkRAEsRAP/EABkAAAIDAQAAAAAAAAAAAAAAAAMEAQUGAv/EADEQAAEEAAIEDAcA
        AAAAAAAAAAEAAgMEBRETITJBEhQVIzE0NTZCUpHwU1RhZXJzsf/dAAQAAf/aAA4EQwBNAFkASwAAPwA9avXw6xDGTzpjLWy+HM7k
        V0Fad7IGjOOKJw4eeoEokdOnGZrLIHyNDgIyDtD6I1B81eZtSQ6VrBqa3pC//9Cx4pe+K30SfIrPnI0xpvt03qrnMeQr/9HrFtql
        +5v9U4d1Oz73J/C+xKfveUzV7wy/gV//0tMkVpVer//Z
        """
}
