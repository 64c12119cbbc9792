#!/bin/sh
# Installs Debian's Chromium where that is allowed; elsewhere says in one line what to install.
set -u
if [ -x /usr/bin/chromium ]; then exit 0; fi
install="apt-get install -y -qq --no-install-recommends chromium fonts-noto-core"
if [ "$(id -u)" = 0 ]; then
  as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as="sudo"
else
  echo "The tests need Chromium. As root: apt-get install chromium fonts-noto-core" >&2
  exit 3
fi
echo "Installing Debian's Chromium ..."
export DEBIAN_FRONTEND=noninteractive
if $as apt-get update -qq >/dev/null && $as $install >/dev/null && [ -x /usr/bin/chromium ]; then exit 0; fi
echo "Chromium could not be installed. As root: apt-get install chromium fonts-noto-core" >&2
exit 3
