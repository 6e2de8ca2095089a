"""Certificates as people meet them: the PDF, the page that checks one, and the desk that issues many."""
