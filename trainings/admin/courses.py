"""Courses as staff write them: one form with the days in it. What happens to a course are pages of their own."""

from django.contrib import admin
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import ClosingAdmin, CouncilAdmin, ReadableHistoryAdmin, TypedAdmin
from council.admin.meetings import RowsShownAdmin
from council.forms import WholeNumberField, WholeNumberInput
from filing.services import record_change
from filing.versions import VersionedAdmin
from persian.admin import jalali_year_filter
from persian.digits import localised
from persian.forms import RialOrZeroField
from persian.jalali import format_day
from persian.widgets import RialInput
from trainings.admin import acts, desk, export, series
from trainings.admin.filters import WaitsFilter
from trainings.admin.forms import CourseForm, SessionFormSet
from trainings.importing import views as importing
from trainings.models import Course, CourseSession, Enrolment
from trainings.services.courses import clashes, refresh_days, slug_for
from trainings.services.places import EnrolmentRefused, change_seats

State = Course.State
KEPT_BY_SERVICES = {"seats"}  # once it is announced


class SessionInline(TypedAdmin, admin.TabularInline):
    model = CourseSession
    formset = SessionFormSet
    extra = 0
    fields = ["day", "starts_at", "ends_at", "subject", "place", "teacher"]

    def get_formset(self, request, obj=None, **kwargs):
        """In Persian the subject of a session is another word than that of a message, which the model's name shares."""
        return super().get_formset(request, obj, labels={"subject": _("what the session is about")}, **kwargs)


@admin.register(Course)
class CourseAdmin(ClosingAdmin, RowsShownAdmin, CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    """A course's row is written by its services too, so a save touches the columns that were changed, and no other."""

    form = CourseForm
    inlines = [SessionInline]
    list_display = ["shown_title", "state", "shown_day", "shown_places", "shown_waiting", "provider", "is_sample"]
    list_filter = ["state", "kind", "provider", jalali_year_filter("starts_on"), WaitsFilter]
    list_select_related = ["provider"]
    search_fields = ["title", "title_en", "teacher", "city"]
    show_full_result_count = False
    actions = None
    formfield_overrides = CouncilAdmin.formfield_overrides | {
        models.PositiveIntegerField: {"form_class": WholeNumberField, "widget": WholeNumberInput},
        models.PositiveBigIntegerField: {"form_class": RialOrZeroField, "widget": RialInput},
    }
    fieldsets = [
        (None, {"fields": ["title", "title_en", ("kind", "level"), ("provider", "plan"), "teacher"]}),
        (_("What is taught"), {"fields": ["summary", "summary_en", "syllabus", "syllabus_en", ("hours", "fee")]}),
        (_("Where"), {"fields": [("city", "place"), "online_link"]}),
        (
            _("Places and registration"),
            {"fields": [("seats", "offer_hours"), ("opens_on", "closes_on"), ("eligibility", "firm_quota")]},
        ),
        (_("Result"), {"fields": ["attendance_share"]}),
    ]

    def get_queryset(self, request):
        waiting = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.WAITING))
        return super().get_queryset(request).annotate(waiting=waiting)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Institutions and plans are made at their own pages, not from here."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("provider", "plan"):
            if name in form.base_fields:
                widget = form.base_fields[name].widget
                widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
                widget.can_view_related = False
        return form

    def get_readonly_fields(self, request, obj=None):
        """Once a course runs nobody enrols by its window, and the rule by which people complete it stands."""
        if obj and obj.state == State.RUNNING:
            return ["opens_on", "closes_on", "attendance_share"]
        return []

    def has_delete_permission(self, request, obj=None):
        is_draft = obj is None or obj.state == State.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def changeform_view(self, request, *args, **kwargs):
        """Places that were taken between the check and the write are a refusal of the form, when it is asked again."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except EnrolmentRefused:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            return self.add_course(request, obj)
        form.claim_version()
        names = [name for name in form.changed_data if name in form.fields and name in COLUMNS]
        if obj.state != State.DRAFT:
            names = [name for name in names if name not in KEPT_BY_SERVICES]
        obj.changed_at = timezone.now()
        obj.save(update_fields=[*names, "sort_text", "changed_at"])
        if obj.state != State.DRAFT and "seats" in form.changed_data:
            change_seats(course=obj, seats=form.cleaned_data["seats"], by=request.user)
        return None

    def add_course(self, request, obj):
        """Of two courses of one name that are added at once, each gets an address of its own."""
        for _try in range(3):
            obj.slug = slug_for(obj)
            try:
                with transaction.atomic():
                    obj.save(force_insert=True)
                break
            except IntegrityError:
                obj.pk = None
        record_change(obj, by=request.user, old="", new=State.DRAFT)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        refresh_days(form.instance)

    def render_change_form(self, request, context, *args, **kwargs):
        course = context.get("original")
        if course:
            context |= {"clashes": clashes(course) if course.is_open else [], "steps": acts.steps(request.user, course)}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/act/<slug:act>/", view(acts.course_act), name="trainings_course_act"),
            path("<int:pk>/series/", view(series.course_series), name="trainings_course_series"),
            path("<int:pk>/desk/", view(desk.course_desk), name="trainings_course_desk"),
            path("<int:pk>/import/", view(importing.course_import), name="trainings_course_import"),
            path(
                "<int:pk>/import/template.<slug:ending>",
                view(importing.import_template),
                name="trainings_course_import_template",
            ),
            path("<int:pk>/desk/list.<slug:ending>", view(export.course_export), name="trainings_course_export"),
            *super().get_urls(),
        ]

    @admin.display(description=_("course"), ordering="sort_text")
    def shown_title(self, course):
        return format_html("<bdi>{}</bdi>", course)

    @admin.display(description=_("first day"), ordering="starts_on")
    def shown_day(self, course):
        return format_day(course.starts_on) or "—"

    @admin.display(description=_("places taken"), ordering="taken")
    def shown_places(self, course):
        return _("%(taken)s of %(seats)s") % {"taken": localised(course.taken), "seats": localised(course.seats)}

    @admin.display(description=_("wait"), ordering="waiting")
    def shown_waiting(self, course):
        return localised(course.waiting)


COLUMNS = {field.name for field in Course._meta.concrete_fields}
