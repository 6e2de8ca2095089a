"""Sign-in and sign-out of people with a desk. (Codes and second factors come with the firms.)"""

from django.contrib.auth import views as auth_views
from django.views.decorators.cache import never_cache

from accounts.forms import SignInForm

sign_in = never_cache(
    auth_views.LoginView.as_view(
        authentication_form=SignInForm, template_name="registration/login.html", redirect_authenticated_user=True
    )
)
sign_out = auth_views.LogoutView.as_view()
