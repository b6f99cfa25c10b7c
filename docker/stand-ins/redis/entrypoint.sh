#!/bin/bash
# Like the official image: options alone are passed to redis-server, which runs as its own user and accepts remote clients.
set -e
[ "${1#-}" = "$1" ] || set -- redis-server "$@"
[ "$1" = redis-server ] || exec "$@"
shift
exec setpriv --reuid 999 --regid 999 --clear-groups redis-server --protected-mode no "$@"
