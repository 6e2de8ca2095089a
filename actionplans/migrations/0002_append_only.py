from django.db import migrations

from filing.append_only import ForbidUpdate

FROZEN = [
    "Baseline",
    "BaselineActivity",
    "BaselineTarget",
    "ProgressEntry",
    "IndicatorReading",
    "Verification",
    "MonthLock",
]


class Migration(migrations.Migration):
    dependencies = [("actionplans", "0001_initial")]

    operations = [ForbidUpdate(name) for name in FROZEN]
