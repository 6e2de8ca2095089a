"""How long a public page may be kept, and by whom."""

from functools import wraps

from django.utils.cache import patch_cache_control, patch_vary_headers

FRESH_FOR = 60  # seconds: what the council adopts is public within a minute, and a rush meets a cache


def public_page(view):
    """Anybody may keep the anonymous answer for a minute; that of a signed-in person stays in their own browser.

    Both answers come from one address, so each says that it depends on the cookie. The anonymous one holds no cookie
    and no token, and its ETag (ConditionalGetMiddleware) makes a second look cost a few hundred bytes.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        elif response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_FOR)
        return response

    return answer
