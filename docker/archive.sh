#!/bin/bash
# archive.sh FILE: runs the whole system for some cycles and writes the classes that it has loaded to an AppCDS archive. The archive
# works only with the JVM that wrote it. If the system does not start in time, the archive is smaller, or there is none.
set -e
cd /app
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:DumpLoadedClassList=/tmp/classes -Djava.io.tmpdir=/tmp -jar lockstep.jar \
  demo --nodes 2 --period 100ms >/tmp/demo.log 2>&1 &
for _ in {1..120}; do
  if grep -q '^cycle 20 ' /tmp/demo.log; then break; fi
  sleep 0.5
done
tail -n 1 /tmp/demo.log
kill "$!"
# The list is complete, even if a busy machine did not stop the system in time.
wait "$!" || true
java -Xshare:dump -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile="$1" -cp lockstep.jar >/tmp/dump.log 2>&1 || cat /tmp/dump.log
chmod 644 "$1"
