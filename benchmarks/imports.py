"""Five thousand firms from a spreadsheet: how long the check and the writing take, and how much memory they add.

Run as ``python -m benchmarks.imports``, on a database of its own. Promised: at most 60 s and 100 MB. Hostile files are
measured beside it, each in a process of its own: refused in under two seconds with at most 100 MB more.
"""

import os
import resource
import subprocess
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.models import User
from accounts.roles import apply_roles
from council.models import Section
from members.models import Capability, Firm, ImportJob
from members.services import imports
from tests.members import test_import_limits as hostile
from tests.members.build_sheets import HEADS, firm_row, xlsx

FIRMS, SECONDS, MEGABYTES = 5000, 60, 100
CITIES = ["اهواز", "دزفول", "آبادان", "خرمشهر", "بهبهان", "شوشتر"]
MORE = ["توانمندی‌ها", "معرفی بنگاه", "شخص رابط", "تلفن تماس", "کد پستی", "درج در فهرست"]
HOSTILE = ["many_rows", "far_row", "far_column", "ratio", "large_part", "entities", "hidden_entities", "long_text"]


def main():
    call_command("migrate", verbosity=0)
    apply_roles()
    by = User.objects.create_user(email="import@bench.example", full_name="سنجش")
    Section.objects.get_or_create(order=1, defaults={"name": "نرم‌افزار"})
    Capability.objects.get_or_create(key="web", defaults={"name": "وب"})
    content = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", "sheet"], check=True, capture_output=True, env=os.environ
    ).stdout
    imports.begin_import(upload=SimpleUploadedFile("warm.xlsx", xlsx([firm_row(0)])), by=by)
    imports.run_waiting()
    base, start, cpu = peak(), time.monotonic(), time.process_time()
    job = imports.begin_import(upload=SimpleUploadedFile("firms.xlsx", content), by=by)
    imports.run_waiting()
    checked = time.monotonic()
    job.refresh_from_db()
    imports.confirm_import(job=job, by=by)
    imports.run_waiting()
    spent, grown = time.monotonic() - start, peak() - base
    cpu = time.process_time() - cpu
    job.refresh_from_db()
    if job.state != ImportJob.State.DONE or Firm.objects.count() != FIRMS:
        sys.exit(f"The import ended as {job.state}: {job.problems[:3]}")
    print(f"import of {FIRMS} firms, {len(content) / 1000:.0f} kB: check {checked - start:.1f} s, all {spent:.1f} s "
          f"(budget {SECONDS}), CPU {cpu:.1f} s, memory +{grown:.0f} MB (budget {MEGABYTES})")  # fmt: skip
    start = time.monotonic()
    approved = imports.approve_imported(firms=imports.imported_by(job), by=by)
    print(f"approval of {approved}: {time.monotonic() - start:.1f} s")
    for name in HOSTILE:
        print(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.imports", name], check=True, capture_output=True, text=True
            ).stdout.strip()
        )
    if spent > SECONDS or grown > MEGABYTES:
        sys.exit("The import costs more than was promised.")


def sheet():
    """Realistic rows: every column that an office fills."""
    rows = [
        [*firm_row(number, city=CITIES[number % 6]), "وب", "معرفی کوتاه بنگاه و کارهایش", "مریم کریمی", "06132345678",
         "6134567890", "بله"]
        for number in range(1, FIRMS + 1)
    ]  # fmt: skip
    return xlsx(rows, [*HEADS, *MORE])


def peak():
    """Megabytes: the highest so far of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MAKE = "import sys, django; django.setup(); from tests.members import test_import_limits as made; "


def refuse(name):
    """One hostile file, made by another process so that its making does not count."""
    code = f"{MAKE}sys.stdout.buffer.write(made.{name}())"
    content = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=os.environ).stdout
    base, start = peak(), time.process_time()
    try:
        hostile.refuse_hostile(content, "a.csv" if name == "long_text" else "a.xlsx")
    except hostile.ValidationError:
        spent, grown = time.process_time() - start, peak() - base
        print(f"  {name:16} {len(content) / 1000:8.0f} kB refused in {spent:.2f} s, +{grown:.0f} MB")
        return
    sys.exit(f"{name} was not refused.")


if __name__ == "__main__":
    if sys.argv[1:] == ["sheet"]:
        sys.stdout.buffer.write(sheet())
    elif len(sys.argv) > 1:
        refuse(sys.argv[1])
    else:
        main()
