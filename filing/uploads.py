"""The one way in for files: checked by content, size and type, stored under the hash of what is in them."""

import hashlib
import io
import os
import tempfile
import warnings
import zipfile
from pathlib import Path, PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from filing.models import StoredFile
from persian.digits import localised
from persian.text import normalise

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".csv": "text/csv",
    ".txt": "text/plain",
}
IMAGE_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
MAX_PIXELS = 40_000_000
MAX_UNZIPPED_BYTES = 100 * 1024 * 1024
MAX_ZIP_RATIO = 100
MAX_ZIP_MEMBERS = 2000
NAME_LENGTH = 120


def store_file(upload, *, by, is_sample=False):
    """Check an uploaded file and keep it; gives the ``StoredFile`` row.

    The bytes are on the disk before the row is written, so that a committed row never lacks its file; a rolled-back row
    leaves an orphan that ``check_files`` lists. Raises ValidationError that says what to do, in the user's language.
    """
    if upload.size > settings.UPLOAD_MAX_BYTES:
        megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Make it smaller or split it, and send it again."),
            code="too_large",
            params={"limit": localised(megabytes)},
        )
    name = safe_name(upload.name)
    content_type = TYPES.get(PurePath(name).suffix.lower())
    if content_type is None:
        raise forbidden_type()
    content = checked_content(upload.read(), content_type)
    sha256 = hashlib.sha256(content).hexdigest()
    row = StoredFile(
        sha256=sha256, name=name, content_type=content_type, size=len(content), uploaded_by=by, is_sample=is_sample
    )
    row.full_clean(exclude=["uploaded_by"])
    write_once(Path(settings.MEDIA_ROOT) / row.path, [content])
    row.save(force_insert=True)
    return row


def forbidden_type():
    """The refusal of everything that is not on the list, or is not what its name says."""
    return ValidationError(
        _("This kind of file is not accepted. Send a PDF, PNG, JPEG, Word (docx), Excel (xlsx), CSV or text file."),
        code="forbidden_type",
    )


def safe_name(name):
    """The last part of the sent name without control characters, at most 120 characters, keeping its ending."""
    base = normalise(PurePath(str(name).replace("\\", "/")).name)
    base = "".join(ch for ch in base if ch.isprintable() or ch == "\u200c").strip(". ")
    suffix = PurePath(base).suffix[:12]
    stem = base[: len(base) - len(suffix)] if suffix else base
    return (stem[: NAME_LENGTH - len(suffix)] or "file") + suffix


def checked_content(content, content_type):
    """The bytes to keep: an image comes back re-encoded (no hidden data), the rest as sent."""
    if not content:
        raise ValidationError(_("The file is empty. Choose the right file and send it again."), code="empty")
    if content_type in IMAGE_FORMATS:
        return reencoded_image(content, content_type)
    if content_type in (DOCX, XLSX):
        check_office_archive(content, content_type)
    elif content_type == "application/pdf":
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
            raise forbidden_type()
    else:
        check_text(content)
    return content


def reencoded_image(content, content_type):
    """Decode and encode again: what is not picture is gone. Refuses other formats and pictures of too many pixels."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  (slow to import, needed for pictures only)

    kind = filetype.guess(content)
    if kind is None or kind.mime != content_type:
        raise forbidden_type()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[IMAGE_FORMATS[content_type]])
            if image.width * image.height > MAX_PIXELS:
                raise too_many_pixels()
            image.load()
            out = io.BytesIO()
            image.convert("RGB" if content_type == "image/jpeg" else image.mode).save(out, IMAGE_FORMATS[content_type])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise too_many_pixels() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise forbidden_type() from error
    return out.getvalue()


def too_many_pixels():
    return ValidationError(_("The picture is too large. Send it with fewer pixels."), code="too_many_pixels")


def check_office_archive(content, content_type):
    """A Word or Excel file is a zip: refuse bombs, macros, and zips that are something else."""
    part = "word/document.xml" if content_type == DOCX else "xl/workbook.xml"
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise forbidden_type() from error
    names = {member.filename for member in members}
    unzipped = sum(member.file_size for member in members)
    if part not in names or "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        raise forbidden_type()
    too_much = unzipped > MAX_UNZIPPED_BYTES or unzipped > MAX_ZIP_RATIO * len(content)
    if too_much or len(members) > MAX_ZIP_MEMBERS:
        raise ValidationError(_("The file unpacks to far more than it should. Save it again and send it."), code="bomb")


def check_text(content):
    """CSV and text are UTF-8 without NUL and not a page in disguise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The text is not in UTF-8. Save it as UTF-8 and send it again."), code="encoding"
        ) from error
    if "\0" in text or filetype.guess(content) is not None or text.lstrip()[:1] == "<":
        raise forbidden_type()


def write_once(path, chunks):
    """Bytes to disk for good: temporary file, fsync, rename, fsync of the folder. A file that is there stays."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(chunks)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
