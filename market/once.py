"""A page that is sent twice is acted on once. Sent again with other words, it is not taken for the same: nothing of
what was typed is dropped in silence."""

import hashlib

from django.utils.translation import gettext as _

from filing.services import claim_key

NOT_CONTENT = {"csrfmiddlewaretoken"}
PIECE = 256 * 1024


def claim_page(*, action, by, key, data, files):
    """(the claimed row, whether it is new, whether the content is the one of the first time).

    ``key``: what the page is known by, whatever was typed on it; ``data`` and ``files`` as they were sent.
    """
    name = hashlib.sha256("/".join(map(str, key)).encode()).hexdigest()
    row, is_first = claim_key(key=name, action=action, user=by)
    digest = content_digest(data, files)
    if is_first:
        keep(row, digest, "")
    return row, is_first, row.result.partition("/")[0] == digest


def keep(row, digest, result):
    row.result = f"{digest}/{result}"
    row.save(update_fields=["result"])


def set_result(row, result):
    """What the page led to, for the next time that it is sent."""
    keep(row, row.result.partition("/")[0], result)


def result_of(row):
    return row.result.partition("/")[2]


def content_digest(data, files, *parts):
    """One word for everything that was sent, the content of files included; the files can be read again."""
    digest = hashlib.sha256(repr(parts).encode())
    for name, values in sorted(data.lists()):
        if name not in NOT_CONTENT:
            digest.update(repr((name, values)).encode("utf-8", "backslashreplace"))
    for name in sorted(files):
        digest.update(repr((name, files[name].name)).encode("utf-8", "backslashreplace"))
        for piece in files[name].chunks(PIECE):
            digest.update(piece)
        files[name].seek(0)
    return digest.hexdigest()


def choose_again(form, files, name="upload"):
    """Of a form that is shown again: a browser does not keep the chosen file, and the page says so at its field."""
    if files.get(name) and name not in form.errors:
        form.add_error(name, _("Nothing is kept of the file while something else is wrong: choose it again."))
