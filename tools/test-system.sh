#!/bin/sh
# Finds the real programs that the tests drive: a browser, its certificates and a virtual screen for it, PostgreSQL, Redis, a
# Chinese font. As root on Debian it installs what is missing; otherwise it says how to get it, and the tests that need it
# are skipped (with BOARD_TEST_STRICT=1: an error).
set -eu

missing=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
command -v Xvfb >/dev/null || missing="$missing xvfb"
command -v xrandr >/dev/null || missing="$missing x11-xserver-utils"
command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || missing="$missing postgresql"
command -v redis-server >/dev/null || missing="$missing redis-server"
{ command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ]; } || missing="$missing fontconfig fonts-noto-cjk"
command -v certutil >/dev/null || missing="$missing libnss3-tools"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing what the tests need:$missing"
    # The tests start their own servers: no cluster and no system service is wanted.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    apt-get -qq update
    # shellcheck disable=SC2086
    apt-get -qq install --yes --no-install-recommends -o Dpkg::Options::=--force-confold $missing >/dev/null
    exit 0
fi

echo "Tests that need them will be skipped; to run them all: sudo apt-get install$missing" >&2
[ "${BOARD_TEST_STRICT:-0}" != 1 ]
