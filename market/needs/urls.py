"""The addresses of the needs of buyers. The fixed words stand before the numbers."""

from django.urls import path

from market.needs.firm import views as firm
from market.needs.mine import views as mine
from market.needs.public import feeds, views

FIRM = "firm/<slug:tracking>/"
urlpatterns = [
    path("", views.need_list, name="need_list"),
    path("feed.atom", feeds.need_feed, name="need_feed"),
    path("mine/", mine.need_desk_list, name="need_desk_list"),
    path("mine/new/", mine.need_new, name="need_new"),
    path("mine/<int:number>/", mine.need_desk, name="need_desk"),
    path("mine/<int:number>/edit/", mine.need_edit, name="need_edit"),
    path("mine/<int:number>/case/", mine.need_case, name="need_case"),
    path("mine/<int:number>/<slug:act>/", mine.need_act, name="need_act"),
    path(FIRM, firm.firm_needs, name="firm_needs"),
    path(f"{FIRM}letters/", firm.firm_letters, name="firm_need_letters"),
    path(f"{FIRM}<int:number>/", firm.firm_need, name="firm_need"),
    path(f"{FIRM}<int:number>/withdraw/", firm.firm_need_withdraw, name="firm_need_withdraw"),
    path("letters/stop/<str:token>/", firm.need_letters_stop, name="need_letters_stop"),
    path("<int:number>/", views.need_detail, name="need_detail"),
]
