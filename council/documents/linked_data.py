"""Facts for machines inside a page."""

import json


def linked_data(facts):
    """The facts as JSON-LD (schema.org) without what is empty. Safe inside a script element: no «<» in it."""
    kept = {"@context": "https://schema.org"} | {name: value for name, value in facts.items() if value}
    text = json.dumps(kept, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
