#!/usr/bin/env bash
# Installs the programs that checks and tests drive, from Debian's packages. Where that can't be,
# it says what is missing and fails: a test that is skipped proves nothing.
set -euo pipefail

packages=()
want() { # want PACKAGE COMMAND…: note the package when the command does not succeed
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || packages+=("$package")
}

has_chinese_font() { fc-list :lang=zh-cn family | grep -q .; }
# Debian keeps its programs beside no others.
has_postgresql() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }

# Writer adds no command of its own.
has_writer() { ls "$(dirname "$(readlink -f "$(command -v soffice)")")/libswlo.so"; }

find_missing() {
    packages=()
    want chromium command -v chromium
    want fontconfig command -v fc-list
    want fonts-noto-cjk has_chinese_font
    want libreoffice-calc-nogui command -v soffice
    want libreoffice-writer-nogui has_writer
    want npm command -v npm
    want poppler-utils command -v pdftoppm
    want postgresql has_postgresql
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null || return 1
    echo "Installing ${packages[*]} …"
    as_root apt-get -qq update || true # a source that is down need not matter
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install -y --no-install-recommends "${packages[@]}" >/dev/null
}

find_missing
[ "${#packages[@]}" -eq 0 ] && exit 0
install </dev/null || true
find_missing
[ "${#packages[@]}" -eq 0 ] && exit 0

cat >&2 <<END
The tests need these packages of Debian, which could not be installed here:
    ${packages[*]}
As root: apt-get install --no-install-recommends ${packages[*]}
Elsewhere, install what they hold: Chromium as \`chromium\`, a Chinese font that fontconfig finds,
LibreOffice Calc and Writer as \`soffice\`, \`npm\`, \`pdftoppm\` of Poppler, and the server of PostgreSQL.
END
exit 1
