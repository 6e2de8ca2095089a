"""Two people edit one row: the second sees both values and decides."""

from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.test import RequestFactory
from django.utils.translation import override

from actionplans.models import ActionPlan, Activity
from filing.versions import (
    RowChanged,
    VersionedAdmin,
    VersionedInlineFormSet,
    VersionedInlineMixin,
    VersionedModelForm,
)
from tests import build

pytestmark = pytest.mark.django_db


class PlanForm(VersionedModelForm):
    class Meta:
        model = ActionPlan
        fields = ["title", "weight", "pillar"]


class ActivityInline(VersionedInlineMixin, admin.TabularInline):
    model = Activity
    fields = ["number", "title", "weight", "start", "finish", "profile"]
    extra = 0


class PlanAdmin(VersionedAdmin, admin.ModelAdmin):
    fields = ["title", "weight", "pillar"]
    inlines = [ActivityInline]


class OvertakenAdmin(PlanAdmin):
    """Between its check and its write somebody else saves. (In one transaction here, so that is rolled back too.)"""

    looks = 0

    def get_object(self, *args):
        self.looks += 1
        if self.looks > 1:
            self.save_by_somebody_else()
        return super().get_object(*args)

    def save_form(self, request, form, change):
        self.save_by_somebody_else()
        return super().save_form(request, form, change)

    def save_by_somebody_else(self):
        ActionPlan.objects.update(title="عنوان دیگری", row_version=1)


def page(model_admin=PlanAdmin):
    return model_admin(ActionPlan, admin.site)


def posted(plan, version, rows=(), **fields):
    """What a browser sends: the plan's own fields, and (activity, version, changes) per row."""
    data = {
        "title": plan.title,
        "weight": str(plan.weight),
        "pillar": plan.pillar,
        "row_version": str(version),
    } | fields
    data |= {"activities-TOTAL_FORMS": len(rows), "activities-INITIAL_FORMS": len(rows)}
    for index, (row, row_version, changes) in enumerate(rows):
        values = {"id": row.pk, "number": row.number, "title": row.title, "weight": str(row.weight)}
        values |= {"start": row.start.isoformat(), "finish": row.finish.isoformat(), "profile": row.profile}
        values |= {"row_version": row_version} | changes
        data |= {f"activities-{index}-{name}": value for name, value in values.items()}
    return data


def send(model_admin, plan, data):
    request = RequestFactory().post("/", data)
    request.user = build.user(is_superuser=True, is_staff=True)
    request._dont_enforce_csrf_checks = True
    request._messages = _Messages()
    return model_admin.changeform_view(request, str(plan.pk))


class _Messages(list):
    def add(self, level, message, extra_tags=""):
        self.append(str(message))


def form_of(response):
    return response.context_data["adminform"].form


def test_the_form_carries_the_version_of_the_row_and_a_new_row_has_none():
    plan = build.plan()
    ActionPlan.objects.filter(pk=plan.pk).update(row_version=7)

    assert 'name="row_version" value="7"' in PlanForm(instance=ActionPlan.objects.get()).as_p()
    assert PlanForm().initial == {"row_version": None}


def test_a_save_raises_the_version():
    plan = build.plan(title="نخست")

    form = PlanForm({"title": "دوم", "weight": "100", "pillar": "support", "row_version": "0"}, instance=plan)
    form.save()

    assert list(ActionPlan.objects.values_list("title", "row_version")) == [("دوم", 1)]


def test_the_second_saver_sees_both_values_of_each_field_in_the_language_of_the_form():
    plan = build.plan(title="نخست", weight=Decimal("40"))
    ActionPlan.objects.filter(pk=plan.pk).update(title="از دیگری", pillar="services", row_version=1)
    data = {"title": "از من", "weight": "40", "pillar": "support", "row_version": "0"}

    with override("en"):
        form = PlanForm(data, instance=ActionPlan.objects.get())
        assert not form.is_valid()

        assert form.conflicts == [
            ("Title", "از دیگری", "از من"),
            ("Pillar", "service providers", "support institutions"),
        ]
    assert form.errors["title"] == ["Saved now: از دیگری. You typed: از من."]
    assert list(form.errors) == ["title", "pillar", "__all__"]


def test_what_was_typed_stays_and_saving_again_is_a_decision():
    plan = build.plan(title="نخست")
    ActionPlan.objects.filter(pk=plan.pk).update(title="از دیگری", row_version=4)
    data = {"title": "از من", "weight": "100", "pillar": "support", "row_version": "0"}
    first = PlanForm(data, instance=ActionPlan.objects.get())
    assert not first.is_valid()

    again = PlanForm(first.data, instance=ActionPlan.objects.get())

    assert {name: first.data[name] for name in data} == data | {"row_version": "4"}
    assert again.is_valid()
    again.save()
    assert list(ActionPlan.objects.values_list("title", "row_version")) == [("از من", 5)]


@pytest.mark.parametrize("version", ["", "²", "abc", "-1", "9" * 5000, "\0", "3"])
def test_a_version_that_nobody_gave_counts_as_not_seen(version):
    plan = build.plan(title="نخست")
    data = {"title": "از من", "weight": "100", "pillar": "support", "row_version": version}

    form = PlanForm(data, instance=plan)

    assert not form.is_valid()
    assert form.conflicts == [(form["title"].label, "نخست", "از من")]


