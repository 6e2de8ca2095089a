"""The frame of a page that never touches live tables: the cluster's name and host as the document holds them."""

from dataclasses import dataclass

from council.models.cluster import in_language

NAMELESS = {"fa": "", "en": ""}


@dataclass(frozen=True)
class FrozenCluster:
    """What ``base.html`` asks of ``council.Cluster``, from an edition's document."""

    name: str
    name_en: str
    has_sample: bool
    host_institution: str = ""

    def __str__(self):
        return in_language(self.name, self.name_en)


def freeze_frame(request, document):
    """Let the frame of this answer ask nothing of the database either."""
    cluster = document["cluster"] or {"name": NAMELESS, "host": None}
    name, host = cluster["name"], cluster["host"]
    hosted_by = in_language(host["name"]["fa"], host["name"]["en"]) if host else ""
    request.frozen_cluster = FrozenCluster(name["fa"], name["en"], document["edition"]["is_sample"], hosted_by)
