#!/bin/sh
# Installs Debian packages where that is allowed; elsewhere says in one line what to install.
# Usage: install_debian.sh "WHAT FOR" PROGRAM:PACKAGE[,PACKAGE...] ...   (a package is asked for when its program, or its file, is missing)
set -u
purpose=$1
shift
wanted=""
missing() {
  wanted=""
  for pair in "$@"; do
    program=${pair%%:*}
    found=no
    for place in $program; do
      if [ -e "$place" ] || command -v "$place" >/dev/null 2>&1; then found=yes; fi
    done
    if [ "$found" = no ]; then wanted="$wanted $(echo "${pair#*:}" | tr ',' ' ')"; fi
  done
  [ -n "$wanted" ]
}
if ! missing "$@"; then exit 0; fi
if [ "$(id -u)" = 0 ]; then
  as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as="sudo"
else
  echo "$purpose needs Debian packages. As root: apt-get install$wanted" >&2
  exit 3
fi
echo "Installing from Debian:$wanted ..."
export DEBIAN_FRONTEND=noninteractive
asked=$wanted
if $as apt-get update -qq >/dev/null && $as apt-get install -y -qq --no-install-recommends $asked >/dev/null && ! missing "$@"; then
  exit 0
fi
echo "They could not be installed. As root: apt-get install$asked" >&2
exit 3
