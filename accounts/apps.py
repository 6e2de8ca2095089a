from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from accounts import queues, waiting
        from accounts.retention import forget
        from post import clock

        clock.register("forget what signing in needs no longer", forget)
        waiting.register(90, queues.waiting_items)
