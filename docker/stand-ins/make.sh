#!/usr/bin/env bash
# Creates stand-ins for the official images that Lockstep is built and run on, under their official names, from this machine's own
# Debian and Maven packages. They are needed only where no image registry can be reached, as on build machines behind a firewall;
# images that exist, or can be pulled, are used instead. Stand-ins are for tests, not for production.
#
# As root, on Debian, with the packages docker.io openjdk-17-jdk-headless maven netcat-openbsd redis-server, and after
# "mvn -DskipTests -P image package": the stand-in of Maven contains this machine's Maven repository, so that a build in it needs
# no downloads. With --anew, existing stand-ins are built again.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

readonly JRE=eclipse-temurin:17-jre MAVEN=maven:3.9-eclipse-temurin-17 ZOOKEEPER=zookeeper:3.9 REDIS=redis:7
readonly BASE=(base-files base-passwd bash coreutils dash findutils grep libc-bin sed util-linux)
readonly MARK=dev.lockstep.stand-in=yes
registry=unknown

# Succeeds if an image does not exist and cannot be pulled. The first failure of the registry counts for all images.
lacks() {
  ! docker image inspect "$1" >/dev/null 2>&1 || return 1
  if [ "$registry" != none ] && ! timeout 60 docker pull -q "$1" 2>"$work/answer"; then
    registry=none
    echo "No image registry: $(head -n 1 "$work/answer")"
  fi
  [ "$registry" = none ]
}

# The packages and all of their dependencies that are installed here.
closure() {
  apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
    grep -E '^[a-z0-9]' | sort -u | { xargs dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}\n' 2>/dev/null || true; } |
    sed -n 's/^ii *//p'
}

# The files of packages, without documentation. /bin, /lib and /sbin are links into /usr: each file has its real path.
files() {
  closure "$@" | xargs dpkg -L | sed -E -e 's#^/(bin|sbin|lib|lib64)(/|$)#/usr/\1\2#' \
    -e '/^\/\.$|^\/usr\/share\/(doc|doc-base|info|locale|lintian|man)(\/|$)/d'
  printf '%s\n' /bin /sbin /lib /lib64 /etc/ld.so.cache /etc/ld.so.conf
  find /etc/alternatives /etc/ssl/certs /etc/ld.so.conf.d
  find /usr/bin -lname '/etc/alternatives/*'
}

# import IMAGE PACKAGE...: creates an image of packages. Writes the tar first: a tar that fails in a pipe would be imported, too.
import() {
  local image=$1 root=$work/root
  shift
  mkdir -p "$root"/{etc,tmp,var/tmp,run,opt/java} && chmod 1777 "$root"/tmp "$root"/var/tmp
  cp /usr/share/base-passwd/passwd.master "$root/etc/passwd"
  cp /usr/share/base-passwd/group.master "$root/etc/group"
  ln -sfn "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" "$root/opt/java/openjdk"
  files "${BASE[@]}" "$@" | sort -u | while read -r file; do [ ! -e "$file" ] || echo "${file#/}"; done >"$work/list"
  tar -C / --no-recursion -cf "$work/image.tar" -T "$work/list"
  (cd "$root" && find . -mindepth 1 -printf '%P\n') | grep -vxFf "$work/list" >"$work/more"
  tar -C "$root" --no-recursion -rf "$work/image.tar" -T "$work/more"
  if [ "$image" = "$MAVEN" ]; then
    tar -C "$HOME" --transform 's#^#root/#' -rf "$work/image.tar" $(cd && ls -d .m2/repository .m2/settings.xml 2>/dev/null)
  fi
  docker import --change 'ENV JAVA_HOME=/opt/java/openjdk' --change 'CMD ["bash"]' --change "LABEL $MARK" \
    --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin' "$work/image.tar" "$image" >/dev/null
  rm -rf "$root" "$work/image.tar"
  echo "Stand-in: $image"
}

# add IMAGE FOLDER: builds an image from the Dockerfile in a folder beside this file.
add() {
  DOCKER_BUILDKIT=0 docker build -q --label "$MARK" -t "$1" "$2" >/dev/null 2>"$work/answer" || { cat "$work/answer" >&2 && return 1; }
  echo "Stand-in: $1"
}

# The server is one of Lockstep's libraries, which its demo uses.
zookeeper() {
  cp -r zookeeper "$work/zookeeper"
  mkdir "$work/zookeeper/lib"
  cp ../../target/lib/{zookeeper,netty,slf4j,logback,metrics-core,snappy,commons-io,audience}*.jar /usr/share/java/commons-cli.jar "$work/zookeeper/lib"
  add "$ZOOKEEPER" "$work/zookeeper"
}

# Removes only stand-ins, and by name, since images that were built on one may still need its layers.
if [ "${1:-}" = --anew ]; then
  for image in "$JRE" "$MAVEN" "$ZOOKEEPER" "$REDIS"; do
    docker images -q --filter "label=$MARK" "$image" | sed "s#.*#$image#" | xargs -r docker rmi -f >/dev/null
  done
fi
if lacks "$JRE"; then import "$JRE" openjdk-17-jre-headless netcat-openbsd; fi
if lacks "$MAVEN"; then import "$MAVEN" openjdk-17-jdk-headless maven; fi
if lacks "$ZOOKEEPER"; then zookeeper; fi
if lacks "$REDIS"; then import redis-packages redis-server && add "$REDIS" redis && docker rmi -f redis-packages >/dev/null; fi
