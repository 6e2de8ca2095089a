from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ClusterPortalConfig(AppConfig):
    """The switchboard: settings, addresses and start-up checks; it has no models and no rules."""

    name = "cluster_portal"

    def ready(self):
        # Importing the module registers its checks. Rooms of one level meet only here: the clock and the seals.
        from cluster_portal import checks  # noqa: F401  (imported for its effect, once the apps are loaded)
        from filing.services import seal_changes
        from post import clock

        clock.register("seal the book of changes", seal_changes)


class PortalAdminConfig(AdminConfig):
    """Django's admin, with our own index: what waits for you."""

    default_site = "cluster_portal.admin_site.PortalAdminSite"
