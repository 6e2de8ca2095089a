"""Addresses of the public directory: `/members/…`. They come last: a firm's slug matches what nothing else did."""

urlpatterns = []
