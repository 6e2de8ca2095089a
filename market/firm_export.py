"""What the market keeps of a firm, for its own export: the cases that it filed, its answers. Nothing of others'.

Notes of who checked a case, and names of staff, stay out.
"""

from market.models import CaseEvidence, NeedAnswer, ProcurementCase
from members.desk.export import suffix_of

CASE = (
    "code", "filed_at", "firm_agrees", "buyer_name", "need_number", "category__name", "decided_on", "amount", "winner",
    "claimed_supply", "text", "state", "decided_at", "rejected_because",
)  # fmt: skip
ANSWER = ("need__number", "need__title", "text", "price", "state", "filed_at", "changed_at")


def cases(firm, user):
    """The firm's cases with their reasons, and their papers. Three queries."""
    own = ProcurementCase.objects.visible_to(user).filter(firm=firm).select_related("category")
    own = own.prefetch_related("reasons").order_by("pk")
    papers = CaseEvidence.objects.visible_to(user).filter(case__firm=firm)
    papers = papers.select_related("case", "file").order_by("pk")
    files = [(f"cases/{paper.case.code}-{paper.pk}{suffix_of(paper.file)}", paper.file) for paper in papers]
    return [values(case, CASE) | {"reasons": [row.name for row in case.reasons.all()]} for case in own], files


def answers(firm, user):
    """The firm's own answers, withdrawn ones too, and their files. One query."""
    own = NeedAnswer.objects.visible_to(user).filter(firm=firm).select_related("need", "file").order_by("pk")
    rows, files = [], []
    for answer in own:
        name = f"answers/{answer.need.number}{suffix_of(answer.file)}" if answer.file_id else ""
        rows.append(values(answer, ANSWER) | {"file": name})
        files += [(name, answer.file)] if name else []
    return rows, files


def values(row, names):
    """The named values of a row; ``category__name`` is that of what it points to."""
    found = {}
    for name in names:
        value = row
        for step in name.split("__"):
            value = getattr(value, step)
        found[name] = value
    return found
