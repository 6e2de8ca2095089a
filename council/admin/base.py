"""What the council's pages of the desk share: how numbers are typed, how one searches, what may still be changed."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from council.forms import WholeNumberField, WholeNumberInput
from persian.admin import JalaliModelAdmin
from persian.text import normalise

LONGEST_SEARCH = 100  # signs; longer patterns are refused by SQLite


class TypedAdmin(JalaliModelAdmin):
    """For ModelAdmin and inlines, to stand first: days are Jalali, numbers are typed in digits of any script."""

    formfield_overrides = JalaliModelAdmin.formfield_overrides | {
        models.PositiveSmallIntegerField: {"form_class": WholeNumberField, "widget": WholeNumberInput},
        models.URLField: {"assume_scheme": "https"},
    }


class CouncilAdmin(TypedAdmin):
    """A search finds what was typed with Arabic letters too, and takes no more than a name's length."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, normalise(search_term)[:LONGEST_SEARCH])


class ReadableHistoryAdmin(SimpleHistoryAdmin):
    """Going back to an old version would bring back its state past every rule: one edits the form."""

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


class ClosingAdmin:
    """Rows that may be written while ``is_open``, and only be read afterwards. Put it before the VersionedAdmin.

    Who still has the form on the screen when the row closes is told so instead of meeting «forbidden».
    """

    def has_change_permission(self, request, obj=None):
        return (obj is None or obj.is_open) and super().has_change_permission(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Asked only after the refusal, because the row may close while this very form is being saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST" or not object_id or not self.has_change_permission(request):
                raise
            row = self.get_object(request, unquote(object_id))
            if row is None or row.is_open:
                raise
        messages.error(request, _("Nothing was saved: this was closed in the meantime and can only be read."))
        return redirect(request.path)
