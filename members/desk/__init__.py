"""A firm's own desk: its state, profile, people, papers and way out, for those who act for it now."""
