"""What every installation shares. Each value a commune may change is read from the environment (see .env.example)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", default=str(VAR_DIR)))

DEBUG = False
DEMO = False
TEMPLATE_STRICT = False
MAINTENANCE = env.bool("MAINTENANCE", default=False)

SITE_TITLE = "Quartiers ouverts"
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
# Where visitors get the source of the version they use (AGPL, section 13).
SOURCE_URL = env.str("SOURCE_URL", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "portal",
    "home",
    "cms",
    "participation.reports",
    "participation.councils",
    "participation.surveys",
    "participation.comments",
    "participation.moderation",
    "participation.notifications",
    "participation.accounts",
    "participation.territory",
    "participation.base",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_comments_xtd",
    "django_comments",
    "rest_framework",
    "leaflet",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.sites",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.maintenance.MaintenanceMiddleware",
    "portal.middleware.page_cache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.csp.PathAwareCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.modules.ModulesMiddleware",
    "portal.middleware.mfa.StaffMfaMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "participation.base.forms.renderer.PortalRenderer"

# --- Database -------------------------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(url):
    """The Django settings of one `DATABASE_URL`, with what each engine needs to serve several processes."""
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    else:
        config.setdefault("CONN_MAX_AGE", 60)
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, storage, mail, tasks --------------------------------------------------------------------------------------
CACHES = {
    "default": (
        env.cache_url("CACHE_URL")
        if env.str("CACHE_URL", default="")
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    )
}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
# Figures that cost several queries, until the next public write (participation.base.cache.remembered).
REMEMBER_SECONDS = env.int("REMEMBER_SECONDS", default=60)

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = VAR_DIR / "private"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGE_URL = env.str("STORAGE_URL", default="")


def storages(storage_url, static_backend):
    """Public and private files: folders under `var/`, or the two buckets of `s3://key:secret@host/public,private`."""
    if storage_url.startswith("s3://"):
        parts = urlsplit(storage_url)
        public, _, private = parts.path.strip("/").partition(",")
        common = {
            "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
        }
        s3 = "storages.backends.s3.S3Storage"
        public_storage = {"BACKEND": s3, "OPTIONS": {**common, "bucket_name": public, "querystring_auth": False}}
        private_storage = {"BACKEND": s3, "OPTIONS": {**common, "bucket_name": private or f"{public}-private"}}
    else:
        files = "django.core.files.storage.FileSystemStorage"
        public_storage = {"BACKEND": files, "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL}}
        private_storage = {
            "BACKEND": "participation.base.media.storages.PrivateFiles",
            "OPTIONS": {"location": PRIVATE_ROOT},
        }
    return {"default": public_storage, "private": private_storage, "staticfiles": {"BACKEND": static_backend}}


STORAGES = storages(STORAGE_URL, "portal.assets.HashedFiles")
# Served by Django itself only where no web server stands in front (demo, dev).
SERVE_MEDIA = False

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Quartiers ouverts <ne-pas-repondre@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DIR = VAR_DIR / "mail"
MAIL_KEEP_DAYS = env.int("MAIL_KEEP_DAYS", default=30)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
WORKER_STALE_SECONDS = env.int("WORKER_STALE_SECONDS", default=120)

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["participation.accounts.auth.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMO_PASSWORD = "demo-quartiers"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/compte/"
LOGOUT_REDIRECT_URL = "/"
STAFF_MFA_REQUIRED = False

ACCOUNT_ADAPTER = "participation.accounts.adapter.PortalAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "participation.accounts.forms.entrance.LoginForm",
    "signup": "participation.accounts.forms.entrance.SignupForm",
    "add_email": "participation.accounts.forms.entrance.AddEmailForm",
    "change_password": "participation.accounts.forms.entrance.ChangePasswordForm",
    "set_password": "participation.accounts.forms.entrance.SetPasswordForm",
    "reset_password": "participation.accounts.forms.entrance.ResetPasswordForm",
    "reset_password_from_key": "participation.accounts.forms.entrance.ResetPasswordKeyForm",
    "reauthenticate": "participation.accounts.forms.entrance.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "participation.accounts.forms.entrance.MfaAuthenticateForm",
    "reauthenticate": "participation.accounts.forms.entrance.MfaReauthenticateForm",
    "activate_totp": "participation.accounts.forms.entrance.ActivateTOTPForm",
}
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "participation.accounts.adapter.PortalMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_TITLE
SESSION_ENGINE = "participation.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

# --- Limits -----------------------------------------------------------------------------------------------------------
# Reports one network address may send; a town hall or a mobile operator may stand behind a single one.
REPORTS_PER_HOUR = env.int("REPORTS_PER_HOUR", default=60)
# Anonymous messages in five minutes from which a browser works a little before sending; 0: always.
PROOF_FROM_MESSAGES = env.int("PROOF_FROM_MESSAGES", default=30)

# --- Delays and news (the finer ones stand in `delays.py` of comments, moderation and notifications) ------------------
COMMENTS_ANSWER_DAYS = env.int("COMMENTS_ANSWER_DAYS", default=5)
COMMENTS_EDIT_MINUTES = env.int("COMMENTS_EDIT_MINUTES", default=10)
COMMENTS_ADDRESS_DAYS = env.int("COMMENTS_ADDRESS_DAYS", default=30)
COMMENTS_PER_PAGE = env.int("COMMENTS_PER_PAGE", default=30)
NOTIFICATIONS_KEEP_DAYS = env.int("NOTIFICATIONS_KEEP_DAYS", default=180)
BOUNCE_HOOK_SECRET = env.str("BOUNCE_HOOK_SECRET", default="")
BOUNCES_ALLOWED = env.int("BOUNCES_ALLOWED", default=3)
SMS_BACKEND = env.str("SMS_BACKEND", default="")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_KEY = env.str("SMS_GATEWAY_KEY", default="")
SMS_SENDER = env.str("SMS_SENDER", default="")

# --- Comments: the base model and the form's security fields of django-comments-xtd, nothing else of it ---------------
# Its models ask for a row of django.contrib.sites; addresses come from BASE_URL alone.
SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "participation.comments.models.PublicComment"
COMMENTS_XTD_THREADED_EMAILS = False

# --- Language, time ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Security ---------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The editor's preview shows our pages in a frame of our own site, so X-Frame-Options cannot be DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- Maps and addresses -----------------------------------------------------------------------------------------------
TILES_URL = env.str(
    "TILES_URL",
    default="https://data.geopf.fr/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
)
TILES_ATTRIBUTION = env.str("TILES_ATTRIBUTION", default="Fond de carte : © IGN, Géoplateforme")
GEOCODER_URL = env.str("GEOCODER_URL", default="https://data.geopf.fr/geocodage")
GEOCODER_TIMEOUT_SECONDS = 2
LEAFLET_CONFIG = {
    "TILES": [("Plan IGN", TILES_URL, {"attribution": TILES_ATTRIBUTION, "maxZoom": 18})],
    "DEFAULT_CENTER": (43.4055, 5.0480),
    "DEFAULT_ZOOM": 13,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 18,
    "RESET_VIEW": False,
    "NO_GLOBALS": False,
}

_tiles = urlsplit(TILES_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", f"{_tiles.scheme}://{_tiles.netloc}"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
ADMIN_PREFIX = "/admin/"
CONTENT_SECURITY_POLICY_ADMIN = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

# --- Wagtail ----------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_TITLE
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/comptes/connexion/"
WAGTAILIMAGES_IMAGE_MODEL = "cms.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.media.PortalImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.forms.media.PortalDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "french"}}
WAGTAILEMBEDS_FINDERS = []
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILREDIRECTS_AUTO_CREATE = True
# Comments in the editor would be mailed by Wagtail itself, past the outbox; the workflow carries the exchange.
WAGTAILADMIN_COMMENTS_ENABLED = False
# The coordination's own groups approve; technical accounts are not told.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
TAGGIT_CASE_INSENSITIVE = True

# --- Logging ----------------------------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
