"""A document of an edition, written by hand: every part, every kind of cell, figures that differ, no database."""

import copy
import hashlib

from council.documents.canonical import canonical

SEAL = "5" * 64
PREVIOUS = "a" * 64
SUPERVISOR = {"seat": "supervisor", "institution": None}
SECRETARY = {"seat": "secretary", "institution": "towns"}
TOWNS = {"key": "towns", "name": {"fa": "شرکت شهرک‌ها", "en": "Towns Company"}}
CENTRE = {"key": "centre", "name": {"fa": "مرکز رشد", "en": ""}}
UNION = {"key": "union", "name": {"fa": "اتحادیه", "en": "The Union"}}  # which nothing names in full
SUMS = {"firms": 37, "staff": 853, "women": 331, "graduates": 563, "exports": 92260000000, "local_sales": 1316920000000}


def document(**parts):
    """The whole document, with some parts replaced."""
    return copy.deepcopy(WHOLE | parts)


def frozen(found):
    """Text and hash of a document, as freezing writes them."""
    text = canonical(found)
    return text, hashlib.sha256(text.encode()).hexdigest()


def nearly_empty():
    """A year of which only its being there is known."""
    return document(
        cluster=None,
        progress={"planned": None, "reported": None, "verified": None, "plans_by_status": {}, "series": []},
        plans=[],
        entries=[],
        readings=[],
        decisions=[],
        meetings=[],
        money={"lines": [], "total": dict.fromkeys(WHOLE["money"]["total"], 0)},
        trainings={
            "sums": dict.fromkeys(WHOLE["trainings"]["sums"], 0),
            "grades": dict.fromkeys("12345", 0),
            "courses": [],
        },
        firms=None,
        findings={"addressed": 0, "closed": 0, "gaps": []},
        handover=None,
        notes=[],
        institutions=[],
        edition=WHOLE["edition"] | {"is_sample": False, "erratum": None},
        chain={"kind": "facts", "place": 1, "previous": None},
    )


def verdict(percent=None, value=None, on="2024-07-01", word="verified"):
    return {
        "verdict": word,
        "percent": percent,
        "value": value,
        "reason": "" if word == "verified" else "مستند کافی نیست",
        "on": on,
        "by": SUPERVISOR,
        "visited_on": "2024-06-30",
    }


def report(key, **fields):
    as_of = key.partition("@")[2].partition("#")[0]
    return {"key": key, "as_of": as_of, "recorded_on": as_of, "recorded_by": SECRETARY, "evidence": []} | fields


def entry(key, percent, *verdicts, obstacle="", **fields):
    return report(
        key,
        activity=key.partition("@")[0],
        percent=percent,
        narrative="کار پیش رفت.",
        fall_reason="",
        obstacle=obstacle,
        corrective_action="پیگیری" if obstacle else "",
        verifications=list(verdicts),
        **fields,
    )


def activity(key, weight, planned, reported, verified, **fields):
    number = int(key.rpartition("/")[2])
    return {
        "key": key,
        "number": number,
        "title": {"fa": f"فعالیت {number}", "en": f"Activity {number}"},
        "weight": weight,
        "start": "2024-05-21",
        "finish": "2024-08-21",
        "is_milestone": False,
        "planned": planned,
        "reported": reported,
        "verified": verified,
        "reported_entry": None,
        "verified_entry": None,
    } | fields


def indicator(key, **fields):
    number = int(key.rpartition("/i")[2])
    return {
        "key": key,
        "number": number,
        "title": {"fa": f"شاخص {number}", "en": f"Measure {number}"},
        "unit": {"fa": "ایده", "en": "ideas"},
        "level": "output",
        "direction": "up",
        "start": "12.00",
        "start_on": "2024-03-20",
        "target": "31.00",
        "reported": None,
        "reported_reading": None,
        "verified": None,
        "verified_reading": None,
    } | fields


