"""What the page of the search shows: groups of results with their counts, each with its words marked."""

import datetime as dt

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.models.decision import closed_words
from members.directory.asking import written
from reports.pages.words import sentence
from search.finding import PER_KIND, PER_PAGE
from search.marking import excerpt, marked, spans
from search.models import Kind
from search.rows import address_of, is_named_in_persian, texts_of, title_of


def start_context(text):
    """The page before anything is asked. No query."""
    return {"text": text, "kinds": [], "groups": [], "is_asked": False, "elsewhere": elsewhere()}


def results_context(answer, text, words, kind, page):
    """The context of ``search/search.html``. No query."""
    counts = answer.counts | {Kind.FIRM: answer.firms.count}
    kinds = [one for one in Kind if counts.get(one) != 0 and one in counts]
    total = None if None in counts.values() else sum(counts.values())
    groups = [group(answer, one, counts[one], words, text, kind, page) for one in kinds if kind in ("", one)]
    return {
        "text": text,
        "is_asked": True,
        "kind": kind,
        "total": total,
        "kinds": kind_links(kinds, counts, total, text, kind),
        "groups": groups,
        "elsewhere": elsewhere(),
        "sample": any(item["is_sample"] for one in groups for item in one["items"]),
        "everything": address(text),
    }


def address(text, **more):
    query = QueryDict(mutable=True)
    query["q"] = text
    query.update(more)
    return f"{reverse('search:search')}?{query.urlencode()}"


def kind_links(kinds, counts, total, text, chosen):
    """«All», then each kind in which something was found, with how much. ``count`` is None beyond 1,000 firms."""
    links = [{"words": _("All"), "count": total, "url": address(text), "is_chosen": not chosen}]
    for kind in kinds:
        url = address(text, kind=kind.value)
        links.append({"words": kind.label, "count": counts[kind], "url": url, "is_chosen": kind == chosen})
    return links


def group(answer, kind, count, words, text, chosen, page):
    """One kind: its results, and where there are more."""
    is_firms = kind == Kind.FIRM
    limit = None if chosen else PER_KIND
    items = (
        [firm_item(entry, words) for entry in answer.firms.entries[:limit]]
        if is_firms
        else [item(kind, data, words) for data in answer.rows.get(kind, ())]
    )
    found = {"kind": kind.value, "title": kind.label, "count": count, "items": items, "more": "", "pages": {}}
    if not chosen and (count is None or count > len(items)):
        found["more"] = address(text, kind=kind.value)
    elif chosen and is_firms:
        found["pages"] = firm_pages(answer.firms, text)
    elif chosen:
        found["pages"] = pages(count, text, kind, page)
    return found


def pages(count, text, kind, page):
    """Addresses of the pages before and after."""
    before = address(text, kind=kind.value, page=page - 1) if page > 1 else ""
    after = address(text, kind=kind.value, page=page + 1) if count > page * PER_PAGE else ""
    return {"previous": before, "following": after}


def firm_pages(found, text):
    kind = Kind.FIRM.value
    return {
        "previous": address(text, kind=kind, before=written(found.previous)) if found.previous else "",
        "following": address(text, kind=kind, after=written(found.following)) if found.following else "",
    }


def item(kind, data, words):
    english = get_language() == "en"
    title = sentence(title_of(kind, data))
    closed = data["closed"]
    text = told(texts_of(data, english=english), words)
    return {
        "url": address_of(kind, data),
        "title": marked(title, words),
        "title_is_persian": english and is_named_in_persian(kind, data),
        "text": closed_words(dt.date.fromisoformat(closed)) if closed else excerpt(text, words),
        "text_is_persian": english and not closed and is_persian(text),
        "day": dt.date.fromisoformat(data["date"]) if data["date"] else None,
        "is_sample": bool(data["sample"]),
    }


def firm_item(entry, words):
    english = get_language() == "en"
    title = entry.name_en if english and entry.name_en else entry.name
    pair = [entry.about_en, entry.about] if english else [entry.about, entry.about_en]
    text = told([part for part in pair if part], words)
    return {
        "url": reverse("members:firm_detail", args=[entry.slug]),
        "title": marked(title, words),
        "title_is_persian": english and not entry.name_en,
        "text": excerpt(text, words),
        "text_is_persian": english and is_persian(text),
        "place": entry.city,
        "day": None,
        "is_sample": entry.is_sample,
    }


def told(texts, words):
    """The first of the texts in which a word stands, else the first of all."""
    return next((text for text in texts if spans(text, words)), texts[0] if texts else "")


def is_persian(text):
    """Whether a text is to be read from right to left."""
    return any("\u0600" <= sign <= "\u06ff" for sign in text[:200])


def elsewhere():
    """Where to look without words."""
    return [
        {"url": reverse("council:decision_list"), "words": _("Register of decisions")},
        {"url": reverse("members:firm_list"), "words": _("Member firms")},
        {"url": reverse("trainings:course_list"), "words": _("Training courses")},
        {"url": reverse("reports:progress_index"), "words": _("Progress by year")},
        {"url": reverse("market:finding_list"), "words": _("All findings")},
    ]
