"""What a firm offers. The price may stay open; the file stays where no new one is chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.desk.forms import dress
from persian.forms import NormalisedCharField, RialField


class AnswerForm(forms.Form):
    """``seen``: the version that the page showed, so that a colleague's change is not overwritten unseen."""

    text = NormalisedCharField(label=_("your offer"), max_length=4000, widget=forms.Textarea({"rows": 7}))
    price = RialField(
        label=_("price in rials"), help_text=_("With everything that the buyer pays; leave it empty if it is open."),
        required=False,
    )  # fmt: skip
    upload = forms.FileField(
        label=_("file"), help_text=_("It is kept under the name “answer”."), required=False, widget=forms.FileInput
    )
    drop_file = forms.BooleanField(label=_("take the file away"), required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, answer=None, **kwargs):
        if answer:
            kwargs["initial"] = {"text": answer.text, "price": answer.price, "seen": answer.row_version}
        super().__init__(*args, **kwargs)
        if not (answer and answer.file_id):
            del self.fields["drop_file"]
        dress(self)
