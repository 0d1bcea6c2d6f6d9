"""`python -m bench`: models exist only after Django is set up."""

import os
import sys
from importlib import import_module

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "landplan.settings"
django.setup()
sys.exit(import_module("bench.command").main())
