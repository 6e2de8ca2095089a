"""The tables of the ideas."""