def plan(number, weight, figures, activities, **fields):
    planned, reported, verified, variance = figures
    return {
        "key": f"1403/{number}",
        "number": number,
        "title": {"fa": f"برنامه شماره {number}", "en": f"Plan of work {number}"},
        "objective": {"fa": "هدف", "en": "Aim"},
        "lead": TOWNS,
        "partners": ["centre", "union"],
        "pillar": "services",
        "sections": [{"fa": "نرم‌افزار", "en": "Software"}],
        "weight": weight,
        "planned": planned,
        "reported": reported,
        "verified": verified,
        "variance": variance,
        "status": "behind",
        "approved_by": "1403/02-01",
        "stopped_by": None,
        "stopped_on": None,
        "baseline": 1,
        "baselines": [{"version": 1, "in_force_on": "2024-05-15", "decision": "1403/02-01"}],
        "activities": activities,
        "indicators": [],
        "is_sample": True,
    } | fields


def decision(number, **fields):
    return {
        "number": number,
        "meeting": "1403-02",
        "adopted_on": "2024-05-15",
        "text": {"fa": "تصویب شد.", "en": "It was approved."},
        "confidential_until": None,
        "votes": "consensus",
        "supersedes": None,
        "source": None,
        "is_sample": True,
    } | fields


def criterion(key, score, **fields):
    return {
        "key": key,
        "text": {"fa": "شبکه ثبت شده است", "en": "The network is registered"},
        "weight": "14.00",
        "threshold": 3,
        "must_have": True,
        "score": score,
        "scored_on": "2025-03-15",
        "is_sample": True,
    } | fields


def gap(number, **fields):
    return {
        "number": number,
        "title": {"fa": "نبود پشتیبانی", "en": "No support"},
        "state": "addressed",
        "addressed_on": "2024-05-25",
        "closed_on": None,
        "closed_by": None,
        "plans": ["1403/1", "1403/2"],
        "is_sample": True,
    } | fields


