"""What everybody sees of editions: their pages, their files, the difference between two, and the check of a file."""
