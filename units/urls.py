"""单位与人员的地址. One path a line."""

from django.urls import path

from .views import functions, own, people, security, sessions

app_name = "units"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("session/", sessions.session_state, name="session_state"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("password/", own.password_change, name="password_change"),
    path("post/", own.post_choose, name="post_choose"),
    path("tokens/", own.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", own.token_revoke, name="token_revoke"),
    path("people/", people.people_list, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/post/", people.person_post, name="person_post"),
    path("people/<int:pk>/step/", people.person_step, name="person_step"),
    path("posts/<int:pk>/end/", people.post_end, name="post_end"),
    path("posts/<int:pk>/coordinates/", people.post_coordinates, name="post_coordinates"),
    path("functions/", functions.functions, name="functions"),
    path("security/", security.security, name="security"),
    path("security/unlock/", security.unlock, name="unlock"),
]
