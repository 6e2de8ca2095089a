"""The procurement cases."""
