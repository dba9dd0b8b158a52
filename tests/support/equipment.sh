#!/bin/sh
# Finds what the tests need beside Python: Chromium and PostgreSQL. What is missing is installed when this runs as
# root on a Debian system; otherwise it is named here, and pytest skips, counts and names the tests that need it.
set -u

has_chromium() {
    [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome >/dev/null
}
has_postgresql() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

missing=""
has_chromium || missing="chromium fonts-noto-core"
has_postgresql || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests:$(printf ' %s' $missing)"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    # One unreachable source makes the update fail, while the others may still give what is wanted.
    apt-get update -q >"$log" 2>&1
    # shellcheck disable=SC2086  # a list of packages
    if ! apt-get install -q -y --no-install-recommends $missing >>"$log" 2>&1; then
        echo "apt-get could not install them; its last lines:" >&2
        tail -n 15 "$log" >&2
    fi
    rm -f "$log"
else
    echo "NOT INSTALLED: $missing. The tests that need them are skipped and counted." >&2
fi
exit 0
