from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import roles, services
from accounts.forms import GroupForm, PseudonymiseForm, UserAddForm, UserChangeForm
from accounts.models import User
from accounts.personal_data import pseudonymise_user

# Addresses, second factors and sessions belong to their owners: the desk sees the user's row only.
for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class RoleFilter(admin.SimpleListFilter):
    """By role, in words. No query."""

    title = _("Role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return list(roles.WORDS.items())

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in roles.WORDS else queryset


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The roles by the words that people use. The portal's own keep their names: ``roles.py`` finds them by these."""

    form = GroupForm
    list_display = ["shown_name"]

    def get_readonly_fields(self, request, obj=None):
        return ["shown_name"] if is_role(obj) else []

    def get_fields(self, request, obj=None):
        return ["shown_name" if is_role(obj) else "name", "permissions"]

    def has_delete_permission(self, request, obj=None):
        return not is_role(obj) and super().has_delete_permission(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        if context.get("original"):
            context["subtitle"] = context["role_name"] = roles.word(context["original"].name)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("Role"), ordering="name")
    def shown_name(self, group):
        return roles.word(group.name)


def is_role(group):
    return group is not None and group.name in roles.WORDS


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Users and their roles. A user is never deleted, only closed: records name who acted."""

    form = UserChangeForm
    add_form = UserAddForm
    list_display = ["full_name", "email", "mobile", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", RoleFilter]
    search_fields = ["full_name", "email", "mobile"]
    ordering = ["full_name", "pk"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["full_name", "email", "mobile", "language", "password"]}),
        (_("Role"), {"fields": ["groups", "is_staff", "is_active"]}),
        (_("Times"), {"fields": ["last_login", "joined_at"]}),
    ]
    actions = ["remove_second_factors"]
    add_fieldsets = [
        (None, {"fields": ["full_name", "email", "mobile", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Who may edit users vouches for the addresses that they type."""
        super().save_model(request, obj, form, change)
        services.vouch_for(obj)

    def get_urls(self):
        view = self.admin_site.admin_view(user_pseudonymise)
        return [path("<int:object_id>/remove/", view, name="accounts_user_pseudonymise"), *super().get_urls()]

    @admin.action(description=_("Remove the second factors of the chosen, who lost them"), permissions=["change"])
    def remove_second_factors(self, request, queryset):
        count = sum(bool(services.remove_second_factors(user=user, by=request.user)) for user in queryset)
        done = ngettext(
            "%(count)d person signs in by password and sets up a new second factor.",
            "%(count)d people sign in by password and set up a new second factor.",
            count,
        )
        messages.success(request, done % {"count": count})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("accounts.pseudonymise_user", raise_exception=True)
def user_pseudonymise(request, object_id):
    """Replace a person by a number, after the name was typed."""
    person = get_object_or_404(User, pk=object_id)
    form = PseudonymiseForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid() and pseudonymise(request, person, form):
        return redirect("admin:accounts_user_changelist")
    context = admin.site.each_context(request) | {
        "opts": User._meta,
        "title": _("Remove a person's data"),
        "person": person,
        "form": form,
    }
    return render(request, "admin/accounts/pseudonymise.html", context)


def pseudonymise(request, person, form):
    """Whether it was done; the form says why it was not."""
    try:
        pseudonymise_user(user=person, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("The person's data was removed; what they did stays under a number."))
    return True
