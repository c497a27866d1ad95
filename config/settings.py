"""One file of settings; everything that differs between installations comes from the environment.

| variable               | meaning                                                        | default                   |
|------------------------|----------------------------------------------------------------|---------------------------|
| DATABASE_URL           | a PostgreSQL server, 15 or newer: postgres://user:word@host/db | the embedded one          |
| KHEO_REPLICA_URL       | a standby of it, for figures, search and exports               | none                      |
| KHEO_POOLED            | 1 when PgBouncer (transaction pooling) stands in DATABASE_URL  | 0                         |
| KHEO_DATA              | folder of the embedded database, files, key and unsent mail    | ./.data                   |
| KHEO_FILES             | a bucket for files: s3://bucket?endpoint=https://…&region=…    | in the folder             |
| KHEO_FILES_KEY         | the bucket's access key                                        | none                      |
| KHEO_FILES_SECRET      | the bucket's secret key                                        | none                      |
| PORT                   | port that `kheo serve` listens on                              | 8000                      |
| KHEO_HOST              | address that `kheo serve` listens on                           | 127.0.0.1                 |
| KHEO_WORKERS           | processes of `kheo serve`                                      | 2                         |
| KHEO_WORK              | 0 when `kheo work` runs apart from `kheo serve`                | 1                         |
| KHEO_HOSTS             | host names that browsers may use, separated by commas          | localhost,127.0.0.1,[::1] |
| KHEO_HTTPS             | 1 when people come by HTTPS; a proxy sets X-Forwarded-Proto    | 0                         |
| KHEO_PROXIES           | how many proxies in front are believed about the caller        | 0                         |
| KHEO_SECRET_KEY        | signs sessions and links                                       | made once, in the folder  |
| KHEO_DEBUG             | 1 shows errors in the browser; never on a server               | 0                         |
| KHEO_TODAY             | the business date of a demonstration, like 2024-11-20          | today                     |
| KHEO_SCANNER           | virus scanner: clamd:/socket, clamd:host:port, or a command    | none                      |
| KHEO_BOUNDARIES        | GeoJSON of your own units for the map: a unit's code in each   | the 34 provinces          |
| KHEO_STATEMENT_TIMEOUT | seconds that one SQL statement may run; 0 is without end       | 30 (commands: 0)          |
| KHEO_EMAIL_HOST        | mail server; without one, messages wait in KHEO_DATA/outbox    | none                      |
| KHEO_EMAIL_PORT        | its port                                                       | 587                       |
| KHEO_EMAIL_USER        | its user                                                       | none                      |
| KHEO_EMAIL_PASSWORD    | its password                                                   | none                      |
| KHEO_EMAIL_TLS         | 1 to speak STARTTLS                                            | 1                         |
| KHEO_EMAIL_FROM        | the sender's address                                           | kheo@localhost            |
| KHEO_LOG_LEVEL         | DEBUG, INFO, WARNING or ERROR                                  | INFO                      |

Reading this file opens no connection and starts no server: the doors (`config/cli.py`, the tests) do that.
"""

from pathlib import Path

from django.utils.csp import CSP

from config import environment as env
from kheo.kernel import embedded

BASE_DIR = Path(__file__).resolve().parent.parent

# ── Where things lie ──────────────────────────────────────────────────────────────────────────────────────────────
KHEO_DATA = Path(env.text("KHEO_DATA", str(BASE_DIR / ".data"))).expanduser().resolve()
MEDIA_ROOT = KHEO_DATA / "files"  # outside the web root: only a view that asks the permissions hands a file out
MEDIA_URL = ""
STATIC_ROOT = BASE_DIR / "static-collected"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]

# ── What this installation is ─────────────────────────────────────────────────────────────────────────────────────
DEBUG = env.flag("KHEO_DEBUG")
SECRET_KEY = env.secret("KHEO_SECRET_KEY", kept_in=KHEO_DATA)
ALLOWED_HOSTS = env.listed("KHEO_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("KHEO_HTTPS")
KHEO_TODAY = env.day("KHEO_TODAY")  # read by kheo.kernel.clock
KHEO_SCANNER = env.text("KHEO_SCANNER")  # read by kheo.kernel.scanning
KHEO_BOUNDARIES = env.text("KHEO_BOUNDARIES")  # read by kheo.insights.maps
KHEO_LISTEN = (env.text("KHEO_HOST", "127.0.0.1"), env.number("PORT", 8000))  # read by `kheo serve`
KHEO_WORKERS = env.number("KHEO_WORKERS", 2)
KHEO_WORK = env.flag("KHEO_WORK", default=True)  # read by `kheo serve`

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the widget templates that KheoFormRenderer leaves as they are
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_filters",
    "procrastinate.contrib.django",
    "kheo",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # kheo/jobs.py, the contents page of the background work
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # above gzip: its files lie there compressed already
    "django.middleware.gzip.GZipMiddleware",  # pads each page by a random length, which answers BREACH
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kheo.kernel.middleware.PrivateByDefault",
    "kheo.kernel.middleware.RemembersWrites",  # outside the next: after the transaction of the verb
    "kheo.kernel.middleware.IdempotentPosts",
    "kheo.kernel.middleware.DomainErrors",
]

