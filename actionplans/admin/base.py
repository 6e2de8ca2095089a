"""What the pages of this room share: how days and numbers are typed, and the history of edited rows, to read only."""

from django.core.exceptions import PermissionDenied
from django.db import models
from simple_history.admin import SimpleHistoryAdmin

from actionplans.forms import FigureInput, ModelFigureField
from persian.admin import JalaliModelAdmin


class FigureAdminMixin(JalaliModelAdmin):
    """For ModelAdmin and inlines, to stand first: days are Jalali, numbers are typed in digits of any script."""

    formfield_overrides = JalaliModelAdmin.formfield_overrides | {
        models.DecimalField: {"form_class": ModelFigureField, "widget": FigureInput},
        models.PositiveSmallIntegerField: {"widget": FigureInput},
    }


class ReadableHistoryAdmin(SimpleHistoryAdmin):
    """Going back to an old version would bring back its state and weights past every rule: one edits the form."""

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)
