#!/bin/bash
# healthy VARIABLE: whether /observe/health says UP at the port that the variable holds. With bash alone, since the images have
# no curl: a JVM for each question would cost more than the service itself.
set -e
exec 3<>"/dev/tcp/127.0.0.1/${!1}"
printf 'GET /observe/health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[ "$status" = 200 ]
