"""Steps between the right password and the open door, where allauth's own do not fit people without e-mail."""

from allauth.account.stages import EmailVerificationStage


class MailStage(EmailVerificationStage):
    """As allauth's, save that nobody is held up for an e-mail address who came, confirmed, by mobile number."""

    def handle(self):
        user = self.login.user
        if user is not None and user.is_mobile_verified and not self.login.email:
            return None, True
        return super().handle()
