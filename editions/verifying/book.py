"""The book of changes: every line against its own hash, every seal against its lines and the seal before."""

from django.db.models import Max, Min

from filing.models import Seal, StateChange
from filing.services import line_hash, seal_root


def book_faults():
    previous, last = "", 0
    for seal in Seal.objects.order_by("pk"):
        lines = list(StateChange.objects.filter(pk__range=(seal.first_id, seal.last_id)).order_by("pk"))
        for line in lines:
            if line_hash(line) != line.sha256:
                yield f"the book: line {line.pk} was changed ({line})"
        if seal.previous != previous:
            yield f"the book: seal {seal} does not follow the seal before it"
        if len(lines) != seal.count or seal_root(seal.previous, [line.sha256 for line in lines]) != seal.root:
            yield f"the book: the lines {seal} are not those that were sealed"
        previous, last = seal.root, seal.last_id
    yield from unsealed_faults(last)


def unsealed_faults(last):
    """Lines after the newest seal have their own hash only; lines before the first seal's first were never sealed."""
    for line in StateChange.objects.filter(pk__gt=last).order_by("pk").iterator():
        if line_hash(line) != line.sha256:
            yield f"the book: line {line.pk} was changed ({line})"
    sealed = Seal.objects.aggregate(first=Min("first_id"), last=Max("last_id"))
    if sealed["first"] is not None:
        total = sum(Seal.objects.values_list("count", flat=True))
        there = StateChange.objects.filter(pk__lte=sealed["last"]).count()
        if there != total:
            yield f"the book: {total} lines were sealed, {there} are there"
