"""Criteria by hand, the default list, what the council confirmed, and the supervisor's page of scores."""

import datetime as dt
import uuid

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplans.admin.base import FigureAdminMixin
from actionplans.desks.attachments import keep_files, kept_token
from council.admin.base import ClosingAdmin, CouncilAdmin
from council.forms import WholeNumberField, WholeNumberInput
from filing.admin import ReadOnlyAdmin
from filing.services import claim_key, record_change
from filing.versions import VersionedAdmin
from handover import services
from handover.admin.forms import AssessForm, ConfirmForm, WhyForm
from handover.models import Assessment, AssessmentEvidence, Criterion
from handover.public.reading import mark_visible, read_assessments
from handover.services.criteria import TO_CONFIRM, terms_of
from persian.jalali import format_day, today
from persian.numbers import number

REFUSED = 422
STALE = dt.timedelta(days=90)
TERMS = {"weight", "must_have", "threshold"}


def frame(request, **context):
    return admin.site.each_context(request) | {"opts": Criterion._meta} | context


@admin.register(Criterion)
class CriterionAdmin(ClosingAdmin, VersionedAdmin, FigureAdminMixin, CouncilAdmin, admin.ModelAdmin):
    formfield_overrides = (
        CouncilAdmin.formfield_overrides
        | FigureAdminMixin.formfield_overrides
        | {models.PositiveSmallIntegerField: {"form_class": WholeNumberField, "widget": WholeNumberInput}}
    )
    list_display = ["text", "shown_weight", "must_have", "shown_threshold", "shown_score", "shown_state", "is_sample"]
    list_filter = ["must_have", ("confirmed_by", admin.EmptyFieldListFilter)]
    list_select_related = ["confirmed_by"]
    search_fields = ["text", "text_en", "key"]
    actions = None
    fields = [
        ("key", "order"), ("text", "text_en"), ("measure", "measure_en"), ("source", "source_en"),
        ("weight", "threshold", "must_have"),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_newest(today())

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []

    def has_delete_permission(self, request, obj=None):
        is_free = obj is None or (obj.is_open and not obj.assessments.exists())
        return is_free and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or TERMS & set(form.changed_data):
            record_change(obj, by=request.user, old=TO_CONFIRM if change else "", new=TO_CONFIRM, why=terms_of(obj))

    def delete_model(self, request, obj):
        record_change(obj, by=request.user, old=TO_CONFIRM, new="deleted", why=terms_of(obj))
        super().delete_model(request, obj)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("defaults/", view(take_defaults), name="handover_defaults"),
            path("confirm/", view(confirm), name="handover_confirm"),
            path("assess/", view(assess_list), name="handover_assess_list"),
            path("<int:pk>/assess/", view(assess_one), name="handover_assess"),
            path("<int:pk>/reopen/", view(reopen), name="handover_reopen"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("weight"), ordering="weight")
    def shown_weight(self, criterion):
        return number(criterion.weight)

    @admin.display(description=gettext_lazy("score from which it is met"), ordering="threshold")
    def shown_threshold(self, criterion):
        return _("to be set by the council") if criterion.threshold is None else number(criterion.threshold)

    @admin.display(description=gettext_lazy("score"))
    def shown_score(self, criterion):
        return number(criterion.score)

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, criterion):
        return _("To be confirmed by the council") if criterion.is_open else _("confirmed")


@require_POST
@permission_required("handover.add_criterion", raise_exception=True)
def take_defaults(request):
    made = services.take_default_criteria(by=request.user)
    text = ngettext("%(count)s criterion was added.", "%(count)s criteria were added.", made)
    messages.success(request, text % {"count": number(made)})
    return redirect("admin:handover_criterion_changelist")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("handover.confirm_criterion", raise_exception=True)
