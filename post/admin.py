"""The outbox as staff read it: every message as it was sent, save the codes that open a door."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from post.delivery import try_again
from post.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    list_display = ["created_at", "channel", "to", "subject", "state", "attempts", "sent_at"]
    list_filter = ["state", "channel"]
    search_fields = ["to", "subject", "key"]
    fields = [
        "channel",
        "to",
        "subject",
        "shown_body",
        "attachment_name",
        "attachment",
        "language",
        "state",
        "attempts",
        "next_try_at",
        "sent_at",
    ]
    fields += ["last_error", "created_at", "key"]
    actions = ["send_again"]

    @admin.display(description=_("text"))
    def shown_body(self, message):
        return "«…»" if message.secret_until else message.body

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @admin.action(description=_("Send the chosen messages again"), permissions=["change"])
    def send_again(self, request, queryset):
        """Only what was given up goes back into the queue: a sent message is never sent twice."""
        count = sum(try_again(message) for message in queryset)
        done = ngettext("%(count)d message waits to be sent again.", "%(count)d messages wait to be sent again.", count)
        messages.success(request, done % {"count": count})
