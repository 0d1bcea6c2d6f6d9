from django.urls import path

from . import views

urlpatterns = [
    path("token/", views.TokenView.as_view(), name="token"),
    path("me/", views.MeView.as_view(), name="me"),
    path("regions/", views.RegionList.as_view(), name="regions"),
]
