#!/bin/bash
# The program in the images: "lockstep COMMAND". java replaces this shell, so it is process 1 and receives SIGTERM itself.
# A node or web needs little CPU: one compiler and one collector thread save memory, and the archive makes the start fast.
exec java -XX:SharedArchiveFile=/app/lockstep.jsa -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k -XX:MaxRAMPercentage=50 \
  -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 -jar /app/lockstep.jar "$@"
