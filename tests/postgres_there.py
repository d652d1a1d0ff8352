"""Exit 0 when PostgreSQL answers at LINLI_TEST_POSTGRES, 1 when not."""

import os
import sys

import psycopg

try:
    psycopg.connect(os.environ["LINLI_TEST_POSTGRES"], connect_timeout=3).close()
except psycopg.Error:
    sys.exit(1)
