"""What the export of a course holds beside the columns of an import, so that the same file can be sent back.

Columns that only tell something are read past. Who withdrew, let an offer lapse, or was removed is not enrolled anew.
"""

import re

from django.utils import translation
from django.utils.translation import gettext_lazy

from persian.digits import to_latin
from persian.text import search_key
from trainings.models import Enrolment
from trainings.models.learner import REMOVED

PEOPLE = "people of a course"  # the kind of this list among those that are taken along
NUMBER = gettext_lazy("Queue number")
EMAIL, MOBILE = gettext_lazy("E-mail address"), gettext_lazy("Mobile number")
FIRM, STATE = gettext_lazy("Firm"), gettext_lazy("State")
DOOR, WHEN = gettext_lazy("Came by"), gettext_lazy("Enrolled at")
GIVEN_ONLY = (NUMBER, FIRM, DOOR, WHEN)
READ = {EMAIL: "email", MOBILE: "mobile", STATE: "state"}
DAY = re.compile(r"[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}")
GONE = (Enrolment.State.WITHDRAWN, Enrolment.State.LAPSED)
PASSED = "passed over"


def in_both_languages(text):
    found = set()
    for language in ("fa", "en"):
        with translation.override(language):
            found.add(search_key(str(text)))
    return found


def is_export(heads):
    return any(search_key(head) in in_both_languages(NUMBER) for head in heads)


def export_names(heads):
    """{place: field} of the columns that stand in an export only; none of a file that is no export."""
    if not is_export(heads):
        return {}
    known = {key: name for head, name in READ.items() for key in in_both_languages(head)}
    known |= {key: PASSED for head in GIVEN_ONLY for key in in_both_languages(head)}
    found = {place: known.get(search_key(head)) for place, head in enumerate(heads)}
    found |= {place: PASSED for place, head in enumerate(heads) if DAY.fullmatch(to_latin(head.strip()))}
    return {place: name for place, name in found.items() if name}


def is_gone(row):
    """Whether the export says of this person that they are in the course no more, or that their data were removed."""
    words = {key for state in GONE for key in in_both_languages(state.label)}
    return search_key(row.get("state", "")) in words or row.get("email", "").endswith(REMOVED)


def with_contact(row):
    """The row with its address under the name that an import knows."""
    contact = row.get("contact") or row.get("email") or row.get("mobile") or ""
    return row | {"contact": contact}
