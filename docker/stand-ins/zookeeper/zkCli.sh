#!/bin/bash
exec java -Dlogback.configurationFile=/opt/zookeeper/logback.xml -cp '/opt/zookeeper/lib/*' org.apache.zookeeper.ZooKeeperMain "$@"
