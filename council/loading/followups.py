"""What follows a sample meeting: action items under its agenda, and agreements with institutions."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from council.loading import files
from council.models import ActionItem, Agreement
from filing.uploads import store_file

ACTION = {
    "text": files.text,
    "text_en?": files.text,
    "seat?": files.text,
    "institution?": files.text,
    "due?": files.day,
    "done?": files.day,
    "note?": files.text,
}
AGREEMENT = {
    "institution": files.text,
    "number?": files.text,
    "subject": files.text,
    "subject_en?": files.text,
    "valid_from": files.day,
    "valid_to?": files.day,
    "file?": files.text,
    "public?": files.flag,
}


def load_action(place, row, item, context):
    """Numbered in the order of the files; one with ``done`` is closed on that day."""
    seat = row.get("seat")
    if seat is not None and seat not in context.seats:
        raise place.at("seat").refuse(_("There is no seat with the key «%(key)s».") % {"key": seat})
    closed_on = row.get("done")
    action = ActionItem(
        meeting=item.meeting,
        number=item.meeting.action_items.count() + 1,
        agenda_item=item,
        text=row["text"],
        text_en=row.get("text_en", ""),
        seat=context.seats.get(seat),
        institution=context.institution(place.at("institution"), row.get("institution")),
        due_on=row.get("due"),
        state=ActionItem.State.DONE if closed_on else ActionItem.State.OPEN,
        closed_on=closed_on,
        closing_note=row.get("note", ""),
    )
    context.save(place, action)
    by = context.account(place, "facilitator")
    context.move(action, old="", new=ActionItem.State.OPEN, by=by)
    if closed_on:
        context.move(action, old=ActionItem.State.OPEN, new=ActionItem.State.DONE, by=by)


def load_agreement(place, row, context):
    values = {name: row[name] for name in ("number", "subject", "subject_en", "valid_from", "valid_to") if name in row}
    agreement = Agreement(
        institution=context.institution(place.at("institution"), row["institution"]),
        file=kept_paper(place.at("file"), row["file"], context) if "file" in row else None,
        is_file_public=row.get("public", False),
        is_sample=True,
        **values,
    )
    context.save(place, agreement)


def kept_paper(place, name, context):
    """The file of the folder ``evidence``, through the one way in."""
    path = context.folder / "evidence" / name
    if path.name != name or not path.is_file():
        raise place.refuse(_("There is no such file, or it cannot be read."))
    with place:
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        return store_file(upload, by=context.account(place, "facilitator"), is_sample=True)
