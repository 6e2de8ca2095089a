"""The columns of a firms' spreadsheet: Persian heads, English ones accepted; text in, text out, without loss."""

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources, widgets

from council.models import Section
from members.models import Capability, Firm
from persian.digits import to_latin
from persian.identifiers import canonical_code
from persian.text import normalise, search_key

SEPARATOR = "؛ "  # between the items of a list; a comma may stand in a name
SEPARATORS = "؛;|\n"
YES, NO = "بله", "خیر"
YES_WORDS = {"بله", "بلی", "آری", "yes", "true", "1"}
NO_WORDS = {"خیر", "نه", "no", "false", "0", ""}


def cell_text(value):
    """What a cell says as text: whole numbers of a spreadsheet come as floats, days and times are not expected."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


class TextWidget(widgets.Widget):
    def __init__(self, *, one_line=True):
        super().__init__()
        self.one_line = one_line

    def clean(self, value, row=None, **kwargs):
        return normalise(cell_text(value), one_line=self.one_line)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class PlainWidget(TextWidget):
    """An address or a number that is written in Latin signs."""

    def clean(self, value, row=None, **kwargs):
        return to_latin(super().clean(value))


class CodeWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        return canonical_code(cell_text(value))


class YearWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        text = to_latin(super().clean(value))
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise ValidationError(_("Write the year with four digits, such as 1403."))
        return int(text)


class ChoiceWidget(TextWidget):
    """A choice by its value or by its words in either language, with or without what stands after the colon."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    @cached_property
    def words(self):
        """Every way to say a choice; made once, not for each row."""
        found = {}
        for value, label in self.choices:
            texts = [value]
            for language in ("fa", "en"):
                with translation.override(language):
                    texts += [str(label), str(label).split(":")[0], str(label).split("(")[0]]
            found |= {search_key(text): value for text in texts}
        return found

    def clean(self, value, row=None, **kwargs):
        text = search_key(cell_text(value))
        if text not in self.words:
            allowed = "، ".join(str(label) for _value, label in self.choices)
            raise ValidationError(_("Only one of these can stand here: %(allowed)s.") % {"allowed": allowed})
        return self.words[text]

    def render(self, value, obj=None, **kwargs):
        return str(dict(self.choices).get(value, value)).split(":")[0]


class FlagWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        text = search_key(cell_text(value))
        if text not in YES_WORDS | NO_WORDS:
            raise ValidationError(_("Write «%(yes)s» or «%(no)s».") % {"yes": YES, "no": NO})
        return text in YES_WORDS

    def render(self, value, obj=None, **kwargs):
        return YES if value else NO


class NamesWidget(TextWidget):
    """Rows of a list by their names in either language, or by ``key``; ``load`` reads them once for a file."""

    def __init__(self, model, key):
        super().__init__()
        self.model, self.key, self.known = model, key, None

    def load(self):
        """One query. A name that two rows share names neither; a key always names its own row."""
        self.known, rows = {}, list(self.model.objects.all())
        for row in rows:
            for name in {search_key(text) for text in (row.name, row.name_en) if text}:
                self.known[name] = None if name in self.known else row
        self.known |= {search_key(str(getattr(row, self.key))): row for row in rows}

    def clean(self, value, row=None, **kwargs):
        text = cell_text(value)
        for sign in SEPARATORS[1:]:
            text = text.replace(sign, SEPARATORS[0])
        found = []
        for name in filter(None, (part.strip() for part in text.split(SEPARATORS[0]))):
            item = self.known.get(search_key(name))
            if item is None:
                raise ValidationError(_("«%(name)s» is not in the list.") % {"name": name[:80]})
            found.append(item)
        return found

    def render(self, value, obj=None, **kwargs):
        return SEPARATOR.join(map(self.name_of, value.all()))

    def name_of(self, row):
        """The name, or the key where the name would not be read back as this row."""
        if self.known is None:
            self.load()
        has_separator = any(sign in row.name for sign in SEPARATORS)
        return str(getattr(row, self.key)) if has_separator or self.known.get(search_key(row.name)) != row else row.name


def column(name, head, widget=None):
    return fields.Field(attribute=name, column_name=head, widget=widget or TextWidget())


class FirmResource(resources.ModelResource):
    """One row is one firm. Contacts are in it, so that who may export firms sees what who may read them sees."""

    name = column("name", _("Name of the firm"))
    name_en = column("name_en", _("Name in English"))
    legal_kind = column("legal_kind", _("Legal kind"), ChoiceWidget(Firm.LegalKind.choices))
    national_id = column("national_id", _("National ID"), CodeWidget())
    licence_number = column("licence_number", _("Licence number"), CodeWidget())
    guild = column("guild", _("Guild union"))
    founded = column("founded", _("Founded in year"), YearWidget())
    city = column("city", _("City"))
    address = column("address", _("Address"), TextWidget(one_line=False))
    postal_code = column("postal_code", _("Postal code"), CodeWidget())
    size = column("size", _("Size"), ChoiceWidget(Firm.Size.choices))
    sections = column("sections", _("Sections"), NamesWidget(Section, "order"))
    capabilities = column("capabilities", _("Capabilities"), NamesWidget(Capability, "key"))
    about = column("about", _("What the firm does"), TextWidget(one_line=False))
    about_en = column("about_en", _("What the firm does, in English"), TextWidget(one_line=False))
    website = column("website", _("Website"), PlainWidget())
    contact_person = column("contact_person", _("Contact person"))
    contact_email = column("contact_email", _("Contact e-mail"), PlainWidget())
    contact_phone = column("contact_phone", _("Contact phone"), PlainWidget())
    is_listed = column("is_listed", _("Listed in the directory"), FlagWidget())
    shows_sections = column("shows_sections", _("Sections are public"), FlagWidget())
    shows_capabilities = column("shows_capabilities", _("Capabilities are public"), FlagWidget())
    shows_city = column("shows_city", _("City is public"), FlagWidget())
    shows_size = column("shows_size", _("Size is public"), FlagWidget())
    shows_about = column("shows_about", _("What it does is public"), FlagWidget())
    shows_website = column("shows_website", _("Website is public"), FlagWidget())
    tracking_code = column("tracking_code", _("Tracking code"))
    state = column("state", _("State"), ChoiceWidget(Firm.State.choices))

    class Meta:
        model = Firm
        fields = (
            "name", "name_en", "legal_kind", "national_id", "licence_number", "guild", "founded", "city", "address",
            "postal_code", "size", "sections", "capabilities", "about", "about_en", "website", "contact_person",
            "contact_email", "contact_phone", "is_listed", "shows_sections", "shows_capabilities", "shows_city",
            "shows_size", "shows_about", "shows_website", "tracking_code", "state",
        )  # fmt: skip


GIVEN_ONLY = ("tracking_code", "state")  # stand in an export; an import reads past them
LISTS = ("sections", "capabilities")
REQUIRED = ("name", "legal_kind", "city", "size")


class Columns:
    """The columns of one import: heads to fields, lists read once. Two queries."""

    def __init__(self):
        self.fields = {name: field for name, field in FirmResource().fields.items() if name in FirmResource.Meta.fields}
        for name in LISTS:
            self.fields[name].widget.load()
        self.by_head = {}
        for name, field in self.fields.items():
            self.by_head[search_key(name)] = name
            for language in ("fa", "en"):
                with translation.override(language):
                    self.by_head[search_key(str(field.column_name))] = name

    def named(self, head):
        """The field's name for a head as somebody typed it; None when it is none of ours."""
        return self.by_head.get(search_key(cell_text(head)))

    def head(self, name):
        return str(self.fields[name].column_name)
