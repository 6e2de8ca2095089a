"""Enrolments out of a spreadsheet: checked, shown, and written as a whole."""
