"""The addresses of the hand-over."""

from django.urls import path

from handover.desk import views as desk
from handover.public import views as public

app_name = "handover"
urlpatterns = [
    path("", public.scorecard, name="scorecard"),
    path("desk/", desk.receiver_desk, name="desk"),
    path("desk/<int:number>/accept/", desk.duty_accept, name="accept"),
    path("desk/<int:number>/give-back/", desk.duty_give_back, name="give_back"),
]
