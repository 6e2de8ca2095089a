from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    """What is printed on a certificate never changes, and a revocation is never taken back.

    One thing is allowed at any time: to empty the payload, because a person may ask to be forgotten.
    """

    dependencies = [("trainings", "0001_initial")]

    operations = [
        ForbidUpdate(
            "Certificate",
            when="OLD.code <> NEW.code OR OLD.sha256 <> NEW.sha256 OR OLD.enrolment_id <> NEW.enrolment_id"
            " OR (NEW.payload <> '{}' AND (OLD.payload <> NEW.payload OR OLD.revoked_at IS NOT NULL))",
            message="a certificate never changes",
        )
    ]
