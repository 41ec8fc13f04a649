#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/manual/check-files.sh CHAPTERS BUILT: every chapter is built, is in the table of contents, and every link and
# picture in it leads somewhere. Built chapters are well-formed, need no other file, fetch nothing and run nothing.

set -eu
chapters=$1
built=$2
number=0
list=$(mktemp)
trap 'rm -f "$list"' EXIT

result ()
{
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number $2"
  else
    echo "not ok $number $2"
  fi
}

failures=0
complain ()
{
  echo "# $*"
  failures=$((failures + 1))
}

# Links of Markdown: [words](where), and pictures alike.
for chapter in "$chapters"/*.md; do
  tr '\n' ' ' < "$chapter" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' | sort -u > "$list" || true
  while IFS= read -r target; do
    [ -s "$chapters/${target%%#*}" ] || complain "$(basename "$chapter"): “$target” leads nowhere"
  done < "$list"
done
result $failures "links and pictures lead somewhere"

failures=0
for picture in "$chapters"/pictures/*.png; do
  size=$(wc -c < "$picture")
  [ "$size" -le 61440 ] || complain "$(basename "$picture") has $size bytes; pictures are to stay below 60 KiB"
done
result $failures "pictures are small"

failures=0
for chapter in "$chapters"/*.md; do
  name=$(basename "$chapter" .md)
  [ -s "$built/$name.html" ] || [ -s "$built/$name.md" ] ||
    complain "$name is not built: add it to docs/manual/meson.build"
  [ "$name" = index ] || grep -q "($name\.md)" "$chapters/index.md" || complain "$name is not in the table of contents"
done
result $failures "chapters are built and in the table of contents"

if [ ! -s "$built/index.html" ]; then
  echo "ok 4 # SKIP cmark-gfm is not installed, so the manual is Markdown"
  echo "1..4"
  exit 0
fi

failures=0
for page in "$built"/*.html; do
  xmllint --noout "$page" 2> "$list" || complain "$(basename "$page"): $(head -n 1 "$list")"
  grep -q "Content-Security-Policy" "$page" || complain "$(basename "$page") has no content security policy"
  ! grep -Eiq '<script|<link|src="[^d]|url\(' "$page" || complain "$(basename "$page") needs something from outside"
  grep -o 'href="[^"]*"' "$page" | sed 's/^href="//; s/"$//' | sort -u > "$list"
  while IFS= read -r target; do
    case $target in
      https://*) ;;
      *) [ -s "$built/${target%%#*}" ] || complain "$(basename "$page"): “$target” leads nowhere" ;;
    esac
  done < "$list"
done
result $failures "built chapters are complete in themselves"
echo "1..4"
