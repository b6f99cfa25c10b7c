#!/bin/bash
# healthy VARIABLE: succeeds if /observe/health is UP at the port in the variable. Uses bash alone: the images have no curl, and a
# JVM for each check would need more CPU than the service itself.
set -e
exec 3<>"/dev/tcp/127.0.0.1/${!1}"
printf 'GET /observe/health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
