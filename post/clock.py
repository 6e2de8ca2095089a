"""What the clock does: each room registers what ``manage.py tick`` runs every minute."""

_jobs = {}


def register(name, job):
    """``job()`` takes nothing and must be safe to run at any time and again. Called in ``AppConfig.ready()``."""
    _jobs[name] = job


def jobs():
    return dict(_jobs)
