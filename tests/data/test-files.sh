#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-files.sh SOURCE BUILD: prints TAP.

set -u
source=$1
build=$2
number=0
cd "$source" || exit 1

# check NAME PROGRAM ARGUMENT…: one result; what the program says is shown if it refuses.
check ()
{
  number=$((number + 1))
  name=$1
  shift
  if ! command -v "$1" > /dev/null; then
    echo "ok $number $name # SKIP $1 is not installed; tools/test installs it"
  elif said=$("$@" 2>&1); then
    echo "ok $number $name"
  else
    echo "not ok $number $name"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

each_has_licence ()
{
  git ls-files > /dev/null 2>&1 || return 0
  lack=$(git ls-files '*.c' '*.h' '*.sh' '*.bash' '*.py' '*.mjs' '*.awk' 'tools/run' 'tools/test' '.ci/run' |
    while read -r file; do
      [ ! -s "$file" ] || head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"
    done)
  [ -z "$lack" ] || {
    printf 'no licence line in:\n%s\n' "$lack"
    return 1
  }
}

# The DTD is in the database of MIME types itself.
fits_the_mime_database ()
{
  database=/usr/share/mime/packages/freedesktop.org.xml
  dtd=$(mktemp) || return 1
  sed -n '/^<!DOCTYPE/,/^\]>/p' $database | sed '1d; /^\]>/d' > "$dtd"
  xmllint --nonet --noout --dtdvalid "$dtd" data/org.certrail.Certrail.mime.xml
  status=$?
  rm -f "$dtd"
  return $status
}

xml_files ()
{
  find data ui -name '*.xml' -o -name '*.ui' -o -name '*.svg' -o -name '*.rng'
  find ui -name '*.xml'
}

# shellcheck disable=SC2046
check /data/desktop-entry-is-valid desktop-file-validate "$build/data/org.certrail.Certrail.desktop"
check /data/metainfo-is-valid appstreamcli validate --no-net --explain "$build/data/org.certrail.Certrail.metainfo.xml"
# shellcheck disable=SC2046
check /data/xml-is-well-formed xmllint --nonet --noout $(xml_files)
check /data/mime-type-fits-the-database fits_the_mime_database
for file in data/*.gschema.xml; do
  [ ! -f "$file" ] || check "/data/settings-are-valid-$(basename "$file")" \
    glib-compile-schemas --strict --dry-run "$(dirname "$file")"
done
check /data/potfiles-is-complete po/update-potfiles.sh --check
check /data/sources-have-a-licence-line each_has_licence
check /data/files-and-functions-are-short-enough tools/sizes --check
check /data/posix-is-in-one-file-of-each-room tools/check-posix

if [ -f data/example.certrail ]; then
  check /data/example-fits-its-schema \
    xmllint --nonet --noout --relaxng data/certrail-project.rng data/example.certrail
fi
for file in po/*.po; do
  [ ! -f "$file" ] || check "/data/translation-is-whole-$(basename "$file" .po)" msgfmt --check --output-file=/dev/null "$file"
done

echo "1..$number"