WHOLE = {
    "schema": "https://schema.cluster-portal.org/edition/1",
    "cluster": {
        "name": {"fa": "خوشه فناوری اطلاعات", "en": "IT Cluster"},
        "province": {"fa": "خوزستان", "en": "Khuzestan"},
        "host": TOWNS,
    },
    "year": {
        "year": 1403,
        "ordinal": 3,
        "start": "2024-03-20",
        "end": "2025-03-20",
        "approved_on": "2024-05-15",
        "reported_plan_count": 2,
    },
    "progress": {
        "planned": "91.2300",
        "reported": "72.3400",
        "verified": "63.4500",
        "plans_by_status": {"behind": 1, "on_track": 1},
        "series": [
            {"day": "2024-09-21", "planned": "41.1100", "reported": "32.2200", "verified": "23.3300"},
            {"day": "2025-03-20", "planned": "91.2300", "reported": "72.3400", "verified": "63.4500"},
        ],
    },
    "plans": [
        plan(
            1,
            "60.00",
            ("92.1000", "71.2000", "53.3000", "-38.8000"),
            [
                activity(
                    "1403/1/1",
                    "33.50",
                    "94.1000",
                    "76.2000",
                    "58.3000",
                    reported_entry="1403/1/1@2024-09-21#1",
                    verified_entry="1403/1/1@2024-06-20#1",
                ),
                activity("1403/1/2", "66.50", "81.4000", None, None, is_milestone=True, start="2024-08-21"),
            ],
            indicators=[
                indicator(
                    "1403/1/i1",
                    reported="29.50",
                    reported_reading="1403/1/i1@2024-09-21#1",
                    verified="28.50",
                    verified_reading="1403/1/i1@2024-09-21#1",
                ),
                indicator("1403/1/i2", target="7.25"),  # of which there is no reading
            ],
        ),
        plan(
            2,
            "40.00",
            ("88.7000", "87.6000", "86.5000", "-2.2000"),
            [activity("1403/2/1", "100.00", "88.7000", "87.6000", "86.5000")],
            status="on_track",
            title={"fa": "برنامه تنها فارسی", "en": ""},
            lead=None,
            stopped_by="1403/02-03",
            stopped_on="2025-01-01",
        ),
    ],
    "entries": [
        entry("1403/1/1@2024-06-20#1", "57.9000", verdict("58.3000")),
        entry(
            "1403/1/1@2024-09-21#1",
            "76.2000",
            obstacle="قرارداد نبود",
            evidence=[{"caption": "صورت‌جلسه", "sha256": "b" * 64, "is_public": True}],
        ),
    ],
    "readings": [
        report(
            "1403/1/i1@2024-09-21#1",
            indicator="1403/1/i1",
            title={"fa": "ایده‌ها", "en": "Ideas"},
            unit={"fa": "ایده", "en": "ideas"},
            target="30.00",
            value="29.50",
            note="پنج ایده کنار رفت",
            verifications=[verdict(word="returned"), verdict(value="28.50")],
        ),
        report(  # a later one that counts nowhere, about a target of a draft
            "1403/1/i1@2025-01-20#1",
            indicator="1403/1/i1",
            title={"fa": "ایده‌ها", "en": "Ideas"},
            unit={"fa": "ایده", "en": "ideas"},
            target="88.00",
            value="999.00",
            note="",
            verifications=[verdict(word="returned", on="2025-02-01")],
        ),
    ],
    "decisions": [
        decision("1403/02-01", source="32075"),
        decision("1403/02-02", text=None, votes=None, confidential_until="2030-01-01"),
        decision("1403/02-03", votes={"for": 9, "against": 1, "abstain": 2}, supersedes="1403/02-01"),
    ],
    "meetings": [
        {"key": "1403-01", "held_on": "2024-05-01", "minutes_sha256": None, "source": "32075", "is_sample": False},
        {"key": "1403-02", "held_on": "2024-05-15", "minutes_sha256": "c" * 64, "source": None, "is_sample": True},
    ],
    "money": {
        "lines": [
            {
                "plan": "1403/1",
                "institution": TOWNS,
                "kind": "cash",
                "subject": {"fa": "شهریه", "en": "Fees"},
                "pledged": 1510000001,
                "approved": 1410000002,
                "paid": 1310000003,
                "decision": "1403/02-01",
            },
            {
                "plan": "1403/2",
                "institution": CENTRE,
                "kind": "in_kind",
                "subject": {"fa": "اتاق نشست", "en": ""},
                "pledged": 610000004,
                "approved": 510000005,
                "paid": 410000006,
                "decision": "1403/02-03",
            },
        ],
        "total": {
            "pledged": 2120000005,
            "approved": 1920000007,
            "paid": 1720000009,
            "paid_cash": 1310000003,
            "paid_in_kind": 410000006,
        },
    },
    "trainings": {
        "sums": {"courses": 11, "trained": 178, "completed": 163, "certified": 157, "firms_taught": 46},
        "grades": {"1": 2, "2": 3, "3": 22, "4": 71, "5": 53},
        "courses": [
            {
                "slug": "web-1403-04",
                "title": {"fa": "طراحی وب", "en": "Web design"},
                "kind": "skill",
                "provider": CENTRE,
                "plan": "1403/2",
                "ended_on": "2024-08-05",
                "trained": 24,
                "completed": 21,
                "certified": 19,
                "firms": 12,
                "is_sample": True,
            }
        ],
    },
    "firms": {
        "closed_on": "2025-05-01",
        "asked": 51,
        "total": SUMS,
        "sizes": [
            {"size": "micro", "sums": SUMS | {"firms": 25, "staff": 132, "women": 47, "graduates": 73}},
            {"size": "large", "sums": None},
        ],
        "sections": [
            {"section": {"fa": "نرم‌افزار", "en": "Software"}, "sums": SUMS | {"firms": 21, "staff": 328}},
            {"section": None, "sums": None},
        ],
        "is_sample": True,
    },
    "findings": {
        "addressed": 8,
        "closed": 6,
        "gaps": [
            gap(1, state="closed", closed_on="2025-01-04", closed_by="1403/1/i1@2024-09-21#1"),
            gap(2, state="a-later-state"),
        ],
    },
    "handover": {
        "share": "58.5000",
        "met": 3,
        "must_haves": 7,
        "criteria": [criterion("registered", 2), criterion("income", None, scored_on=None, threshold=None)],
    },
    "notes": [
        {
            "about": "behind",
            "subject": "1403/1",
            "reason": "قرارداد دیر بسته شد.",
            "corrective_action": "دو نشست دیگر",
        }
    ],
    "institutions": [CENTRE, TOWNS, UNION],
    "edition": {
        "key": "1403/edition/2",
        "year": 1403,
        "number": 2,
        "as_of": "2025-03-20",
        "erratum": {"fa": "هشت نفر دو بار شمرده شده بودند.", "en": "Eight people were counted twice."},
        "is_sample": True,
    },
    "chain": {"kind": "sample", "place": 4, "previous": PREVIOUS},
}
