"""What a hostile or unlucky person sends; none of it is a day, a time or a year."""

from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"

HOSTILE = [
    "\x00",
    "a\x00b",
    "\ud800",
    "x\udfffy",
    "\u202eevil\u202c",
    "\u2066\u2069\u200e\u200f\u061c",
    "👍🏽",
    "²",
    "١٢",
    "1403/06/31\u202e",
    "1403/13/01",
    "1404/12/30",
    "0/0/0",
    "-1/-1/-1",
    "9" * 5000,
    "1" * 1_000_000,
    "آ" * 1_000_000,
    " \u200c" * 10_000,
    "=1+1",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\r\nBcc: x@y.z",
]


def post(client, path, **values):
    """As a form of a browser sends it, lone surrogates and all, which the test client would refuse to write."""
    return client.post(path, urlencode(values, errors="surrogatepass"), content_type=FORM)
