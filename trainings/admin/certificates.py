"""Certificates and their issues as staff find them again; the work itself is done on a course's own page."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin
from trainings.certifying import desk
from trainings.certifying.desk import issued_words
from trainings.models import Certificate, CertificateJob


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin, CouncilAdmin, admin.ModelAdmin):
    """To find one by its code or course. What stands in it is shown by the page that everybody checks it on."""

    list_display = ["code", "course", "issued_at", "revoked_at", "page"]
    list_select_related = ["enrolment__course"]
    search_fields = ["code", "enrolment__course__title"]
    fields = ["code", "course", "issued_at", "issued_by", "sha256", "revoked_at", "revoked_because", "revoked_by"]

    @admin.display(description=_("course"), ordering="enrolment__course__title")
    def course(self, certificate):
        return certificate.enrolment.course

    @admin.display(description=_("page of the check"))
    def page(self, certificate):
        address = reverse("trainings:certificate_check", args=[certificate.code])
        return format_html('<a href="{}">{}</a>', address, _("Open"))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("course/<int:pk>/", wrap(desk.course_certificates), name="trainings_course_certificates"),
            path("<int:pk>/revoke/", wrap(desk.certificate_revoke), name="trainings_certificate_revoke"),
            *super().get_urls(),
        ]


@admin.register(CertificateJob)
class CertificateJobAdmin(ReadOnlyAdmin):
    """Issues that were asked for, so that a page that was left is found again. A job's own page is its course's."""

    list_display = ["course", "state", "far", "by", "at"]
    list_select_related = ["course", "by"]
    list_filter = ["state"]

    @admin.display(description=_("how far"))
    def far(self, job):
        return issued_words(job)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("trainings.issue_certificate")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, object_id)
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("admin:trainings_course_certificates", job.course_id)
