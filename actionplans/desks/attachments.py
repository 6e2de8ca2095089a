"""Files chosen on the progress desk are kept at once: no browser fills a file box again after an error in its row."""

from django.core import signing
from django.core.exceptions import ValidationError

from filing.models import StoredFile
from filing.uploads import store_file

KEPT_FOR = 24 * 60 * 60  # seconds that a chosen file waits for its row to be completed
SALT = "actionplans.desks.kept"


def keep_files(form, uploads, *, by):
    """Keep what was chosen for a row, beside what waits for it already. A refused file is named in the row."""
    form.kept = kept_files(form.data.getlist(form.add_prefix("kept")), by=by)
    for upload in uploads:
        try:
            form.kept.append(store_file(upload, by=by))
        except ValidationError as refusal:
            form.refused_files += [f"{upload.name}: {message}" for message in refusal.messages]


def kept_token(file):
    """What the page carries for a file that waits for its row: signed, good for one day."""
    return signing.dumps(str(file.pk), salt=SALT)


def kept_files(tokens, *, by):
    """The files behind the tokens; a forged, foreign or old one is left out, as if it had not been sent. One query."""
    wanted = []
    for token in tokens:
        try:
            wanted.append(signing.loads(token, salt=SALT, max_age=KEPT_FOR))
        except signing.BadSignature:
            continue
    return list(StoredFile.objects.filter(pk__in=wanted, uploaded_by=by)) if wanted else []
