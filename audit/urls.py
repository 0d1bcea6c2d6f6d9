"""留痕的地址."""

from django.urls import path

from .views import trail

app_name = "audit"
urlpatterns = [path("audit/", trail.trail, name="trail")]
