"""The archive as staff read it: nothing here is added, changed or deleted by hand."""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from filing.models import Seal, StateChange, StoredFile
from persian.digits import localised
from persian.numbers import number


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows that stand below another one, to be read only."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class KindFilter(admin.SimpleListFilter):
    """By the kind of object, in words; offers the kinds that occur."""

    title = _("kind of object")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = StateChange.objects.order_by("model").values_list("model", flat=True).distinct()
        return [(kind, kind_in_words(kind)) for kind in kinds]

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


def kind_in_words(label):
    """``council.meeting`` → «meeting» in the reader's language; a model that is gone stays as it was written."""
    try:
        return apps.get_model(label)._meta.verbose_name
    except LookupError:
        return label


# What lines of the book say of rows that have no state of their own.
WORDS = {
    "recorded": _("recorded"),
    "verified": _("verified"),
    "returned": _("returned"),
    "open": _("open"),
    "locked": _("locked"),
    "public": _("public"),
    "private": _("private"),
    "loaded": _("loaded"),
    "sample loaded": _("sample loaded"),
    "sample removed": _("sample removed"),
    "confirmed": _("confirmed"),
    "system": _("system"),  # nobody: the portal itself
    "pledged": _("pledged"),
    "proposed": _("proposed"),
    "approved": _("approved"),
    "reversed": _("reversed"),
    "exported": _("exported"),
    "invited": _("invited"),
    "invitation withdrawn": _("invitation withdrawn"),
    "representative": _("representative"),
    "representative joined": _("representative joined"),
    "representative left": _("representative left"),
    "letters wanted": _("letters wanted"),
    "no letters": _("no letters"),
    "agent appointed": _("agent appointed"),
    "agent dismissed": _("agent dismissed"),
    "issued": _("issued"),
    "revoked": _("revoked"),
    "to be confirmed": _("to be confirmed"),
    "not assessed": _("not assessed"),
    "role passed on": _("role passed on"),
    "ended": _("ended"),
    "deleted": _("deleted"),
    "withdrawn": _("withdrawn"),
}


def state_in_words(label, state):
    """A state as its model calls it; what is no state of the model, such as «baseline 2», stays as it was written."""
    try:
        states = getattr(apps.get_model(label), "State", None)
    except LookupError:
        states = None
    names = WORDS | (dict(states.choices) if states else {})
    return names.get(state) or localised(state.replace("baseline", str(_("baseline"))))


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "kind", "shown_key", "shown_old", "shown_new", "by", "why"]
    list_filter = [KindFilter]
    search_fields = ["object_key", "why"]
    list_select_related = ["by"]
    fields = ["at", "by", "shown_role", "kind", "shown_key", "shown_old", "shown_new", "why", "sha256"]
    show_full_result_count = False

    @admin.display(description=_("kind of object"), ordering="model")
    def kind(self, change):
        return kind_in_words(change.model)

    @admin.display(description=_("role"))
    def shown_role(self, change):
        """The groups' own names are English; their words stand in the catalogue."""
        comma = pgettext("between the items of a list", ", ")
        return comma.join(str(WORDS.get(role, gettext(role))) for role in change.role.split(", ") if role) or None

    @admin.display(description=_("object"), ordering="object_key")
    def shown_key(self, change):
        return localised(change.object_key)

    @admin.display(description=_("old state"))
    def shown_old(self, change):
        return state_in_words(change.model, change.old)

    @admin.display(description=_("new state"))
    def shown_new(self, change):
        return state_in_words(change.model, change.new)


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["sealed_at", "shown_first", "shown_last", "shown_count", "root"]

    @admin.display(description=_("first line"))
    def shown_first(self, seal):
        return number(seal.first_id)

    @admin.display(description=_("last line"))
    def shown_last(self, seal):
        return number(seal.last_id)

    @admin.display(description=_("lines"))
    def shown_count(self, seal):
        return number(seal.count)


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "content_type", "shown_size", "shown_uploader", "uploaded_at", "sha256"]
    search_fields = ["name", "sha256"]
    list_select_related = ["uploaded_by"]

    @admin.display(description=_("uploaded by"), ordering="uploaded_by__full_name")
    def shown_uploader(self, stored):
        return stored.uploaded_by

    @admin.display(description=_("size in bytes"), ordering="size")
    def shown_size(self, stored):
        return number(stored.size)
