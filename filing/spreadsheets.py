"""Text that leaves for a spreadsheet must stay text: a cell that begins like a formula would be calculated."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it the usual spreadsheet reads Persian as something else


def taken(buffer):
    """What a buffer holds, which is empty afterwards: a part of a file that is written while it is sent."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def formula_safe(text):
    """A text that a spreadsheet would calculate gets an apostrophe in front. Numbers are not passed through here."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
