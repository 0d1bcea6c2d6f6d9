"""地址总表: each app brings its pages (`urls`) and its part of the interface (`api.urls`)."""

from django.urls import include, path

from landplan import errors, health, views
from landplan.context import module_exists

# addresses are looked at one by one, those of an app in its order: the app with most of them comes last
APPS = ("audit", "units", "reports", "tasks", "exchange", "parcels")

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", health.health, name="health"),
    path("demo/clock/", views.demo_clock_set, name="demo_clock_set"),
    path("api/v1/schema/", views.SchemaView.as_view(), name="schema"),
    path("api/v1/docs/", views.DocsView.as_view(), name="docs"),
]
# the interface first: its beginning tells at once that an address is none of it, while hundreds of pages are looked at one by one
urlpatterns += [path("api/v1/", include((f"{app}.api.urls", f"api_{app}"))) for app in APPS
                if module_exists(f"{app}.api.urls")]
urlpatterns += [path("", include(f"{app}.urls")) for app in APPS if module_exists(f"{app}.urls")]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failure
