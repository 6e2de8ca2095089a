"""A course for machines (schema.org): what its page says, never the address of an online class."""

from council.documents.addresses import absolute
from council.documents.linked_data import linked_data

MODES = {(True, False): "Onsite", (True, True): "Blended"}


def course_data(course, sessions):
    """JSON-LD, safe inside a script element."""
    return linked_data(
        {
            "@type": "Course",
            "@id": absolute("trainings:course_detail", course.slug),
            "name": course.title,
            "alternateName": course.title_en,
            "description": course.shown_summary,
            "educationalLevel": course.level,
            "provider": {
                "@type": "Organization",
                "name": str(course.provider),
                "url": absolute("council:institution_detail", course.provider.key),
            },
            "offers": {
                "@type": "Offer",
                "category": "Paid" if course.fee else "Free",
                "price": course.fee,
                "priceCurrency": "IRR",
            },
            "hasCourseInstance": instance(course, sessions) if course.starts_on else None,
        }
    )


def instance(course, sessions):
    """The time that the course is held; a CourseInstance is an Event."""
    facts = {
        "@type": "CourseInstance",
        "name": str(course),
        "courseMode": MODES.get((bool(course.place), bool(course.online_link)), "Online"),
        "courseWorkload": f"PT{course.hours}H",
        "startDate": course.starts_on.isoformat(),
        "endDate": course.ends_on.isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if course.is_cancelled else 'Scheduled'}",
        "location": place(course.place, course.city) if course.place else None,
        "instructor": {"@type": "Person", "name": course.teacher} if course.teacher else None,
        "maximumAttendeeCapacity": course.seats,
        "subEvent": [event(course, session) for session in sessions],
    }
    return {name: value for name, value in facts.items() if value}


def event(course, session):
    return {
        "@type": "Event",
        "name": session.subject or str(course),
        "startDate": session.begins.isoformat(),
        "endDate": session.ends.isoformat(),
    }


def place(name, city):
    return {"@type": "Place", "name": name, "address": city or name}
