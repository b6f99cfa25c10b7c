#!/bin/bash
# As the official image does: options alone are redis-server's, which runs as its own user and may be reached from outside.
set -e
[ "${1#-}" = "$1" ] || set -- redis-server "$@"
[ "$1" = redis-server ] || exec "$@"
shift
exec setpriv --reuid 999 --regid 999 --clear-groups redis-server --protected-mode no "$@"
