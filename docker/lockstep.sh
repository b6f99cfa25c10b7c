#!/bin/bash
# The program in the images: "lockstep COMMAND". java takes the place of this shell, so it is process 1 and gets SIGTERM itself.
# A node or web has little to compute: one compiler and one collector thread keep it small, and the archive makes it start fast.
exec java -XX:SharedArchiveFile=/app/lockstep.jsa -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k -XX:MaxRAMPercentage=50 \
  -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 -jar /app/lockstep.jar "$@"
