"""The council's part of the desk of staff."""
