#!/bin/sh
# Prints the path of the system's Chromium or Chrome. With --install, root on a Debian machine installs it first.
find_it() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}
find_it && exit 0
if [ "$1" = --install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests…" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2 </dev/null
  find_it && exit 0
fi
echo "No Chromium on this machine (Debian: apt-get install chromium). The browser tests will be named and counted as not run." >&2
exit 1
