"""The frame of a page that never touches live tables: the cluster's name as the document holds it."""

from dataclasses import dataclass

from council.models.cluster import in_language


@dataclass(frozen=True)
class FrozenCluster:
    """What ``base.html`` asks of ``council.Cluster``, from an edition's document."""

    name: str
    name_en: str
    has_sample: bool
    host_institution = None

    def __str__(self):
        return in_language(self.name, self.name_en)


def freeze_frame(request, document):
    """Let the frame of this answer ask nothing of the database either."""
    names = (document["cluster"] or {}).get("name") or {"fa": "", "en": ""}
    request.frozen_cluster = FrozenCluster(names["fa"], names["en"], document["edition"]["is_sample"])
