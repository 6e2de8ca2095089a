"""The list of ideas. Nothing of an idea is edited here: each opens on its desk."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Exists, ExpressionWrapper, F, FloatField, OuterRef, Q
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from council.admin.base import CouncilAdmin
from filing.admin import ReadOnlyAdmin
from ideas import queues
from ideas.admin import desk, proposing
from ideas.models import QUESTIONS, Idea
from persian.jalali import format_moment
from persian.numbers import number

FINAL = Q(scores__is_final=True)


class WaitsFilter(admin.SimpleListFilter):
    """The queues of the first page."""

    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(name, queue.title) for name, queue in queues.QUEUES.items()]

    def queryset(self, request, queryset):
        if self.value() not in queues.QUEUES:
            return queryset
        return queryset.filter(pk__in=queues.QUEUES[self.value()].ideas().values("pk"))


class StateFilter(admin.ChoicesFieldListFilter):
    """Only states: what else the address says is no state, and may be a text that the database refuses."""

    def queryset(self, request, queryset):
        if not set(self.lookup_val or ()) <= set(Idea.State.values):
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


def weighted_mean():
    """The mean of final scores by the weights of the call, 25 each without one; None before all are in."""
    parts = [
        Avg(f"scores__{name}", filter=FINAL) * Coalesce(F(f"call__weight_{name}"), 25.0, output_field=FloatField())
        for name in QUESTIONS
    ]
    total = parts[0] + parts[1] + parts[2] + parts[3]
    return ExpressionWrapper(total / 100.0, output_field=FloatField())


@admin.register(Idea)
class IdeaAdmin(ReadOnlyAdmin, CouncilAdmin):
    list_display = ["shown_title", "state", "shown_submitter", "call", "shown_mean", "shown_time", "is_sample"]
    list_display_links = None
    list_filter = [WaitsFilter, ("state", StateFilter), ("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["call", "firm"]
    search_fields = ["title", "name", "firm__name"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        barred = Exists(Idea.objects.barred_to(request.user).filter(pk=OuterRef("pk")))
        rows = super().get_queryset(request).visible_to(request.user)
        return rows.annotate(mean=weighted_mean(), is_barred=barred)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """An idea is worked on at its desk. Raises PermissionDenied for who reads none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        idea = self.get_object(request, object_id)
        if idea is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("admin:ideas_idea_desk", idea.pk)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/desk/", view(desk.idea_desk), name="ideas_idea_desk"),
            path("propose/<int:pk>/", view(proposing.ideas_propose), name="ideas_propose"),
            *super().get_urls(),
        ]

    @admin.display(description=_("idea"), ordering="sort_text")
    def shown_title(self, idea):
        url = reverse("admin:ideas_idea_desk", args=[idea.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, idea)

    @admin.display(description=_("submitted by"))
    def shown_submitter(self, idea):
        return format_html("<bdi>{}</bdi>", idea.submitter)

    @admin.display(description=_("weighted mean"))
    def shown_mean(self, idea):
        """Not for who must not judge the idea."""
        return "—" if idea.mean is None or idea.is_barred else number(idea.mean, 2)

    @admin.display(description=_("submitted at"), ordering="submitted_at")
    def shown_time(self, idea):
        return format_moment(idea.submitted_at)
