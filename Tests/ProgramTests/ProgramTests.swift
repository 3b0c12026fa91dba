import Testing

/// The programs, started as a user starts them. The tests run one after the other, because each starts one process per
/// core.
@Suite(.serialized) struct ProgramTests {}
