"""The life of the embedded database."""
import hashlib
from pathlib import Path
from typing import Any


def address(data: Path) -> dict[str, Any]:
    """Django's connection settings for the embedded database of a data folder; it need not run yet."""
    return {"NAME": "kheo", "USER": "kheo", "PASSWORD": "", "HOST": str(data / "run"), "PORT": "5432", "OPTIONS": {}}
