"""What the clock does: each room registers what ``manage.py tick`` runs every minute."""

_jobs = {}


def register(name, job):
    """``job()`` takes nothing and must be safe to run at any time and again. Called in ``AppConfig.ready()``."""
    _jobs[name] = job


def jobs():
    return dict(_jobs)


_works = {}


def register_work(name, work):
    """``work()`` is run by the worker every few seconds, and by ``tick`` where there is no worker; as ``register``.

    For what a person waits for, such as the check of a file. It does one piece at a time and gives how many it did.
    """
    _works[name] = work
    register(name, work)


def works():
    return dict(_works)
