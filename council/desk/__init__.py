"""A council member's own desk: the meetings to come, what they may say before, what they have to do, how they voted."""
