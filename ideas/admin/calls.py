"""Calls for ideas in admin."""

from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actionplans.forms import FigureInput, ModelFigureField
from council.admin.base import CouncilAdmin, ReadableHistoryAdmin
from filing.versions import VersionedAdmin, VersionedModelForm
from ideas.models import IdeaCall
from persian.digits import localised
from persian.jalali import format_day


class CallForm(VersionedModelForm):
    class Meta:
        model = IdeaCall
        fields = []  # the admin names them, and makes their widgets


@admin.register(IdeaCall)
class IdeaCallAdmin(CouncilAdmin, VersionedAdmin, ReadableHistoryAdmin):
    form = CallForm
    list_display = ["shown_title", "shown_days", "shown_ideas", "is_sample"]
    search_fields = ["title", "title_en"]
    prepopulated_fields = {"slug": ["title_en"]}
    actions = None
    filter_horizontal = []
    formfield_overrides = CouncilAdmin.formfield_overrides | {
        models.DecimalField: {"form_class": ModelFigureField, "widget": FigureInput},
    }
    fieldsets = [
        (None, {"fields": ["title", "title_en", "slug", "text", "text_en", "sections"]}),
        (_("Days"), {"fields": [("opens_on", "closes_on")]}),
        (
            _("What counts, in percent; together 100"),
            {"fields": [("weight_feasibility", "weight_effect", "weight_cost", "weight_fit")]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(answers=models.Count("ideas"))

    @admin.display(description=_("call"), ordering="title")
    def shown_title(self, call):
        return format_html("<bdi>{}</bdi>", call)

    @admin.display(description=_("days"), ordering="opens_on")
    def shown_days(self, call):
        return f"{format_day(call.opens_on)} – {format_day(call.closes_on)}"

    @admin.display(description=_("ideas"), ordering="answers")
    def shown_ideas(self, call):
        return localised(call.answers)
