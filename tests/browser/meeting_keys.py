"""A secretary at the keyboard: what is pressed beside the text itself is counted."""


class Keyboard:
    """Everything that is pressed beside the text itself is counted."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def sends(self, key):
        """A key that sends the form; the page comes back to where one was."""
        with self.page.expect_navigation():
            self.press(key)

    def line(self, text):
        """One sentence in the quick line."""
        self.page.wait_for_selector("#c-text:focus")
        self.page.keyboard.insert_text(text)
        self.sends("Enter")


def write_agenda(keys):
    """The four items, by the quick line."""
    for title in ["گزارش وضعیت خوشه", "خریدهای برون‌استانی", "دیدگاه نهادها", "تصویب نُه برنامه عمل"]:
        keys.line(f"بند: {title}")


def enter_the_meeting(page, keys):
    """The meeting of 26 Ordibehesht 1403 in its shape: five remarks, two decisions, four action items."""
    keys.sends("Alt+n")  # held
    keys.sends("Alt+p")  # everybody was there
    page.wait_for_selector("#attendance :focus")  # the page has come back to where one was
    keys.press("Tab", "3")  # the chair excused himself
    keys.press("Escape")
    keys.line("خوشه در سه بخش مرتبط کار می‌کند.")
    keys.sends("Control+Enter")
    keys.line("مصوبه به اجماع: فهرست خریدهای سه ماه گردآوری شود.")
    keys.sends("Alt+a")
    keys.press("Escape")
    keys.line("پیگیری نایل ۱۵ تیر: گردآوری فهرست خریدها")
    keys.line("پیگیری صمت ۱ مرداد: معرفی کارشناس")
    keys.sends("Control+Enter")
    for name in ["استانداری", "فنی و حرفه‌ای", "صمت", "مرکز رشد", "تعاون"]:
        keys.line(f"{name}: از برنامه سال سوم پشتیبانی می‌کنیم.")
    keys.sends("Control+Enter")
    keys.line("مصوبه به اجماع: نُه برنامه عمل برای حمایت از خوشه تصویب شد.")
    keys.sends("Alt+t")  # its plans: all drafts of the year are ticked
    page.wait_for_selector("button.primary:focus")
    keys.sends("Enter")
    keys.sends("Alt+a")
    keys.press("Escape")
    keys.line("پیگیری استانداری ۱ خرداد: ابلاغ برنامه‌ها")
    keys.line("پیگیری نایل ۱۰ خرداد: آگاه کردن بنگاه‌ها")
    keys.sends("Control+Enter")
