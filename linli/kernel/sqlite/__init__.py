"""Django's SQLite with a queue in front of its one pen.

Only one transaction at a time can write to an SQLite file. Who comes when it is taken sleeps, by SQLite's own rule longer
each time, up to a tenth of a second: under load some wait for seconds while newcomers slip in. Here everybody waits alike.
"""
