from django.db import migrations

from filing.append_only import ForbidUpdate

FROZEN = ["year_id", "number", "as_of", "erratum", "erratum_en", "document", "sha256", "previous", "place", "seal",
          "frozen_at", "is_sample"]  # fmt: skip
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in FROZEN)
UNPUBLISHED = (
    "OLD.state IN ('published', 'superseded') AND (NEW.state IN ('draft', 'frozen') "
    "OR OLD.decision_id <> NEW.decision_id OR NEW.decision_id IS NULL OR OLD.published_at <> NEW.published_at)"
)
BACK = "NEW.state = 'draft' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')"


class Migration(migrations.Migration):
    """From freezing on only state, publishing decision and its time may be written, and these only forwards."""

    dependencies = [("editions", "0001_editions")]

    operations = [
        ForbidUpdate(
            "YearEdition",
            when=f"OLD.state <> 'draft' AND ({CHANGED} OR {BACK} OR ({UNPUBLISHED}))",
            message="a frozen edition never changes",
        ),
        ForbidUpdate("EditionFile"),
    ]
