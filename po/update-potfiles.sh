#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# po/update-potfiles.sh [--check]: writes po/POTFILES, the list of files with text for people; --check only compares.

set -eu
cd "$(dirname "$0")/.."

list ()
{
  printf '%s\n' "# Made by po/update-potfiles.sh" \
    data/org.certrail.Certrail.desktop.in \
    data/org.certrail.Certrail.metainfo.xml.in
  {
    find src -name '*.c' -exec grep -lE '(^|[^A-Za-z0-9_])(N?_|N?C_|n?gettext|g_d?n?gettext|g_dpgettext2?) ?\(' {} + || true
    find ui -name '*.ui' -exec grep -l 'translatable=' {} + || true
  } | LC_ALL=C sort
}

if [ "${1:-}" = --check ]; then
  list | diff -u po/POTFILES - || {
    echo "po/POTFILES is out of date: run po/update-potfiles.sh"
    exit 1
  }
else
  list > po/POTFILES
fi
