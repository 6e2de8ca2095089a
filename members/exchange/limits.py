"""What a file of firms may be: looked at before anything is parsed, so that a small file cannot make big work (H8)."""

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from persian.digits import localised

MAX_BYTES = 8 * 1024 * 1024
MAX_UNZIPPED = 48 * 1024 * 1024
MAX_PART = 32 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 200
MAX_ROWS, MAX_COLUMNS = 20_000, 60
MAX_STRINGS = 400_000
CHUNK = 1024 * 1024
ROW = re.compile(rb'<row[^>]*?\sr="(\d{1,9})"')
FAR_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{3,}|[C-Z][A-Z]|B[J-Z])\d')  # right of BI, the sixty-first column
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
OVERLAP = 200


def refuse_hostile(content, name):
    """Raises ValidationError, in the reader's words, when the file is too large or is not what it says."""
    if len(content) > MAX_BYTES:
        megabytes = localised(MAX_BYTES // (1024 * 1024))
        raise refused(_("The file is larger than %(limit)s MB. Send it in parts.") % {"limit": megabytes})
    if name.lower().endswith(".xlsx"):
        refuse_archive(content)
    elif name.lower().endswith(".csv"):
        refuse_text(content)
    else:
        raise refused(_("Send a spreadsheet: an Excel file (xlsx) or CSV in UTF-8."))


def refused(text):
    return ValidationError(text, code="refused")


def too_many_rows():
    words = {"rows": localised(MAX_ROWS), "columns": localised(MAX_COLUMNS)}
    return refused(_("A file may have at most %(rows)s rows and %(columns)s columns. Send it in parts.") % words)


def refuse_text(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(_("The text is not in UTF-8. Save it as UTF-8 and send it again.")) from error
    if "\0" in text:
        raise refused(_("Send a spreadsheet: an Excel file (xlsx) or CSV in UTF-8."))
    if text.count("\n") > MAX_ROWS * 4:  # an address may have several lines
        raise too_many_rows()


def refuse_archive(content):
    """The parts' sizes by the archive's own list, then each part as it unpacks, never more than was said."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise refused(_("Send a spreadsheet: an Excel file (xlsx) or CSV in UTF-8.")) from error
    unzipped = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    if len(parts) > MAX_PARTS or largest > MAX_PART or unzipped > min(MAX_UNZIPPED, MAX_RATIO * len(content)):
        raise refused(_("The file unpacks to far more than it should. Save it again and send it."))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names or any("vbaProject" in name for name in names):
        raise refused(_("Send a spreadsheet: an Excel file (xlsx) or CSV in UTF-8."))
    try:
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                refuse_part(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refused(_("The file is damaged. Save it again and send it.")) from error


def refuse_part(archive, part):
    """No declarations (entities are declared there), no other encoding to hide them in, no more rows than may be."""
    rows = strings = 0
    is_sheet, is_strings = part.filename.startswith("xl/worksheets/"), part.filename == "xl/sharedStrings.xml"
    with archive.open(part) as stream:
        before = b""
        while chunk := stream.read(CHUNK):
            if not before and chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise refused(_("The file is damaged. Save it again and send it."))
            text = before + chunk
            if any(sign in text for sign in DECLARATIONS) or b"\0" in chunk:
                raise refused(_("The file is damaged. Save it again and send it."))
            if is_sheet:
                rows += chunk.count(b"<row")
                far = max((int(number) for number in ROW.findall(text)), default=0)
                if max(rows, far) > MAX_ROWS + 1 or FAR_CELL.search(text):
                    raise too_many_rows()
            if is_strings:
                strings += chunk.count(b"<si")
                if strings > MAX_STRINGS:
                    raise too_many_rows()
            before = chunk[-OVERLAP:]
