"""What was typed and not saved: kept on the server every few seconds, and carried through an expired sign-in."""

import json
import re
from functools import wraps

from django.utils import timezone

from council.editor.cells import BASE, fingerprint, read_base
from council.models import EditorDraft
from persian.text import normalise

LONGEST = 300_000  # signs of one kept form
STASH = "meeting-editor"
PENDING = "pending"  # the page offers an earlier draft that is not put back yet
BOXES = ("seat-", "item-", "rem-", "dec-", "act-", "carry-", "new-item-", "guests", "c-", BASE)
LOOSE = re.compile(r"c-text|why|dec-\d+-why")  # typed beside a button; saved by that button only


def fields_of(posted):
    """The boxes of a sent form that are worth keeping, or None when it is too large to be one of ours."""
    fields = {name: value for name, value in posted.items() if name.startswith(BOXES) or name == "why"}
    return fields if len(json.dumps(fields)) <= LONGEST else None


def loose(fields):
    """What stands in the boxes that belong to a button: the quick line, the reasons."""
    return {name: value for name, value in fields.items() if LOOSE.fullmatch(name) and value.strip()}


def keep(*, meeting, user, fields, is_pending=False):
    """One draft per meeting and person; the newest wins, save for what an offered one holds besides."""
    if is_pending:
        fields = joined(fields_in(meeting, user), fields)
    EditorDraft.objects.update_or_create(
        meeting=meeting,
        user=user,
        defaults={"fields": fields, "row_version": meeting.row_version, "saved_at": timezone.now()},
    )


def fields_in(meeting, user):
    draft = EditorDraft.objects.filter(meeting=meeting, user=user).first()
    return draft.fields if draft else {}


def joined(old, new):
    """A new draft, with what the old one holds in boxes that are untouched in the new one."""
    old_base, new_base = read_base(old.get(BASE, "")), read_base(new.get(BASE, ""))
    fields, base = dict(new), dict(new_base)
    for name, value in old.items():
        if name == BASE or print_of(value) == old_base.get(name):
            continue
        if print_of(new.get(name, "")) == new_base.get(name, fingerprint("")):
            fields[name], base[name] = value, old_base.get(name, "")
    return fields | {BASE: json.dumps(base, separators=(",", ":"))}


def print_of(typed):
    """The fingerprint of a box as it was sent, whatever line ends the browser gave it."""
    return fingerprint(normalise(typed))


def drop(*, meeting, user):
    EditorDraft.objects.filter(meeting=meeting, user=user).delete()


def settle(*, meeting, user, posted, used):
    """After a save: the draft is gone, but for an offered one and for what stands beside buttons that were not pressed.

    ``used``: the loose boxes that the pressed button took.
    """
    rest = {name: value for name, value in loose(posted).items() if name not in used}
    if posted.get(PENDING):
        old = fields_in(meeting, user)
        rest = {name: value for name, value in old.items() if not LOOSE.fullmatch(name)} | rest
    if rest:
        keep(meeting=meeting, user=user, fields=rest)
    else:
        drop(meeting=meeting, user=user)


def stash_unsent(view):
    """Around the admin's door: a form that arrives after the sign-in expired is kept in the session of this browser.

    It becomes the draft of the person who had the page open, once that same person signs in again.
    """

    @wraps(view)
    def answer(request, object_id, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            fields = fields_of(request.POST)
            if fields:
                who, is_pending = request.POST.get("who", ""), bool(request.POST.get(PENDING))
                kept = {"meeting": object_id, "who": who, "fields": fields, "is_pending": is_pending}
                request.session[STASH] = kept
        return view(request, object_id, *args, **kwargs)

    return answer


def unstash(request, meeting):
    """Turn a form that was caught at the door into this person's draft; says whether there was one."""
    kept = request.session.get(STASH)
    if not kept or kept["meeting"] != meeting.pk:
        return False
    del request.session[STASH]
    if kept["who"] != str(request.user.pk):
        return False
    keep(meeting=meeting, user=request.user, fields=kept["fields"], is_pending=kept.get("is_pending", False))
    return True
