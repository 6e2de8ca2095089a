"""Where imports and exports stand in the admin: imports as a list of their own, exports beside the list of firms."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from filing.admin import ReadOnlyAdmin
from members.exchange import sending, views
from members.exchange.firms import FIRMS
from members.exchange.lists import ENDINGS, kinds_of
from members.models import ExportJob, ImportJob
from persian.numbers import number


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    """Adding sends a file; a job's own page says how far it is. Only for who may import."""

    list_display = ["file", "state", "shown_rows", "by", "at"]
    list_select_related = ["file", "by"]
    list_filter = ["state"]

    @admin.display(description=_("rows"))
    def shown_rows(self, job):
        return number(job.total)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("members.import_firm")

    def has_add_permission(self, request):
        return request.user.has_perm("members.import_firm")

    def add_view(self, request, form_url="", extra_context=None):
        return views.import_add(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            key = ImportJob._meta.pk.to_python(object_id)
        except ValidationError as error:
            raise Http404 from error
        return views.import_job(request, key)


@admin.register(ExportJob)
class ExportJobAdmin(ReadOnlyAdmin):
    """A person's own orders of long lists; an order's page says how far it is and gives the file."""

    list_display = ["shown_list", "ending", "state", "shown_rows", "at"]
    list_filter = ["state"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("list"))
    def shown_list(self, job):
        return f"{job.word}: {job.title}" if str(job.word) != job.title else job.title

    @admin.display(description=_("rows"))
    def shown_rows(self, job):
        return number(job.total)

    def has_view_permission(self, request, obj=None):
        return bool(kinds_of(request.user))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            key = ExportJob._meta.pk.to_python(object_id)
        except ValidationError as error:
            raise Http404 from error
        return sending.export_job(request, key)


class ExportFirmsMixin:
    """For the list of firms, to stand first: two links that take along exactly what the list shows.

    A long list is ordered on their page and written by the worker.
    """

    change_list_template = "admin/members/firm_list.html"

    def get_urls(self):
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/<slug:ending>/", export, name="members_firm_export"), *super().get_urls()]

    def export_view(self, request, ending):
        if not request.user.has_perm("members.export_firm"):
            raise PermissionDenied
        if ending not in ENDINGS:
            raise Http404
        return sending.send_list(request, FIRMS, request.GET.urlencode(), ending)

    def changelist_view(self, request, extra_context=None):
        extra = {
            "may_import": request.user.has_perm("members.import_firm"),
            "may_export": request.user.has_perm("members.export_firm"),
            "filters": request.GET.urlencode(),
        }
        return super().changelist_view(request, extra | (extra_context or {}))
