import Testing

/// The tests start the programs like a user. They run one after the other, because each test can start one process per
/// core.
@Suite(.serialized) struct ProgramTests {}
