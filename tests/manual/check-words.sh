#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/manual/check-words.sh SOURCE-ROOT: what the manual has in bold are words of the window, and its commands are
# commands of certrailctl. A label that was changed makes the manual wrong, and this fails.

set -eu
cd "$1"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! command -v xgettext > /dev/null; then
  echo "1..0 # SKIP xgettext is not installed; tools/test installs it"
  exit 0
fi

# Every string that people can see, without mnemonics, dots and the marks of printf.
find ui src/app src/exchange src/pki src/project -name '*.ui' -o -name '*.c' | LC_ALL=C sort > "$folder/files"
xgettext --files-from="$folder/files" --from-code=UTF-8 --no-wrap --no-location --output="$folder/all.pot" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 --keyword=g_dngettext:2,3 \
  2> "$folder/log" || { cat "$folder/log"; exit 1; }
sed -n 's/^msgid\(_plural\)\{0,1\} "\(.*\)"$/\2/p' "$folder/all.pot" | sed 's/_//g; s/…$//' |
  LC_ALL=C sort -u > "$folder/words"

# Bold words may be broken by a line end.
for chapter in docs/manual/*.md; do
  tr '\n' ' ' < "$chapter" | sed 's/  */ /g' | grep -o '\*\*[^*]*\*\*' | sed 's/\*\*//g; s/…$//' |
    sed "s|^|$(basename "$chapter"): |" || true
done > "$folder/bold"

failures=0
while IFS= read -r line; do
  if ! grep -Fxq -- "${line#*: }" "$folder/words"; then
    echo "# ${line%%: *}: “${line#*: }” stands nowhere in the window"
    failures=$((failures + 1))
  fi
done < "$folder/bold"
[ -s "$folder/bold" ] || failures=1
echo "1..2"
verdict=ok
[ $failures = 0 ] || verdict="not ok"
echo "$verdict 1 bold words are in the window"

# The table in main.c is what --help prints.
sed -n 's/^  { "\([a-z -]*\)", "FILE.*/\1/p' src/cli/main.c | sort > "$folder/commands"
unknown=0
sed -n 's/.*certrailctl \([a-z][a-z-]*\( [a-z][a-z-]*\)\{0,1\}\).*/\1/p' docs/manual/*.md | sort -u > "$folder/used"
while IFS= read -r command; do
  if ! grep -Fxq -- "$command" "$folder/commands" && ! grep -Fxq -- "${command%% *}" "$folder/commands"; then
    echo "# “certrailctl $command” is no command"
    unknown=$((unknown + 1))
  fi
done < "$folder/used"
[ -s "$folder/used" ] && [ -s "$folder/commands" ] || unknown=1
verdict=ok
[ $unknown = 0 ] || verdict="not ok"
echo "$verdict 2 commands are there"
