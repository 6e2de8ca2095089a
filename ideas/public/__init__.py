"""What everybody reads: calls open and past, ideas that the council adopted, how it works."""
