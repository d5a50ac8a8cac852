"""Print the OpenAPI description as an installation with all its settings gives it."""

import json
import os
import sys
from pathlib import Path

import django

SITE = "https://tijdlijn.example"

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "incident.settings",
    "OPERATOR_NAME": "Stichting Tijdlijn",
    "REPORT_EMAIL": "redactie@tijdlijn.example",
}
django.setup()

from incident.choices import STANDARD  # noqa: E402 - it needs the settings
from timeline.formats.openapi import description  # noqa: E402
from timeline.formats.publisher import publisher  # noqa: E402

by = publisher(lambda path: SITE + path)
print(json.dumps(description(SITE, by, [kind.value for kind in STANDARD])))
