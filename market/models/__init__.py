"""The tables of the market."""
