"""Who changed what: the history pages of edited models, to read only."""

from django.core.exceptions import PermissionDenied
from simple_history.admin import SimpleHistoryAdmin


class ReadableHistoryAdmin(SimpleHistoryAdmin):
    """Going back to an old version would bring back its state and weights past every rule: one edits the form."""

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)
