"""The reasons that a new portal begins with; staff change, add and retire them at their desk."""

DEFAULTS = [
    ("surplus-cost", "هزینه‌های مازاد سامانه یا مناقصه", "Surplus costs of the system or the tender"),
    ("one-maker", "مشخصات فنی فقط با یک سازنده جور است", "The specification fits one maker only"),
    ("qualification", "رتبه یا گواهی صلاحیت خواسته‌شده", "A grade or qualification was asked for"),
    ("guarantee", "ضمانت‌نامه", "The guarantee"),
    ("payment-delay", "دیرکرد پرداخت", "Late payment"),
    ("short-notice", "مهلت کوتاه", "Short notice"),
    ("not-informed", "بی‌خبری از نیاز", "The firm was not informed"),
    ("no-capacity", "نبود ظرفیت", "No capacity"),
    ("price", "قیمت", "The price"),
]


def make_reasons(model):
    """Write those that are not there yet; what staff changed stays. ``model``: CaseReason, also of a migration."""
    known = set(model.objects.values_list("key", flat=True))
    model.objects.bulk_create(
        model(key=key, name=name, name_en=name_en, order=order)
        for order, (key, name, name_en) in enumerate(DEFAULTS, 1)
        if key not in known
    )
