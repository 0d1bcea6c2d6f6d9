"""设置: one file; what an operator sets comes from the environment (docs/operations.md)."""

import secrets
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("LANDPLAN_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """Given by the operator, else made once and kept readable by the owner only."""
    if given := env("SECRET_KEY", default=""):
        return given
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(60))
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# a demo installation: generated data, demo clock, demo accounts. Never set for a city's own data.
DEMO = env.bool("LANDPLAN_DEMO", default=False)
HTTPS = env.bool("LANDPLAN_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "import_export",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    "landplan",
    "audit",
    "units",
    "parcels",
    "tasks",
    "reports",
    "exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "units.sessions.SessionLifeMiddleware",
    "units.middleware.ActorMiddleware",
    "audit.middleware.RefusalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "units.sessions.PasswordAgeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "landplan.urls"
WSGI_APPLICATION = "landplan.wsgi.application"
ASGI_APPLICATION = "landplan.asgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [BASE_DIR / "templates"],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.messages.context_processors.messages",
            "landplan.context.shell",
        ],
        "builtins": ["landplan.templatetags.landplan", "landplan.templatetags.parts"],
    },
}]

# --- data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'landplan.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # docs/decisions/sqlite-settings.md: writers are serial, REPLACE does not walk past the guards, a large transaction keeps nobody from reading
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20, "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
                        "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA cache_spill=OFF;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # many short statements with kept plans, data in memory: docs/performance.md
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {"prepare_threshold": 5, "options": (
        "-c lock_timeout=5000 -c statement_timeout=30000 "
        "-c max_parallel_workers_per_gather=0 -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1")}
SILENCED_SYSTEM_CHECKS = ["models.W040"]  # covering indexes: PostgreSQL's; SQLite makes them without the extra columns
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EVIDENCE_DIR = Path(env("EVIDENCE_DIR", default=str(VAR_DIR / "evidence")))
EXPORT_DIR = Path(env("EXPORT_DIR", default=str(VAR_DIR / "exports")))
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # larger ones go to the disk as they come: a web process holds none of them

# --- language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "units.backends.PersonBackend"]
LOGIN_URL = "units:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "units:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher",
                    "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
# "dengbao": GB/T 22239-2019 8.1.4.1 (length 10, three of four classes, 90 days); "asvs": length 12, no rotation
PASSWORD_STYLE = env("PASSWORD_STYLE", default="dengbao")
PASSWORD_MAX_AGE = timedelta(days=90) if PASSWORD_STYLE == "dengbao" else None
PASSWORD_HISTORY = 5
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "units.passwords.LengthValidator"},
    {"NAME": "units.passwords.ClassesValidator"},
    {"NAME": "units.passwords.CommonValidator"},
    {"NAME": "units.passwords.HistoryValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "units.views.sessions.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
SIGN_IN_LIMIT_PER_ADDRESS = 50
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in the audit trail
AXES_CLIENT_IP_CALLABLE = "units.middleware.client_address"
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=12)
SESSION_ENGINE = "units.session_store"
SESSION_COOKIE_AGE = int(SESSION_IDLE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "landplan.errors.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- pages ---------------------------------------------------------------------------------------
# 底图 (docs/operations.md): addresses of map tiles with {x} {y} {z} in Web Mercator, separated by blanks, lowest layer first; none = a plain
# ground. Only their hosts join the policy for pictures.
MAP_TILES = env.str("MAP_TILES", default="").split()
MAP_TILES_NAME = env("MAP_TILES_NAME", default="")
_MAP_HOSTS = sorted({"/".join(one.split("/")[:3]) for one in MAP_TILES if "://" in one})
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", *_MAP_HOSTS],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
}}
# readers of the upper floors that the page's frame asks with the actor: what waits at each entry of the menu
# ({view name: {"count": 3, "hot": False}}), and the plan in force ({"number": …, "url": …})
SHELL_FRAME = "reports.selectors.workbench.Frame"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "landplan.lib.finders.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "landplan.lib.storage.Storage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["units.api.authentication.TokenAuthentication",
                                       "rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["units.api.permissions.DeclaredPolicy"],
    "DEFAULT_PAGINATION_CLASS": "units.api.pagination.KeysetPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["units.api.filtering.AskedFilters"],
    "DEFAULT_PARSER_CLASSES": ["units.api.parsers.CarefulJSONParser", "rest_framework.parsers.FormParser",
                               "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "units.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": True,
    "DATETIME_FORMAT": "iso-8601",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "landplan 接口",
    "DESCRIPTION": "批而未用土地盘活利用：台账、处置、任务量、看板、周报。与页面同一套权限和辖区。",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"KindEnum": "parcels.choices.Kind", "LawsuitKindEnum": "parcels.choices.LawsuitKind",
                            "PeriodKindEnum": "reports.choices.PeriodKind", "PeriodStateEnum": "reports.choices.PeriodState",
                            "PublicKindEnum": "reports.choices.PublicKind", "CaseKindEnum": "tasks.choices.CaseKind",
                            "CaseStateEnum": "tasks.choices.CaseState", "TaskStateEnum": "tasks.choices.ProgressState"},
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# the hour (Beijing) from which the nightly look at every parcel is due; no document says when
NIGHT_HOUR = env.int("NIGHT_HOUR", default=2)

# --- reminders that leave the house (docs/operations.md): nothing does unless an address is named here -------------------
NOTIFY_MAIL = env.dict("NOTIFY_MAIL", default={})  # name of a unit = its mailbox; needs EMAIL_URL
NOTIFY_WEBHOOK = env("NOTIFY_WEBHOOK", default="")  # of a group in 政务微信 or 钉钉
if NOTIFY_WEBHOOK and not NOTIFY_WEBHOOK.startswith(("https://", "http://")):
    raise ImproperlyConfigured("NOTIFY_WEBHOOK 要以 https:// 或 http:// 开头。")
if EMAIL_URL := env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="landplan@localhost")

# --- jobs (docs/decisions: a row is the job, a message only wakes the worker) ----------------------
REDIS_URL = env("REDIS_URL", default="")
QUEUE_DIR = VAR_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # longer than any job: a message that is not acknowledged in time is delivered a second time
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 5}
else:
    # one machine, one worker: the queue is a folder. Taken messages stay on the same disk until jobs purge them.
    for _folder in ("messages", "processed", "control"):
        (QUEUE_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "store_processed": True,
        "processed_folder": str(QUEUE_DIR / "processed"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5}
CELERY_BEAT_SYNC_EVERY = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
LOOK_EVERY = env.float("LOOK_EVERY", default=60.0)  # seconds; what is due is looked for so often
CELERY_BEAT_SCHEDULE = {name: {"task": task, "schedule": LOOK_EVERY} for name, task in {
    "nightly look": "parcels.jobs.enqueue_due", "daily work": "tasks.jobs.enqueue_due", "reminders go out": "tasks.jobs.look_for_deliveries",
    "weekly freeze": "reports.jobs.enqueue_due", "periods": "reports.jobs.open_periods", "exports": "exchange.jobs.look_for_exports",
    "imports": "exchange.jobs.look_for_imports", "worker heartbeat": "landplan.jobs.note_heartbeat"}.items()}
CELERY_BEAT_SCHEDULE["purge taken messages"] = {"task": "landplan.jobs.purge_processed_messages", "schedule": 3600.0}
if DEMO:
    CELERY_BEAT_SCHEDULE["demo script"] = {"task": "landplan.jobs.play_demo", "schedule": LOOK_EVERY}

# --- log -----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "pyogrio": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
