from django.db import migrations

from filing.append_only import ForbidUpdate


class Migration(migrations.Migration):
    """Assessments and transfers of roles never change; nor does a closing once its decision was adopted."""

    dependencies = [("handover", "0001_initial")]

    operations = [
        ForbidUpdate("Assessment"),
        ForbidUpdate("RoleTransfer"),
        ForbidUpdate(
            "AssessmentEvidence",
            when="OLD.assessment_id <> NEW.assessment_id OR OLD.file_id <> NEW.file_id OR OLD.caption <> NEW.caption",
            message="evidence never changes, it can only be released",
        ),
        ForbidUpdate("HandoverClosing", when="OLD.state = 'closed'", message="a closed hand-over never changes"),
    ]
