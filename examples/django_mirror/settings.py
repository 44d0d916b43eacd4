"""The settings of the project: its own database, and the address of the school's store beside it."""

import os

SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY", "only-for-trying")
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "examples.django_mirror.urls"
INSTALLED_APPS = ["examples.django_mirror.inspections"]
MIDDLEWARE = ["examples.django_mirror.inspections.errors.AnswerErrors"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DJANGO_DB", "django.db"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},  # writers wait for one another
    }
}

BZR_STORE = os.environ.get("BZR_STORE", "sqlite:///bzr.db")