# ── The database ──────────────────────────────────────────────────────────────────────────────────────────────────
# Behind a pooler a connection begins without settings of its own: they stand on the role (deploy/cluster/roles.sql).
KHEO_POOLED = env.flag("KHEO_POOLED")
SESSION = (
    f"-c statement_timeout={env.number('KHEO_STATEMENT_TIMEOUT', 30)}s"
    " -c lock_timeout=10s"  # two people at one record: the second hears about it before the browser gives up
    " -c idle_in_transaction_session_timeout=120s"
    " -c jit=off"  # our statements are short; compiling them costs up to a hundred times what they do
)
DATABASE = env.database(env.text("DATABASE_URL")) if env.text("DATABASE_URL") else embedded.address(KHEO_DATA)
KHEO_EMBEDDED = not env.text("DATABASE_URL")
KHEO_REPLICA = env.text("KHEO_REPLICA_URL")  # read by kheo.kernel.replica


def connected(address: dict, **options: object) -> dict:
    """Django's settings for one server."""
    return address | {
        "ENGINE": "kheo.kernel.postgres",  # Django's, and a commit that no standby has is not answered as done
        "ATOMIC_REQUESTS": False,  # a verb is the transaction
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": KHEO_POOLED,  # the next statement may meet another server connection
        "OPTIONS": {
            "application_name": "kheo",
            "connect_timeout": 10,
            "prepare_threshold": None,  # for the same reason; and it is Django's default
        }
        | ({} if KHEO_POOLED else {"options": SESSION})
        | options
        | address["OPTIONS"],
    }


DATABASES = {"default": connected(DATABASE)}
if KHEO_REPLICA:  # the primary answers instead before anybody grows impatient
    DATABASES["replica"] = connected(
        env.database(KHEO_REPLICA, wanted="standby"), connect_timeout=2, tcp_user_timeout=5_000
    )
# In the database, so that throttling is shared by all workers and survives a restart. `kheo migrate` makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kheo_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # allauth's own pages, as long as ours do not replace them
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kheo.desk.context.page",
            ],
        },
    }
]
FORM_RENDERER = "kheo.kernel.formrender.KheoFormRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STORAGES = {
    "default": env.files("KHEO_FILES"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a page that mends an import has many fields
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# ── Words, dates and numbers ──────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("hi", "हिन्दी")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["kheo.kernel.formats"]
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# ── People ────────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "kheo.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # verifies what another system hashed, and upgrades it
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kheo.people.adapter.KheoAccountAdapter"
# People sign in with user name, e-mail address or phone number: our form turns each into the user name, the only one
# allauth knows, so that a try costs one hash and counts against one account whichever was typed.
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # nobody signs up by himself; the adapter closes the door
ACCOUNT_FORMS = {
    "login": "kheo.people.forms.SignInForm",
    "reset_password": "kheo.people.forms.AskForResetForm",
    "reset_password_from_key": "kheo.people.forms.NewPasswordForm",
    "change_password": "kheo.people.forms.OtherPasswordForm",
    "reauthenticate": "kheo.people.forms.ProveForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation link proves the address; a slip needs none
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {  # beside allauth's own limits; offices share one address, so the limit per address is wide
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("KHEO_PROXIES", 0)
# Sessions are listed and can be ended. The last moment of use is not tracked: it would make every GET write.
USERSESSIONS_TRACK_ACTIVITY = False

# ── Safety of the browser ─────────────────────────────────────────────────────────────────────────────────────────
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],  # icons in the style sheet; a photo shown before it is sent
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # a device is remembered; people see theirs and can end them
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
if HTTPS:
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
    CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS if host != "*"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────────────────────
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("KHEO_EMAIL_FROM", "kheo@localhost")
if env.text("KHEO_EMAIL_HOST"):
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env.text("KHEO_EMAIL_HOST"),
                "port": env.number("KHEO_EMAIL_PORT", 587),
                "username": env.text("KHEO_EMAIL_USER"),
                "password": env.text("KHEO_EMAIL_PASSWORD"),
                "use_tls": env.flag("KHEO_EMAIL_TLS", default=True),
                "timeout": 20,
            },
        }
    }
else:  # nothing is lost, and no reset link is printed into a log
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(KHEO_DATA / "outbox")},
        }
    }

# ── Logs: to standard error, without personal data ────────────────────────────────────────────────────────────────
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "kheo.kernel.redaction.Redact"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["redact"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("KHEO_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "procrastinate": {"level": "WARNING"},  # at INFO it tells each look into the queue
    },
}
