"""Learners and enrolments as staff read them; a learner's data can be taken out for good."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin, state_in_words
from filing.models import StateChange
from persian.digits import localised
from persian.jalali import format_moment
from trainings.admin.forms import EraseForm
from trainings.models import Enrolment, Learner
from trainings.services.learners import erase_learner

REFUSED = 422
MAY_ERASE = "accounts.pseudonymise_user"
WHY = {"out of turn": gettext_lazy("out of turn")}  # what services write into the book themselves


class SeenAdmin(CouncilAdmin):
    """Rows that ``visible_to`` shows."""

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)


class LearnerEnrolments(admin.TabularInline):
    model = Enrolment
    extra = 0
    can_delete = False
    fields = readonly_fields = ["shown_course", "shown_number", "shown_state", "shown_at"]
    verbose_name_plural = gettext_lazy("courses of this person")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("course", "learner")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("course"))
    def shown_course(self, row):
        address = reverse("admin:trainings_course_desk", args=[row.course_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.course)

    @admin.display(description=gettext_lazy("queue number"))
    def shown_number(self, row):
        return localised(row.number)

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, row):
        return row.state_at(timezone.now()).label

    @admin.display(description=gettext_lazy("enrolled at"))
    def shown_at(self, row):
        return format_moment(row.enrolled_at)


@admin.register(Learner)
class LearnerAdmin(SeenAdmin, admin.ModelAdmin):
    """A name may be corrected, and the language and the reminders; addresses are what people proved, and stay."""

    list_display = ["shown_name", "email", "mobile", "added_by_firm", "shown_courses", "is_sample"]
    list_filter = ["wants_letters", "language", "is_sample"]
    list_select_related = ["added_by_firm"]
    search_fields = ["full_name", "email", "mobile"]
    show_full_result_count = False
    fields = ["full_name", ("email", "mobile"), ("user", "added_by_firm"), ("language", "wants_letters"), "created_at"]
    readonly_fields = ["email", "mobile", "user", "added_by_firm", "created_at"]
    inlines = [LearnerEnrolments]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(courses=Count("enrolments"))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """The services write this row too: only what was typed is written."""
        obj.save(update_fields=[*form.changed_data, "sort_text"])

    def get_urls(self):
        view = self.admin_site.admin_view(learner_erase)
        return [path("<int:pk>/erase/", view, name="trainings_learner_erase"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_erase"] = request.user.has_perm(MAY_ERASE)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("full name"), ordering="sort_text")
    def shown_name(self, learner):
        return format_html("<bdi>{}</bdi>", learner.full_name)

    @admin.display(description=gettext_lazy("courses"), ordering="courses")
    def shown_courses(self, learner):
        return localised(learner.courses)


@admin.register(Enrolment)
class EnrolmentAdmin(SeenAdmin, ReadOnlyAdmin):
    """To read only: places are given and taken at the course's desk."""

    list_display = ["shown_name", "course", "firm", "shown_state", "door", "enrolled_at"]
    list_filter = ["state", "door", "course__kind"]
    list_select_related = ["learner", "course", "firm"]
    search_fields = ["learner__full_name", "learner__email", "learner__mobile", "course__title"]
    show_full_result_count = False
    fields = [
        "shown_learner",
        "shown_course",
        "firm",
        "shown_state",
        "offered_until",
        "door",
        "shown_by",
        "enrolled_at",
    ]
    readonly_fields = ["shown_learner", "shown_course", "shown_state", "shown_by", "shown_story"]

    def get_fields(self, request, obj=None):
        return [*self.fields, "shown_story"]

    @admin.display(description=gettext_lazy("full name"), ordering="learner__sort_text")
    def shown_name(self, row):
        return format_html("<bdi>{}</bdi>", row.learner.full_name)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def shown_state(self, row):
        """An offer whose time is over has lapsed, whether or not the clock has come by."""
        return row.state_at(timezone.now()).label

    @admin.display(description=gettext_lazy("learner"))
    def shown_learner(self, row):
        address = reverse("admin:trainings_learner_change", args=[row.learner_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.learner)

    @admin.display(description=gettext_lazy("course"))
    def shown_course(self, row):
        address = reverse("admin:trainings_course_desk", args=[row.course_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, row.course)

    @admin.display(description=gettext_lazy("enrolled by"))
    def shown_by(self, row):
        return row.enrolled_by or "—"

    @admin.display(description=gettext_lazy("what happened"))
    def shown_story(self, row):
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} · {} · {}{}</li>", story_of(row)))


def story_of(enrolment):
    """(when, what, who, why) of each line of the book about this enrolment, the first on top."""
    lines = StateChange.objects.filter(model="trainings.enrolment", object_key=enrolment.key).select_related("by")
    for line in lines.order_by("pk"):
        words = state_in_words(line.model, line.new)
        why = f" · {WHY.get(line.why, line.why)}" if line.why else ""
        yield format_moment(line.at), words, line.by or _("system"), why


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_ERASE, raise_exception=True)
def learner_erase(request, pk):
    """Replace a learner by a number, after the name was typed."""
    learner = get_object_or_404(Learner.objects.visible_to(request.user), pk=pk)
    form = EraseForm(request.POST if request.method == "POST" else None, learner=learner)
    if request.method == "POST" and form.is_valid():
        erase_learner(learner=learner, by=request.user)
        messages.success(request, _("The person's data was removed; their courses stay under a number."))
        return redirect("admin:trainings_learner_changelist")
    context = admin.site.each_context(request) | {
        "opts": Learner._meta,
        "title": _("Remove a learner's data"),
        "learner": learner,
        "form": form,
        "courses": learner.enrolments.count(),
    }
    return render(request, "admin/trainings/erase.html", context, status=REFUSED if form.errors else 200)
