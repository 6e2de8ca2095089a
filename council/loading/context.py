"""What the parts of one load know of each other."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from council.models import Decision, Institution, Seat, Source
from filing.services import record_change


@dataclass
class Context:
    """One load: the folder it reads, whether its rows are sample, and what the lower rooms made for the upper ones.

    ``accounts``: sample users by role name; ``motions``: the proposed decisions in the order of the files;
    ``made``: how many rows of which kind.
    """

    folder: Path
    is_sample: bool = False
    source: Source | None = None
    accounts: dict = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    motions: list = field(default_factory=list)
    made: Counter = field(default_factory=Counter)

    def account(self, place, name):
        """The sample user of a role; refused when there is none."""
        if name not in self.accounts:
            raise place.refuse(_("There is no sample account «%(name)s».") % {"name": name})
        return self.accounts[name]

    def institution(self, place, key):
        """An institution by its key: of this load, else one that is there already. None for no key."""
        if key is None:
            return None
        if key not in self.institutions:
            row = Institution.objects.filter(key=key).first()
            if row is None:
                raise place.refuse(_("There is no institution with the key «%(key)s».") % {"key": key})
            self.institutions[key] = row
        return self.institutions[key]

    def decision(self, place, name):
        """An adopted decision, by its key in the files or by its number."""
        for motion in self.motions:
            if motion.key == name and motion.decision.state == Decision.State.ADOPTED:
                return motion.decision
        found = Decision.objects.adopted().filter(number=name).first()
        if found is None:
            raise place.refuse(_("There is no adopted decision «%(name)s».") % {"name": name})
        return found

    def save(self, place, row):
        """Check a new row as a form would, write it, count it. A refusal names file and key."""
        with place:
            row.full_clean()
            row.save(force_insert=True)
        self.made[row._meta.verbose_name_plural] += 1
        return row

    def move(self, row, *, old, new, by=None, at=None):
        """A line in the book of changes for a row that is loaded in a later state."""
        record_change(row, by=by, old=old, new=new, at=at)
