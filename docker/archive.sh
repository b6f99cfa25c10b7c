#!/bin/bash
# archive.sh FILE: runs the whole system for some cycles and writes the classes that it has loaded to an AppCDS archive. Only an
# image of the JVM that will use it can make it. A system that does not come up in time gives a smaller archive, or none.
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
wait "$!"
java -Xshare:dump -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile="$1" -cp lockstep.jar >/tmp/dump.log 2>&1 || cat /tmp/dump.log
chmod 644 "$1"
