"""What the API answers when it cannot: always JSON, always with what to do next."""

from django.conf import settings
from django.http import JsonResponse
from ninja import Schema
from pydantic import Field

HELP = "/open-data/"
WORDS = {
    "bad_parameter": (
        "This parameter is not known here, or stands there twice. Take it out, or choose one of those that are listed.",
        "این پارامتر اینجا شناخته نیست یا دو بار آمده است. آن را بردارید یا یکی از پارامترهای فهرست‌شده را برگزینید.",
    ),
    "bad_cursor": (
        "This cursor leads nowhere: it is damaged, of another table, or its row is no longer public. Begin again without it.",
        "این نشانگر به جایی نمی‌رسد: آسیب دیده، از جدول دیگری است یا ردیف آن دیگر عمومی نیست. بدون آن از نو آغاز کنید.",
    ),
    "not_found": (
        "Nothing public stands at this address. Look the key up in the list of the table, or begin at /api/v1/.",
        "در این نشانی چیز عمومی‌ای نیست. کلید را در فهرست جدول بجویید یا از ‎/api/v1/‎ آغاز کنید.",
    ),
    "read_only": (
        "The open data can be read only: use GET.",
        "داده باز فقط خواندنی است: از GET استفاده کنید.",
    ),
    "invalid": (
        "A value has not the form that the documentation names. Correct what is listed and ask again.",
        "مقداری به شکلی که مستندات می‌گوید نیست. آنچه را که فهرست شده درست کنید و دوباره بپرسید.",
    ),
}
STATUS = {"bad_parameter": 400, "bad_cursor": 400, "not_found": 404, "read_only": 405, "invalid": 422}


class Detail(Schema):
    parameter: str = Field(description="The parameter that is meant.", examples=["limit"])
    message: str = Field(description="What is wrong with it.", examples=["Input should be less than or equal to 100"])


class Problem(Schema):
    """Why there is no answer, and what to do next."""

    code: str = Field(description="A fixed word for programs.", examples=["bad_cursor"])
    message: str = Field(description="What is wrong and what to do next, in English.")
    message_fa: str = Field(description="The same in Persian.")
    details: list[Detail] = Field(description="The parameters that are meant, if any.")
    allowed: list[str] = Field(description="The parameters that are known here, where one was not.")
    help: str = Field(description="The page that explains it.", examples=["https://portal.example/open-data/"])


def problem(code, details=(), allowed=()):
    """The answer. ``details``: pairs of a parameter and what is wrong with it."""
    message, message_fa = WORDS[code]
    body = {
        "code": code,
        "message": message,
        "message_fa": message_fa,
        "details": [{"parameter": name, "message": text} for name, text in details],
        "allowed": list(allowed),
        "help": settings.SITE_URL + HELP,
    }
    response = JsonResponse(body, status=STATUS[code], json_dumps_params={"ensure_ascii": False})
    if code == "read_only":
        response.headers["Allow"] = "GET, HEAD"
    return response
