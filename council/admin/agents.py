"""Who acts for institutions in the market: staff appoint them by an address, and dismiss them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import canonical_address
from council.admin.base import CouncilAdmin
from council.models import InstitutionAgent
from council.services.agents import appoint_agent, dismiss_agent
from persian.forms import NormalisedCharField


class AgentForm(forms.ModelForm):
    """The person is named by an address: few may search all users. An address without an account opens one."""

    contact = NormalisedCharField(
        label=gettext_lazy("E-mail or mobile number"), max_length=254, widget=forms.TextInput({"dir": "ltr"})
    )
    full_name = NormalisedCharField(label=gettext_lazy("Full name"), max_length=120)

    class Meta:
        model = InstitutionAgent
        fields = ["institution", "position"]

    def clean_contact(self):
        return canonical_address(self.cleaned_data["contact"])

    def clean(self):
        data = super().clean()
        institution, contact = data.get("institution"), data.get("contact")
        if institution and contact:
            agents = InstitutionAgent.objects.current().filter(institution=institution)
            column = "user__email" if "@" in contact else "user__mobile"
            if agents.filter(**{column: contact}).exists():
                raise ValidationError(_("This person acts for the institution already."), code="acts")
        return data


@admin.register(InstitutionAgent)
class InstitutionAgentAdmin(CouncilAdmin, admin.ModelAdmin):
    form = AgentForm
    list_display = ["user", "institution", "position", "joined_at", "left_at", "is_sample"]
    list_filter = ["institution", ("left_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "institution"]
    search_fields = ["user__full_name", "institution__name"]
    autocomplete_fields = ["institution"]
    fields = ["institution", "contact", "full_name", "position"]
    actions = ["dismiss"]

    def get_fields(self, request, obj=None):
        return ["institution", "user", "position", "joined_at", "left_at"] if obj else self.fields

    def has_change_permission(self, request, obj=None):
        """One is appointed and dismissed; nothing of it is edited."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """The form asked the same questions before."""
        data = form.cleaned_data
        made = appoint_agent(
            institution=data["institution"],
            contact=data["contact"],
            full_name=data["full_name"],
            position=data["position"],
            by=request.user,
        )
        obj.pk, obj.user_id = made.pk, made.user_id

    @admin.action(description=gettext_lazy("Dismiss"), permissions=["change"])
    def dismiss(self, request, queryset):
        for agent in queryset.current().select_related("institution", "user"):
            dismiss_agent(agent=agent, by=request.user)
            messages.success(request, _("%(person)s acts for the institution no more.") % {"person": agent.user})