def test_the_same_values_are_no_conflict():
    plan = build.plan(title="یکی")
    ActionPlan.objects.filter(pk=plan.pk).update(row_version=1)
    data = {"title": "یکی", "weight": "100.00", "pillar": "support", "row_version": "0"}

    form = PlanForm(data, instance=ActionPlan.objects.get())

    assert form.is_valid()
    form.save()
    assert ActionPlan.objects.get().row_version == 1


def test_a_save_between_check_and_write_is_refused_by_the_write_itself():
    plan = build.plan(title="نخست")
    data = {"title": "از من", "weight": "100", "pillar": "support", "row_version": "0"}
    form = PlanForm(data, instance=plan)
    assert form.is_valid()
    ActionPlan.objects.filter(pk=plan.pk).update(title="از دیگری", row_version=1)

    with pytest.raises(RowChanged):
        form.save()

    assert list(ActionPlan.objects.values_list("title", "row_version")) == [("از دیگری", 1)]


def test_days_choices_rows_and_figures_are_shown_as_people_read_them():
    plan = build.plan()
    lead = build.institution(name="مرکز رشد")
    ActionPlan.objects.filter(pk=plan.pk).update(lead=lead, row_version=1)
    wide = forms.modelform_factory(ActionPlan, VersionedModelForm, fields=["lead", "sections", "weight"])

    with override("fa"):
        form = wide(
            {"lead": "", "sections": [], "weight": "55.5", "row_version": "0"}, instance=ActionPlan.objects.get()
        )
        assert not form.is_valid()

        assert [(theirs, yours) for _label, theirs, yours in form.conflicts] == [("مرکز رشد", "—"), ("۱۰۰", "۵۵٫۵")]


def test_the_desk_saves_and_raises_the_version_of_changed_rows_only():
    plan = build.plan(title="نخست")
    first, second = build.activity(plan, Decimal("60")), build.activity(plan, Decimal("40"))

    response = send(page(), plan, posted(plan, 0, [(first, 0, {"weight": "55"}), (second, 0, {})]))

    assert response.status_code == 302
    assert list(ActionPlan.objects.values_list("title", "row_version")) == [("نخست", 0)]
    assert list(Activity.objects.values_list("weight", "row_version")) == [(Decimal("55"), 1), (Decimal("40"), 0)]


def test_the_desk_shows_both_values_of_a_row_that_somebody_else_changed():
    plan = build.plan()
    first, second = build.activity(plan, Decimal("60")), build.activity(plan, Decimal("40"))
    Activity.objects.filter(pk=second.pk).update(weight=Decimal("45"), row_version=1)

    response = send(page(), plan, posted(plan, 0, [(first, 0, {"weight": "55"}), (second, 0, {"weight": "30"})]))

    assert response.status_code == 200
    rows = response.context_data["inline_admin_formsets"][0].formset.forms
    assert [[row[1:] for row in form.conflicts] for form in rows] == [[], [("۴۵", "۳۰")]]
    assert rows[0]["weight"].value() == "55"
    assert list(Activity.objects.values_list("weight", flat=True)) == [Decimal("60"), Decimal("45")]


def test_a_row_that_somebody_else_changed_is_not_deleted_unseen():
    plan = build.plan()
    row = build.activity(plan)
    Activity.objects.filter(pk=row.pk).update(title="تازه", row_version=1)
    row.refresh_from_db()
    unseen = posted(plan, 0, [(row, 0, {"DELETE": "on", "title": "کهنه"})])

    response = send(page(), plan, unseen)

    form = response.context_data["inline_admin_formsets"][0].formset.forms[0]
    assert [conflict[1:] for conflict in form.conflicts] == [("تازه", "کهنه")]
    assert Activity.objects.count() == 1
    assert send(page(), plan, unseen | {"activities-0-row_version": "1"}).status_code == 302
    assert Activity.objects.count() == 0


def test_outside_the_admin_a_changed_row_is_not_deleted_unseen_either():
    plan = build.plan()
    row = build.activity(plan)
    Activity.objects.filter(pk=row.pk).update(title="تازه", row_version=1)
    rows = forms.inlineformset_factory(
        ActionPlan, Activity, form=VersionedModelForm, formset=VersionedInlineFormSet, fields=["title"], extra=0
    )
    data = {"activities-TOTAL_FORMS": 1, "activities-INITIAL_FORMS": 1, "activities-0-id": row.pk}
    data |= {"activities-0-title": "کهنه", "activities-0-row_version": "0", "activities-0-DELETE": "on"}

    unseen = rows(data, instance=plan)

    assert not unseen.is_valid()
    assert len(unseen.non_form_errors()) == 1
    assert rows(data | {"activities-0-row_version": "1"}, instance=plan).is_valid()


def test_the_desk_that_loses_a_race_shows_both_values_and_writes_nothing():
    plan = build.plan(title="نخست")
    row = build.activity(plan)

    response = send(page(OvertakenAdmin), plan, posted(plan, 0, [(row, 0, {"weight": "10"})], title="از من"))

    assert response.status_code == 200
    assert [(theirs, yours) for _label, theirs, yours in form_of(response).conflicts] == [("عنوان دیگری", "از من")]
    assert form_of(response)["row_version"].value() == "1"
    assert list(Activity.objects.values_list("weight", "row_version")) == [(Decimal("100"), 0)]


def test_who_may_only_look_gets_no_hidden_field(council_member):
    plan = build.plan()
    request = RequestFactory().get("/")
    request.user = council_member

    assert page().get_fieldsets(request, plan) == [(None, {"fields": ["title", "weight", "pillar"]})]
