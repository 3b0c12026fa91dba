import Testing

/// The programs as a user drives them. One test at a time: each starts as many processes as the machine has cores.
@Suite(.serialized) struct ProgramTests {}
