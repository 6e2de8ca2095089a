"""What stands behind the boxes: each row takes typed values one by one and is saved whole, under the meeting's lock."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from council.models import Attendance, Decision, Remark, Vote
from council.services.followups import add_action_item
from persian.digits import to_latin

Status = Attendance.Status
ALTERNATE = "alternate"


class Row:
    """A model's row as it is: columns are attributes.

    ``stands_for``: the box at which a refusal of a field without a box is shown. ``is_whole``: written with all its
    boxes or not at all.
    """

    stands_for, is_whole = {}, False

    def __init__(self, instance):
        self.instance = instance

    def write(self, column, value):
        setattr(self.instance, column, value)

    def save(self, by):
        self.instance.full_clean()
        self.instance.save()


class SeatRow(Row):
    """Whether a seat was taken, by whom, from when to when. The row is made when the first of these is known."""

    def __init__(self, meeting, seat, instance):
        super().__init__(instance or Attendance(meeting=meeting, seat=seat, status=Status.UNRECORDED))

    @property
    def presence(self):
        here = self.instance.status == Status.PRESENT
        return ALTERNATE if here and self.instance.by_alternate else self.instance.status

    def write(self, column, value):
        if column == "presence":
            self.instance.status = Status.PRESENT if value == ALTERNATE else value
            self.wants_alternate = value == ALTERNATE
            if value != ALTERNATE:
                self.instance.by_alternate = ""
        else:
            super().write(column, value)

    wants_alternate = False

    def save(self, by):
        if self.wants_alternate and not self.instance.by_alternate:
            raise ValidationError({"by_alternate": _("Write who sits in for this member.")})
        if self.instance.by_alternate and self.instance.status != Status.PRESENT:
            raise ValidationError(
                {"by_alternate": _("Somebody who sits in is there: choose «alternate», or leave the name out.")}
            )
        super().save(by)


class GuestsRow(Row):
    """Who came without a seat: one line each, the name and where from."""

    def __init__(self, meeting, guests):
        self.meeting, self.guests = meeting, guests
        self.lines = None

    @property
    def text(self):
        return "\n".join(
            _(", ").join(part for part in (guest.person, guest.described_as) if part) for guest in self.guests
        )

    def write(self, column, value):
        self.lines = [line for line in value.split("\n") if line.strip()]

    def save(self, by):
        """Lines that stayed keep their row, with the institution that it names."""
        kept = {self.line_of(guest): guest for guest in self.guests}
        for line, guest in kept.items():
            if line not in self.lines:
                guest.delete()
        for line in self.lines:
            if line not in kept:
                person, _comma, described = line.replace("،", ",").partition(",")
                guest = Attendance(meeting=self.meeting, person=person.strip(), described_as=described.strip())
                guest.full_clean()
                guest.save()

    def line_of(self, guest):
        return _(", ").join(part for part in (guest.person, guest.described_as) if part)


class RemarkRow(Row):
    """What an institution said on an item; emptied, it is taken away."""

    def __init__(self, item, institution, instance):
        self.is_new = instance is None
        super().__init__(instance or Remark(agenda_item=item, institution=institution))

    def save(self, by):
        if self.instance.text:
            super().save(by)
        elif not self.is_new:
            self.instance.delete()


class DecisionRow(Row):
    """A proposal: its words, how the council voted, and what it supersedes."""

    def __init__(self, instance, votes):
        super().__init__(instance)
        self.votes = {vote.seat_id: vote for vote in votes}
        self.named = {}

    stands_for = {"by_consensus": "mode", "supersedes": "superseded"}
    CONSENSUS, COUNTED, NAMED = "c", "v", "n"

    @property
    def mode(self):
        if self.votes:
            return self.NAMED
        return self.CONSENSUS if self.instance.by_consensus else self.COUNTED

    @property
    def superseded(self):
        return self.instance.supersedes.number if self.instance.supersedes_id else ""

    def write(self, column, value):
        if column.startswith("vote-"):
            self.named[int(column.removeprefix("vote-"))] = value
        elif column == "mode":
            self.instance.by_consensus = value == self.CONSENSUS
            if value != self.COUNTED:
                self.instance.votes_for = self.instance.votes_against = self.instance.votes_abstain = None
            if value != self.NAMED:
                self.drops_names = True
        elif column == "superseded":
            self.instance.supersedes = self.find(value)
        else:
            super().write(column, value)

    drops_names = False

    def find(self, number):
        """The adopted decision with this number, however it was typed."""
        if not number:
            return None
        found = Decision.objects.adopted().filter(number=to_latin(number).replace(" ", "")).first()
        if found is None:
            raise ValidationError(_("There is no adopted decision with this number. Write it such as 1403/01-02."))
        return found

    def save(self, by):
        super().save(by)
        if self.drops_names:
            self.instance.votes.all().delete()
            return
        for seat, choice in self.named.items():
            if choice:
                Vote.objects.update_or_create(decision=self.instance, seat_id=seat, defaults={"choice": choice})
            else:
                Vote.objects.filter(decision=self.instance, seat=seat).delete()


class ActionRow(Row):
    """What somebody is to do; without words it is taken away as long as it is open."""

    def __init__(self, instance, owners):
        super().__init__(instance)
        self.owners = owners

    @property
    def owner(self):
        if self.instance.seat_id:
            return f"s{self.instance.seat_id}"
        return f"i{self.instance.institution_id}" if self.instance.institution_id else ""

    def write(self, column, value):
        if column == "owner":
            self.instance.seat, self.instance.institution = self.owners[value]
        else:
            super().write(column, value)

    def save(self, by):
        if self.instance.text:
            super().save(by)
        elif self.instance.pk:
            self.instance.delete()


class NewActionRow(ActionRow):
    """The empty line under each item."""

    is_whole = True

    def save(self, by):
        row = self.instance
        if not row.text:
            raise ValidationError({"text": _("Write what is to be done.")})
        if not (row.seat_id or row.institution_id):
            raise ValidationError({"owner": _("Choose who is to do it.")})
        self.instance = add_action_item(
            meeting=row.meeting,
            text=row.text,
            by=by,
            agenda_item=row.agenda_item,
            seat=row.seat,
            institution=row.institution,
            due_on=row.due_on,
        )


class NewRow(Row):
    """The empty box for one more item or proposal; nothing typed, nothing made."""

    is_whole = True
