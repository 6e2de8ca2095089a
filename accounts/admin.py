from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.forms import UserAddForm, UserChangeForm
from accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Users and their roles. A user is never deleted, only closed: records name who acted."""

    form = UserChangeForm
    add_form = UserAddForm
    list_display = ["full_name", "email", "mobile", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", "groups"]
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
