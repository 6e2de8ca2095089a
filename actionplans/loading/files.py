"""The small files beside the data files: kept once each, through the one way in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from filing.uploads import store_file


def kept_file(place, name, stored, context):
    """The file of the folder ``evidence``; ``stored`` are those of this load by name. Raises DataFileError."""
    path = context.folder / "evidence" / name
    if name not in stored:
        if path.name != name or not path.is_file():
            raise place.refuse(_("There is no such file, or it cannot be read."))
        by = context.account(place, "facilitator")
        with place:
            stored[name] = store_file(SimpleUploadedFile(path.name, path.read_bytes()), by=by, is_sample=True)
    return stored[name]