def confirm(request):
    """Note which criteria an adopted decision confirmed; from then on their words and terms are the council's."""
    form = ConfirmForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            count = services.confirm_criteria(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            text = ngettext("%(count)s criterion is confirmed.", "%(count)s criteria are confirmed.", count)
            messages.success(request, text % {"count": number(count)})
            return redirect("admin:handover_criterion_changelist")
    context = frame(request, title=_("What the council confirmed"), form=form)
    return render(request, "admin/handover/confirm.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("handover.confirm_criterion", raise_exception=True)
def reopen(request, pk):
    criterion = get_object_or_404(Criterion.objects.visible_to(request.user), pk=pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.reopen_criterion(criterion=criterion, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The criterion is open. The council confirms it anew."))
            return redirect("admin:handover_criterion_change", criterion.pk)
    context = frame(request, title=_("Open a confirmed criterion"), criterion=criterion, form=form)
    return render(request, "admin/handover/reopen.html", context, status=REFUSED if form.errors else 200)


def stale_criteria(day):
    """Those that were never assessed, or not for three months."""
    newest = models.Q(scored_on__isnull=True) | models.Q(scored_on__lt=day - STALE)
    return Criterion.objects.with_newest(day).filter(newest)


@require_safe
@permission_required("handover.assess_criterion", raise_exception=True)
def assess_list(request):
    """The supervisor's page: every criterion with its newest score; ``?waits=1`` only those that wait. One query."""
    waits = request.GET.get("waits") == "1"
    rows = stale_criteria(today()) if waits else Criterion.objects.with_newest(today())
    context = frame(request, title=_("Assess the hand-over"), rows=list(rows), waits=waits)
    return render(request, "admin/handover/assess_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("handover.assess_criterion", raise_exception=True)
def assess_one(request, pk):
    """One criterion with its history; POST adds a score. The same post twice adds one."""
    criterion = get_object_or_404(Criterion.objects.with_newest(today()), pk=pk)
    if request.method == "POST":
        form = AssessForm(request.POST)
        keep_files(form, request.FILES.getlist("evidence"), by=request.user)
        if form.is_valid() and write(request, criterion, form):
            return redirect("admin:handover_assess_list")
    else:
        form = AssessForm(initial={"as_of": today()})
    history = list(read_assessments(today()).filter(criterion=criterion).select_related("by"))
    mark_visible(history, request.user)
    kept = [(kept_token(file), file) for file in form.kept]
    context = frame(request, title=_("Assess the hand-over"), criterion=criterion, form=form, history=history,
                    kept=kept, key=uuid.uuid4().hex)  # fmt: skip
    return render(request, "admin/handover/assess.html", context, status=REFUSED if form.errors else 200)


def write(request, criterion, form):
    """Whether it was written, now or by the same post before; the form says why it was not."""
    data = form.cleaned_data
    fingerprint = form.fingerprint(key=request.POST.get("key", ""), criterion=criterion, by=request.user)
    evidence = [(file, data["caption"]) for file in form.kept]
    try:
        with transaction.atomic():
            _row, is_first = claim_key(key=fingerprint, action="assess", user=request.user)
            if is_first:
                facts = {name: data[name] for name in ("as_of", "score", "note")}
                services.assess(criterion=criterion, by=request.user, evidence=evidence, **facts)
    except ValidationError as refusal:
        form.take(refusal)
        return False
    text = _("The score is recorded and public: %(criterion)s.") if is_first else _("This score was already recorded.")
    messages.success(request, text % {"criterion": criterion} if is_first else text)
    return True


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["criterion", "shown_day", "score", "by", "note"]
    list_filter = ["criterion"]
    list_select_related = ["criterion", "by"]
    fields = ["criterion", "shown_day", "score", "note", "by", "at"]
    readonly_fields = ["shown_day"]

    @admin.display(description=gettext_lazy("as of"), ordering="as_of")
    def shown_day(self, row):
        return format_day(row.as_of)


@admin.register(AssessmentEvidence)
class AssessmentEvidenceAdmin(admin.ModelAdmin):
    """Files behind the scores; staff release one or take it back, nothing else."""

    list_display = ["caption", "assessment", "file", "is_public", "added_by"]
    list_filter = ["is_public"]
    list_select_related = ["assessment__criterion", "file", "added_by"]
    fields = ["caption", "assessment", "file", "is_public"]
    readonly_fields = ["caption", "assessment", "file"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """The service holds the row; a second release meanwhile is nothing to write."""
        if "is_public" in form.changed_data:
            try:
                services.release_evidence(evidence=obj, is_public=obj.is_public, by=request.user)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
