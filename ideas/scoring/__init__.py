"""The desk of scorers: what they were asked about, each idea with its questions, the result once all are in."""
