#!/usr/bin/env python
"""Django's own commands, through the same door as `kheo`: the database is started when the command needs one."""

import sys

from config.cli import manage

if __name__ == "__main__":
    sys.exit(manage())
