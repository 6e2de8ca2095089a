"""The board of strengths and weaknesses, the register of gaps, and the page of each finding."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.caching import public_page
from market.findings import reading
from market.findings.asking import asked_of, lists, read_sections, section_options
from market.findings.story import proof_of, story
from market.models import Finding

PER_PAGE = 20


@require_safe
@public_page
def board(request):
    """Four quadrants and the register of gaps, twenty a page. Seven queries and the frame's one, at any size."""
    sections = read_sections()
    asked = asked_of({"section": request.GET.get("section", "")}, sections)
    findings = asked.of_section(reading.public_findings(request.user))
    kinds, gaps = reading.read_counts(findings)
    quadrants = reading.read_quadrants(findings)
    register = reading.with_register(findings.gaps()).order_by("number")
    page = Paginator(register, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "market",
        "asked": asked,
        "query": asked.query,
        "sections": section_options(asked, sections),
        "quadrants": [(kind, quadrants[kind], kinds[kind]) for kind in reading.QUADRANTS],
        "page": page,
        "gaps": gaps,
        "gap_count": sum(gaps.values()),
        "is_empty": not kinds,
        "statements": reading.read_statements(),
    }
    return render(request, "market/board.html", context)


@require_safe
@public_page
def finding_list(request):
    """Every public finding that matches, twenty a page. Four queries and the frame's one."""
    sections = read_sections()
    asked = asked_of(request.GET, sections)
    findings = reading.with_register(asked.narrow(reading.public_findings(request.user)))
    page = Paginator(findings.order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "market",
        "asked": asked,
        "query": asked.query,
        "is_filtered": bool(asked.chosen),
        "lists": lists(asked, sections),
        "page": page,
    }
    return render(request, "market/finding_list.html", context)


@require_safe
@public_page
def finding_detail(request, number):
    """One finding from where it was found to what closed it. At most five queries and the frame's one."""
    rows = Finding.objects.visible_to(request.user).with_proof()
    rows = rows.select_related(
        "section",
        "agenda_item__meeting__year",
        "owner_seat__institution",
        "owner_institution",
        "closing_entry__activity__plan__year",
        "closing_reading__indicator__plan__year",
    )
    finding = get_object_or_404(rows, number=number)
    links = reading.read_links(finding, request.user)
    verdicts, evidence, open_files = reading.read_proof(finding, request.user)
    context = {
        "room": "market",
        "finding": finding,
        "shows_source": finding.origin != Finding.Origin.FIRM or request.user.has_perm("market.view_finding"),
        "links": links,
        "story": story(finding, links, verdicts, open_to_desk=request.user.has_perm("market.view_finding")),
        "verdict": verdicts[0] if verdicts else None,
        "proof": proof_of(finding, verdicts),
        "evidence": [(row, row.pk in open_files) for row in evidence],
        "may_work": request.user.has_perm("market.judge_finding"),
    }
    return render(request, "market/finding_detail.html", context)
