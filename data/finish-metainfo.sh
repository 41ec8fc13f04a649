#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# finish-metainfo.sh URL FILE: prints the file with the address of the screenshots, or without them if URL is empty.

set -eu
if [ -n "$1" ]; then
  sed "s|@MEDIA_URL@|${1%/}|" "$2"
else
  sed '/<!-- A store loads/d; /<screenshots>/,/<\/screenshots>/d' "$2"
fi
