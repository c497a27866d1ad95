-- Run once, on the primary, as the superuser: Khéo's role, what its connections begin with, and its database.
CREATE ROLE kheo LOGIN PASSWORD '${KHEO_PASSWORD}';
-- Through PgBouncer a connection begins without settings of its own (KHEO_POOLED), so they stand here. They are what
-- config/settings.py gives where there is no pooler; commands that come past the pooler lift the first one by themselves.
ALTER ROLE kheo SET statement_timeout = '30s';
ALTER ROLE kheo SET lock_timeout = '10s';
ALTER ROLE kheo SET idle_in_transaction_session_timeout = '120s';
ALTER ROLE kheo SET jit = 'off';
ALTER ROLE kheo SET timezone = 'UTC';
CREATE DATABASE kheo OWNER kheo ENCODING 'UTF8' TEMPLATE template0;
