"""What was typed and not saved: kept on the server every few seconds, and carried through an expired sign-in."""

import json
from functools import wraps

from django.utils import timezone

from council.editor.cells import BASE
from council.models import EditorDraft

LONGEST = 300_000  # signs of one kept form
STASH = "meeting-editor"


def fields_of(posted):
    """The boxes of a sent form that are worth keeping, or None when it is too large to be one of ours."""
    names = ("seat-", "item-", "rem-", "dec-", "act-", "new-item-", "guests", "c-", BASE)
    fields = {name: value for name, value in posted.items() if name.startswith(names)}
    return fields if len(json.dumps(fields)) <= LONGEST else None


def keep(*, meeting, user, fields):
    """One draft per meeting and person; the newest wins."""
    EditorDraft.objects.update_or_create(
        meeting=meeting,
        user=user,
        defaults={"fields": fields, "row_version": meeting.row_version, "saved_at": timezone.now()},
    )


def drop(*, meeting, user):
    EditorDraft.objects.filter(meeting=meeting, user=user).delete()


def stash_unsent(view):
    """Around the admin's door: a form that arrives after the sign-in expired is kept in the session of this browser.

    It becomes the draft of the person who had the page open, once that same person signs in again.
    """

    @wraps(view)
    def answer(request, object_id, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            fields = fields_of(request.POST)
            if fields:
                who = request.POST.get("who", "")
                request.session[STASH] = {"meeting": object_id, "who": who, "fields": fields}
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
    keep(meeting=meeting, user=request.user, fields=kept["fields"])
    return True
