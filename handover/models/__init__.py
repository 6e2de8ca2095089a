"""The tables of the hand-over."""
