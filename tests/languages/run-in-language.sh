#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run-in-language.sh LANGUAGE SOURCE CATALOGUES PROGRAM [ARGUMENT]...: runs a test with windows in a language, with the
# dates and commas of Germany. The language “pseudo” is made here: English with accents, in brackets and 40 % longer.

set -eu
language=$1
source=$2
catalogues=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
if ! localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2> /dev/null; then
  echo "1..0 # SKIP there is no German locale to be made; tools/test installs the package locales"
  exit 0
fi

if [ "$language" = pseudo ]; then
  catalogues=$folder
  mkdir -p "$folder/pseudo/LC_MESSAGES"
  "$here/make-pot.sh" "$source" "$folder/all.pot" 2> /dev/null
  # Without a language msgen does not know how many plural forms there are.
  msgen --lang=en "$folder/all.pot" | LC_ALL=C.UTF-8 awk -f "$here/pseudo.awk" > "$folder/pseudo.po"
  msgfmt --output-file="$folder/pseudo/LC_MESSAGES/certrail.mo" "$folder/pseudo.po"
fi

LOCPATH=$folder
CERTRAIL_TEST_LOCALE=de_DE.UTF-8
CERTRAIL_LOCALE_DIR=$catalogues
LANGUAGE=$language
CERTRAIL_DATA_DIR=$source/data
export LOCPATH CERTRAIL_TEST_LOCALE CERTRAIL_LOCALE_DIR LANGUAGE CERTRAIL_DATA_DIR
"$here/../app/run-headless.sh" "$@"
