import os

from django.apps import AppConfig

from tests.gated.gate import stop_at_gate


class GatedConfig(AppConfig):
    """``GATED=keep``: the gate stands between reading the document and writing the edition, every guard in place.

    ``GATED=no lock``: nobody holds the chains, and the gate stands where each has seen the chain's end and writes next.
    """

    name = "tests.gated"

    def ready(self):
        from editions.services import freezing

        if os.environ["GATED"] == "no lock":
            freezing.hold_chains = lambda: None
            freezing.tail_of = at_the_gate_after(freezing.tail_of)
        else:
            freezing.keep = at_the_gate_before(freezing.keep)


def at_the_gate_before(work):
    def gated(*args, **kwargs):
        stop_at_gate()
        return work(*args, **kwargs)

    return gated


def at_the_gate_after(work):
    def gated(*args, **kwargs):
        found = work(*args, **kwargs)
        stop_at_gate()
        return found

    return gated
