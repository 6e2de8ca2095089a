"""What leaves the council as a document: minutes as one canonical text and as PDF, meetings as calendar entries."""
