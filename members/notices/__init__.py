"""Letters and short messages that go out with what happens to a firm: always through the outbox, in its transaction."""
