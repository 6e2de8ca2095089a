"""A file's rows as people: each mistake with its row and column, and what the file would do. Nothing is written."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import canonical_address
from members.exchange.limits import refuse_hostile
from members.exchange.resources import cell_text
from members.exchange.sheets import read_rows
from members.models import Firm
from persian.digits import localised, to_latin
from persian.identifiers import canonical_code
from persian.text import normalise, search_key
from trainings.importing.exported import PASSED, export_names, is_gone, with_contact
from trainings.models import Learner
from trainings.services.batches import free_places, refusals

MOST_ROWS, MOST_PROBLEMS, LONGEST_NAME = 1_000, 200, 120
HEADS = {
    "full_name": gettext_lazy("Full name"),
    "contact": gettext_lazy("E-mail or mobile number"),
    "firm": gettext_lazy("Tracking code or national ID of the firm"),
}


@dataclass
class Person:
    """One row as it was understood."""

    number: int
    full_name: str
    contact: str
    firm: Firm | None
    outcome: str = "place"  # or "wait", "already"


@dataclass
class Checked:
    people: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def refuse(self, number, name, reason):
        """``name``: of the column, '' when the whole row is meant."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((number, str(HEADS[name]) if name in HEADS else name, str(reason)))

    def count(self, outcome):
        return sum(person.outcome == outcome for person in self.people)


def check_file(content, name, course):
    """Everything that is wrong with a file, its people, and what each would get. ValidationError: it cannot be read."""
    refuse_hostile(content, name)
    lines = list(read_rows(content, name))
    if len(lines) > MOST_ROWS + 1:
        text = _("At most %(rows)s people in one file. Send it in parts.")
        raise ValidationError(text % {"rows": localised(MOST_ROWS)})
    if not lines or not any(cell_text(cell).strip() for cell in lines[0]):
        raise ValidationError(_("The first row must name the columns."))
    checked = Checked()
    names = names_of(lines[0], checked)
    rows = [(number, line) for number, line in enumerate(lines[1:], 2) if line]
    if not checked.problems:
        read_people(rows, names, checked, course)
    if not checked.problems:
        look_ahead(checked, course)
    return checked


def names_of(heads, checked):
    """The field of each column; a head that is unknown, double or missing is a mistake of row 1."""
    known = {}
    for language in ("fa", "en"):
        with translation.override(language):
            known |= {search_key(str(head)): name for name, head in HEADS.items()}
    texts = [cell_text(head).strip() for head in heads]
    told = export_names(texts)
    names = [told.get(place) or known.get(search_key(text)) for place, text in enumerate(texts)]
    for at, text in enumerate(texts):
        if text and names[at] is None:
            checked.refuse(1, text[:80], _("This column is unknown."))
        elif text and names[at] != PASSED and names[at] in names[:at]:
            checked.refuse(1, text[:80], _("This column stands twice."))
    if "full_name" not in names:
        checked.refuse(1, "full_name", _("This column is missing."))
    return names


def read_people(rows, names, checked, course):
    values = [(number, with_contact(dict(zip(names, map(cell_text, line), strict=False)))) for number, line in rows]
    values = [(number, row) for number, row in values if not is_gone(row)]
    firms = firms_of([code_of(row) for _number, row in values], course)
    seen = {}
    for number, row in values:
        person = read_person(number, row, firms, checked)
        if person is None:
            continue
        key = person.contact or (person.firm.pk, search_key(person.full_name))
        if key in seen:
            text = _("The same person stands in row %(row)s too.")
            checked.refuse(number, "contact" if person.contact else "full_name", text % {"row": localised(seen[key])})
        seen.setdefault(key, number)
        checked.people.append(person)


def read_person(number, row, firms, checked):
    """The row's person; None when something in it is wrong."""
    before, code = len(checked.problems), code_of(row)
    full_name = normalise(row.get("full_name", ""), one_line=True)
    contact = normalise(row.get("contact", ""), one_line=True)
    if not full_name or len(full_name) > LONGEST_NAME:
        text = _("Write the name, with at most %(limit)s characters.")
        checked.refuse(number, "full_name", text % {"limit": localised(LONGEST_NAME)})
    try:
        contact = canonical_address(mended(contact)) if contact else ""
    except ValidationError as refusal:
        checked.refuse(number, "contact", " ".join(refusal.messages))
    if code and code not in firms:
        checked.refuse(number, "firm", _("No active firm has this tracking code or national ID."))
    if not contact and not code:
        checked.refuse(
            number, "contact", _("Give an e-mail address, a mobile number, or the firm that sends the person.")
        )
    return None if len(checked.problems) > before else Person(number, full_name, contact, firms.get(code))


def mended(contact):
    """A spreadsheet takes a mobile number for a number, and its first zero away."""
    digits = to_latin(contact)
    return f"0{digits}" if len(digits) == 10 and digits.startswith("9") and digits.isdecimal() else contact


def code_of(row):
    return (canonical_code(row.get("firm", "")) or "").upper()


def firms_of(codes, course):
    """Active firms, and those with people in the course, by their tracking code and their national ID. One query."""
    wanted = {code for code in codes if code}
    named = Q(tracking_code__in=wanted | {dashed(code) for code in wanted}) | Q(national_id__in=wanted)
    of_course = Q(pk__in=course.enrolments.filter(firm__isnull=False).values("firm_id"))
    firms = list(Firm.objects.filter(named, Q(state=Firm.State.ACTIVE) | of_course)) if wanted else []
    firms.sort(key=lambda firm: firm.state == Firm.State.ACTIVE)
    found = {firm.national_id: firm for firm in firms if firm.national_id}
    return found | {(canonical_code(firm.tracking_code) or "").upper(): firm for firm in firms}


def dashed(code):
    """A tracking code as it is kept, whether or not its dashes were typed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def look_ahead(checked, course):
    """Who is in the course already, who would find a place, who would wait; a firm beyond its quota is a mistake."""
    inside = set(course.enrolments.exclude(state__in=["withdrawn", "lapsed"]).values_list("learner_id", flat=True))
    known = known_learners(checked.people)
    new = []
    for person in checked.people:
        key = person.contact or (person.firm.pk, person.full_name)
        if known.get(key) in inside:
            person.outcome = "already"
        else:
            new.append(person)
    for person, refusal in zip(new, refusals(course, [person.firm for person in new]), strict=True):
        if refusal:
            checked.refuse(person.number, "firm", refusal.messages[0])
    for person in new[free_places(course) :]:
        person.outcome = "wait"


def known_learners(people):
    """Learners that are there, by address, or by firm and name where they have none. Three queries."""
    contacts = {person.contact for person in people if person.contact}
    firms = {person.firm.pk for person in people if person.firm and not person.contact}
    found = dict(Learner.objects.filter(email__in=contacts).values_list("email", "pk"))
    found |= dict(Learner.objects.filter(mobile__in=contacts).values_list("mobile", "pk"))
    nameless = Learner.objects.filter(added_by_firm__in=firms, email=None, mobile=None, user=None)
    return found | {(firm, name): pk for firm, name, pk in nameless.values_list("added_by_firm", "full_name", "pk")}
