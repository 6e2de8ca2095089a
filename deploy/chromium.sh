#!/bin/sh
# Print the path of a Chromium for the browser tests; install Debian's when there is none and we may.
set -eu
find_one() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name" 2>/dev/null; then return 0; fi
    done
    return 1
}
find_one && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium for the browser tests ..." >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2 && find_one && exit 0
fi
echo "The browser tests need Chromium: install chromium or Chrome, or put the path of one into CHROMIUM." >&2
exit 1
