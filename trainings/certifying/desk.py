"""The desk of certificates inside the admin: who gets one, who not and why; issue them all; revoke one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from persian.numbers import number
from trainings.certifying.checking import check_code
from trainings.certifying.jobs import begin_issue
from trainings.certifying.words import certificate_words, fact_rows
from trainings.models import Certificate, CertificateJob, Course, Enrolment
from trainings.services.certificates import counted, explain, revoke_certificate

ON_A_PAGE = 100
REFUSED = 422


class RevokeForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever checks the code will read this. Name no person."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


def frame(request, **context):
    return admin.site.each_context(request) | context


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("trainings.issue_certificate", raise_exception=True)
def course_certificates(request, pk):
    """The people of one course with their certificates or the reason why there is none; POST asks the worker for all.

    Seven queries of its own, whatever the size of the course.
    """
    course = get_object_or_404(Course.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            begin_issue(course=course, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("admin:trainings_course_certificates", course.pk)
    job = course.certificate_jobs.select_related("file", "by").first()
    response = render(request, "admin/trainings/certificates.html", page_context(request, course, job))
    if job and job.is_running:
        response.headers["Refresh"] = "2"  # works without script; the page may be left and found again
    return response


def page_context(request, course, job):
    page = Paginator(counted(course.enrolments.taught()), ON_A_PAGE).get_page(request.GET.get("page"))
    return frame(
        request,
        title=_("Certificates"),
        opts=Certificate._meta,
        course=course,
        job=job,
        page=page,
        rows=list(explain(page.object_list, course)),
        counts=counts_of(course),
        is_closed=course.state == Course.State.CLOSED,
        may_revoke=request.user.has_perm("trainings.revoke_certificate"),
        states=CertificateJob.State,
    )


def counts_of(course):
    """How many completed the course, how many of them have a certificate, how many not. One query."""
    valid = Exists(Certificate.objects.valid().filter(enrolment=OuterRef("pk")))
    completed = Q(state=Enrolment.State.COMPLETED)
    counts = course.enrolments.annotate(has_one=valid).aggregate(
        completed=Count("pk", filter=completed), issued=Count("pk", filter=completed & Q(has_one=True))
    )
    return counts | {"missing": counts["completed"] - counts["issued"]}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("trainings.revoke_certificate", raise_exception=True)
def certificate_revoke(request, pk):
    """Say why, once; a revocation is never taken back, but a new certificate may be issued."""
    certificate = get_object_or_404(Certificate.objects.select_related("enrolment__course"), pk=pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            revoke_certificate(certificate=certificate, by=request.user, why=form.cleaned_data["why"])
        except ValidationError as refusal:
            form.add_error("why", refusal.messages)
        else:
            messages.success(request, _("The certificate is revoked. Its page tells whoever checks it."))
            return redirect("admin:trainings_course_certificates", certificate.enrolment.course_id)
    check = check_code(certificate.code)
    facts = fact_rows(certificate_words(check.payload)) if check.payload else []
    context = frame(request, title=_("Revoke a certificate"), opts=Certificate._meta, certificate=certificate,
                    form=form, facts=facts)  # fmt: skip
    return render(request, "admin/trainings/revoke.html", context, status=REFUSED if form.errors else 200)


def issued_words(job):
    """«۱۲ of ۳۰»: how far a job is."""
    return _("%(done)s of %(total)s") % {"done": number(job.done), "total": number(job.total)}
