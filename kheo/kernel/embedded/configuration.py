"""What PostgreSQL is told. Written anew at every start, so that nobody's experiment outlives it."""

from pathlib import Path

from kheo.kernel.embedded.account import Account

INCLUDE = "include 'kheo.conf'"

SAFE = """
# An answered act is on the disk: nothing that was acknowledged is lost at a power cut.
fsync = on
full_page_writes = on
synchronous_commit = on
"""

THROWN_AWAY = """
# For tests only: the cluster is removed afterwards, so nothing waits for the disk.
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
"""


def configuration(run: Path, *, durable: bool) -> str:
    """The text of kheo.conf, which postgresql.conf includes as its last line."""
    return f"""# Written by Khéo at every start; changes here are lost. Settings of your own: ALTER SYSTEM SET …
listen_addresses = ''
port = 5432
unix_socket_directories = {_quoted('"' + str(run).replace('"', '""') + '"')}
unix_socket_permissions = 0700
max_connections = 100
{SAFE if durable else THROWN_AWAY}
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off                                # our statements are short; compiling them costs more than it gives
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'

# One log file per weekday, each overwritten after a week; statements and row values (personal data) stay out of it.
logging_collector = on
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_error_verbosity = terse
log_min_error_statement = panic
log_line_prefix = '%m [%p] '
"""


HOST_RULES = """# Written by Khéo at every start. Only sockets, and the operating system says who connects.
local all all peer map=kheo
"""


def user_map(account: Account) -> str:
    """Which operating-system users may be which database users: the database's own user and root, both."""
    people = dict.fromkeys([account.name, "root"])
    rows = [f'kheo "{person}" {role}' for person in people for role in ("postgres", "kheo")]
    return "# Written by Khéo at every start.\n" + "\n".join(rows) + "\n"


def write(cluster: Path, run: Path, account: Account, *, durable: bool) -> None:
    """Put all this into the cluster's folder, owned by its user."""
    texts = {
        "kheo.conf": configuration(run, durable=durable),
        "pg_hba.conf": HOST_RULES,
        "pg_ident.conf": user_map(account),
    }
    main = (cluster / "postgresql.conf").read_text()
    if not main.rstrip().endswith(INCLUDE):
        texts["postgresql.conf"] = f"{main.rstrip()}\n\n{INCLUDE}\n"
    for name, text in texts.items():
        (cluster / name).write_text(text)
        account.own(cluster / name, 0o600)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
