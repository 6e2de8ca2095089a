"""The Persian catalogue without gettext's tools: extract, write, check.

The catalogue is sorted by English text and holds no line numbers and no dates, so that a difference shows what changed
and nothing else. ``make messages`` writes it; ``tests/test_translations.py`` proves that it is complete and fresh.
"""

import ast
import re
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages import Catalog, pofile
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale" / "fa" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
HEADER = {
    "Project-Id-Version": "cluster-portal",
    "Language": "fa",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
CALLS = {  # what each function's first arguments are
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"(?<!\w)({'|'.join(CALLS)})\(\s*({TEXT}(?:\s*,\s*{TEXT})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)(?=[a-z])|%[sdf]|\{\w*\}")
# Django's words for developers; the Persian ones tell a person what to do and name no model.
WITHOUT_NAMES = {"%(model)s instance with %(field)s %(value)r is not a valid choice."}


@dataclass
class Entry:
    """One text of the portal: ``strings`` holds one translation, or the singular and the plural one."""

    id: str
    plural: str = ""
    context: str | None = None
    paths: set = field(default_factory=set)
    strings: tuple = ()

    @property
    def key(self):
        return self.id, self.context or ""

    @property
    def is_translated(self):
        return bool(self.strings) and all(self.strings)


def extract():
    """Every text of the rooms' code and of the templates: a sorted list of entries without translation."""
    found = {}
    for path, calls in _sources():
        for name, texts in calls:
            parts = dict(zip(CALLS[name], texts, strict=False))
            entry = Entry(parts["id"], parts.get("plural", ""), parts.get("context"))
            known = found.setdefault(entry.key, entry)
            known.plural = known.plural or entry.plural
            known.paths.add(path)
    return [found[key] for key in sorted(found)]


def write(known=None):
    """Bring the catalogue up to date and print the texts that still lack a translation.

    Translations of ``known`` (a Babel catalogue) win over those in the file; texts that nobody uses are dropped.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    entries, before = extract(), read()
    for entry in entries:
        entry.strings = _translation(known, entry) or _translation(before, entry)
    PO.write_text(_as_po(entries), encoding="utf-8")
    MO.write_bytes(_as_mo(entries))
    missing = [entry for entry in entries if not entry.is_translated]
    for entry in missing:
        print(f"no translation: {entry.id!r} ({', '.join(sorted(entry.paths))})")
    print(f"{len(entries)} texts, {len(missing)} without translation")


def check():
    """What is wrong with the committed catalogue, as sentences; an empty list when nothing is."""
    entries, catalogue = extract(), read()
    for entry in entries:
        entry.strings = _translation(catalogue, entry)
    wanted = {entry.key for entry in entries}
    problems = [f"no translation: {entry.id!r}" for entry in entries if not entry.is_translated]
    problems += [f"other placeholders: {entry.id!r}" for entry in entries if not _placeholders_agree(entry)]
    problems += [f"fuzzy: {message.id!r}" for message in catalogue if message.id and message.fuzzy]
    problems += [f"obsolete: {message.id!r}" for message in catalogue if message.id and _key(message) not in wanted]
    problems += [f"obsolete: {key!r}" for key in catalogue.obsolete]
    if not problems and PO.read_text(encoding="utf-8") != _as_po(entries):
        problems.append("django.po is not as `make messages` writes it")
    if not MO.exists() or MO.read_bytes() != _as_mo(entries):
        problems.append("django.mo is not made from django.po: run `make messages`")
    return problems


def read():
    """The catalogue as it is on disk; an empty one when there is none."""
    if not PO.exists():
        return Catalog(locale="fa")
    with PO.open("rb") as file:
        return pofile.read_po(file, locale="fa")


def _sources():
    for room in sorted(path.parent for path in ROOT.glob("*/apps.py")):
        for path in sorted(room.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), _python_calls(path)
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield path.relative_to(ROOT).as_posix(), _template_calls(path)


def _python_calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in CALLS and len(texts) >= len(CALLS[name]):
            yield name, texts


def _template_calls(path):
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for name, texts in TEMPLATE_CALL.findall(source):
        yield name, [ast.literal_eval(text) for text in re.findall(TEXT, texts, re.DOTALL)]


def _key(message):
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return text, message.context or ""


def _translation(catalogue, entry):
    message = catalogue.get(entry.id, entry.context) if catalogue is not None else None
    if message is None or not message.string:
        return ()
    strings = tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)
    if entry.plural:
        return strings if len(strings) == 2 else strings * 2
    return strings[:1]


def _placeholders_agree(entry):
    """A translation may leave a placeholder out of its singular («یک برنامه»), but may not invent one."""
    if not entry.is_translated or entry.id in WITHOUT_NAMES:
        return True
    wanted = set(PLACEHOLDER.findall(entry.id)) | set(PLACEHOLDER.findall(entry.plural))
    used = [set(PLACEHOLDER.findall(text)) for text in entry.strings]
    return used[-1] == wanted and all(names <= wanted for names in used)


def _as_po(entries):
    blocks = [
        'msgid ""\nmsgstr ""\n'
        + "".join(f"{_quoted(f'{name}: {value}' + chr(10))}\n" for name, value in HEADER.items())
    ]
    for entry in entries:
        lines = [f"#: {path}" for path in sorted(entry.paths)]
        if PLACEHOLDER.search(entry.id + entry.plural):
            lines.append("#, python-brace-format" if "{" in entry.id else "#, python-format")
        if entry.context:
            lines.append(f"msgctxt {_quoted(entry.context)}")
        lines.append(f"msgid {_quoted(entry.id)}")
        strings = entry.strings or ("",) * (2 if entry.plural else 1)
        if entry.plural:
            lines.append(f"msgid_plural {_quoted(entry.plural)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(strings)]
        else:
            lines.append(f"msgstr {_quoted(strings[0])}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _as_mo(entries):
    """GNU's binary form: a table of the texts and one of the translations, both sorted by the texts' bytes."""
    pairs = {b"": "".join(f"{name}: {value}\n" for name, value in HEADER.items()).encode()}
    for entry in entries:
        if entry.is_translated:
            context = f"{entry.context}\x04" if entry.context else ""
            plural = f"\0{entry.plural}" if entry.plural else ""
            pairs[f"{context}{entry.id}{plural}".encode()] = "\0".join(entry.strings).encode()
    keys = sorted(pairs)
    tables, data, offset = [b"", b""], b"", 28 + 16 * len(keys)
    for number, texts in enumerate((keys, [pairs[key] for key in keys])):
        for text in texts:
            tables[number] += struct.pack("<II", len(text), offset + len(data))
            data += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, offset)
    return head + tables[0] + tables[1] + data


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit("\n".join(check()) or 0)
    write()
