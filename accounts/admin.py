from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.forms import GroupForm, UserAddForm, UserChangeForm
from accounts.models import User


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
    add_fieldsets = [
        (None, {"fields": ["full_name", "email", "mobile", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False
