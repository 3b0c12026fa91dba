import Foundation

/// Appends bytes to an open file in one write. Where the device takes only some of them, these are taken back, so that what
/// is appended later does not follow half a record.
///
/// - Returns: The system's words where that fails; nothing else.
package func appendFault(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    let former: off_t = lseek(descriptor, 0, SEEK_END)
    let written: Int = write(descriptor, bytes, bytes.count)
    if written == bytes.count { return nil }
    let code: Int32 = written < 0 ? errno : ENOSPC
    if written > 0, former >= 0 { _ = ftruncate(descriptor, former) }
    return String(cString: strerror(code))
}
