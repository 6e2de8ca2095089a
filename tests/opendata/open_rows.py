"""What the table of access needs of open data: the parts of the keys in the addresses of single rows."""


def rows(plan, activity, meeting, firm, institution):
    """By ``name parameter``; ``year`` and ``number`` (of the plan) are in the world already."""
    entry = activity.entries.order_by("pk").first()
    api = {
        "plans-row": {"number": plan.number},
        "activities-row": {"plan": plan.number, "number": activity.number},
        "entries-row": {
            "plan": plan.number,
            "activity": activity.number,
            "as_of": entry.as_of.isoformat() if entry else "2024-09-21",
            "ordinal": 1,
        },
        "meetings-row": {"key": meeting.key},
        "decisions-row": {"slug": plan.approved_by.number.replace("/", "-")},
        "firms-row": {"slug": firm.slug},
        "courses-row": {"slug": "no-such-course"},
        "sections-row": {"order": 1},
        "institutions-row": {"key": institution.key},
        "capabilities-row": {"key": "no-such-key"},
    }
    values = {f"api-v1:{name} {part}": value for name, parts in api.items() for part, value in parts.items()}
    return values | {
        "api_nothing rest": "nothing",
        "open_data_file table": "firms",
        "opendata:table_detail table": "firms",
    }
