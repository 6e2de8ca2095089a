"""A file's rows against everything that is true of a firm: each mistake with its row and column, none written."""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from members.exchange.resources import GIVEN_ONLY, LISTS, REQUIRED, Columns, cell_text
from members.exchange.sheets import read_rows
from members.models import Firm, FirmReview
from persian.digits import localised

MOST_PROBLEMS = 200
EVERY = 200  # rows between two words about how far it is
AT_A_TIME = 500


@dataclass
class Row:
    """One line of the file: its firm as it would be, its lists, and what is there already (or None).

    ``code``: the tracking code that an export gives with each firm; '' in a file of somebody's own.
    """

    number: int
    firm: Firm
    lists: dict
    given: tuple
    code: str = ""
    there: Firm | None = None
    action: str = "new"


@dataclass
class Checked:
    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def refuse(self, number, head, reasons):
        """``head`` names the column as the file does, '' when the whole row is meant."""
        for reason in reasons:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append([number, head, str(reason)])

    @property
    def counts(self):
        return {action: sum(row.action == action for row in self.rows) for action in ("new", "changed", "unchanged")}


def check_file(content, name, *, tell=lambda done, total: None):
    """Everything that is wrong with a file, and its rows. ``tell(done, total)`` hears how far it is.

    Raises ValidationError when it cannot be read at all.
    """
    lines = list(read_rows(content, name))
    checked, columns = Checked(), Columns()
    if not lines or not any(cell_text(cell) for cell in lines[0]):
        raise ValidationError(_("The first row must name the columns."), code="refused")
    names = names_of(lines[0], columns, checked)
    if checked.problems:
        return checked
    total = len(lines) - 1
    for number, line in enumerate(lines[1:], 2):
        if line:
            check_row(number, line, names, columns, checked)
        if number % EVERY == 0:
            tell(number - 1, total)
    match_existing(checked, columns)
    refuse_twins(checked, columns)
    tell(total, total)
    return checked


def names_of(heads, columns, checked):
    """The field of each column; a head that is unknown, double or missing is a mistake of row 1."""
    names = [columns.named(head) if cell_text(head).strip() else None for head in heads]
    for place, (head, name) in enumerate(zip(heads, names, strict=True)):
        if name is None and cell_text(head).strip():
            checked.refuse(1, cell_text(head)[:80], [_("This column is unknown.")])
        elif name is not None and name in names[:place]:
            checked.refuse(1, cell_text(head)[:80], [_("This column stands twice.")])
    for name in REQUIRED:
        if name not in names:
            checked.refuse(1, columns.head(name), [_("This column is missing.")])
    return names


def check_row(number, line, names, columns, checked):
    """The cells by their columns, then the firm by the rules of the model."""
    values, bad = {}, set()
    for place, name in enumerate(names):
        if name is None or name in GIVEN_ONLY:
            continue
        try:
            values[name] = columns.fields[name].widget.clean(line[place] if place < len(line) else None)
        except ValidationError as refusal:
            bad.add(name)
            checked.refuse(number, columns.head(name), refusal.messages)
    firm = Firm(**{name: value for name, value in values.items() if name not in LISTS})
    try:
        firm.clean_fields(exclude=[*bad, "slug", "tracking_code", "sort_text", "match_key"])
        if not bad & {"legal_kind", "national_id", "licence_number"}:
            firm.clean()
    except ValidationError as refusal:
        bad.add(NON_FIELD_ERRORS)
        for name, reasons in refusal.message_dict.items():
            checked.refuse(number, columns.head(name) if name in columns.fields else "", reasons)
    if not bad:
        lists = {name: values.get(name, []) for name in LISTS}
        checked.rows.append(Row(number, firm, lists, tuple(values), code_of(line, names)))


def code_of(line, names):
    place = names.index("tracking_code") if "tracking_code" in names else len(line)
    return cell_text(line[place]).strip().upper() if place < len(line) else ""


def identifier(firm):
    """What makes two rows one firm."""
    if firm.legal_kind == Firm.LegalKind.COMPANY:
        return ("national_id", firm.national_id)
    return ("licence_number", firm.licence_number)


def refuse_twins(checked, columns):
    """One firm may stand once; an export may hold several with one number, such as one that left and came back."""
    seen = {}
    for row in checked.rows:
        name, number = identifier(row.firm)
        key = row.there.pk if is_named(row, row.there) else (name, number)
        if key in seen:
            text = _("The same number stands in row %(row)s too.") % {"row": localised(seen[key])}
            checked.refuse(row.number, columns.head(name), [text])
        seen.setdefault(key, row.number)


def match_existing(checked, columns):
    """Firms that are there already, a few hundred at a time. Only what was imported and not reviewed yet is changed."""
    for start in range(0, len(checked.rows), AT_A_TIME):
        some = checked.rows[start : start + AT_A_TIME]
        there, named = existing([identifier(row.firm) for row in some]), coded({row.code for row in some if row.code})
        for row in some:
            own = named.get(row.code)
            row.there = own if is_named(row, own) else there.get(identifier(row.firm))
            if row.there is not None:
                compare(row, checked, columns)


def is_named(row, firm):
    """Whether the row says by its tracking code that it is this firm; a code beside another number says nothing."""
    return firm is not None and row.code == firm.tracking_code and identifier(row.firm) == identifier(firm)


def coded(codes):
    """Firms by their tracking code, in whatever state. At most four queries."""
    firms = Firm.objects.filter(tracking_code__in=codes) if codes else Firm.objects.none()
    return {firm.tracking_code: firm for firm in firms.prefetch_related("sections", "capabilities", "reviews")}


def existing(identifiers):
    """Firms by their identifier; of several applications the active one, else the newest. At most eight queries."""
    found = {}
    for name, kind in (("national_id", Firm.LegalKind.COMPANY), ("licence_number", Firm.LegalKind.GUILD)):
        numbers = [number for of, number in identifiers if of == name]
        firms = Firm.objects.filter(legal_kind=kind, **{f"{name}__in": numbers}).exclude(state=Firm.State.LEFT)
        for firm in firms.order_by("pk").prefetch_related("sections", "capabilities", "reviews") if numbers else []:
            key = (name, getattr(firm, name))
            if key not in found or found[key].state != Firm.State.ACTIVE:
                found[key] = firm
    return found


def compare(row, checked, columns):
    """Unchanged, changed, or a mistake: a firm that is under review or a member is changed on its own desk."""
    different = [name for name in row.given if differs(row, name)]
    if not different:
        row.action = "unchanged"
    elif is_untouched(row.there):
        row.action = "changed"
    else:
        text = _("This firm is there already («%(state)s») with another value; change it on its own page.")
        for name in different:
            checked.refuse(row.number, columns.head(name), [text % {"state": row.there.get_state_display()}])


def differs(row, name):
    if name in LISTS:
        return {item.pk for item in row.lists[name]} != {item.pk for item in getattr(row.there, name).all()}
    return (getattr(row.firm, name) or "") != (getattr(row.there, name) or "")


def is_untouched(firm):
    """Imported, and nobody has looked at it since."""
    acts = {review.act for review in firm.reviews.all()}
    return firm.state == Firm.State.APPLIED and acts == {FirmReview.Act.IMPORTED}
