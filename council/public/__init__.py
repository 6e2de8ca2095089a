"""The council's public archive: its meetings with their minutes, its decisions, and the files that go with them."""
