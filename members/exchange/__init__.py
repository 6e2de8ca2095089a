"""Firms in and out of spreadsheets: what a column holds, what a file may be, how it is checked."""
