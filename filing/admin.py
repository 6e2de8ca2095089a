"""The archive as staff read it: nothing here is added, changed or deleted by hand."""

from django.contrib import admin

from filing.models import Seal, StateChange, StoredFile


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "model", "object_key", "old", "new", "role", "by", "why"]
    list_filter = ["model", "new"]
    search_fields = ["object_key", "why"]
    list_select_related = ["by"]
    show_full_result_count = False


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["sealed_at", "first_id", "last_id", "count", "root"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "content_type", "size", "uploaded_by", "uploaded_at", "sha256"]
    search_fields = ["name", "sha256"]
    list_select_related = ["uploaded_by"]
