#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-chapter.sh CMARK CHAPTER.md CHAPTER.html: makes a chapter of the manual into one file that needs no other, runs
# nothing and fetches nothing.

set -eu
cmark=$1
input=$2
output=$3
folder=$(dirname "$input")
name=$(basename "$input" .md)
title=$(sed -n '1s/^# //p' "$input")
[ -n "$title" ] || {
  echo "$input: the first line is no title" >&2
  exit 1
}

escape ()
{
  sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'
}

# Links go to the other files, headings can be linked to, and pictures become part of the file.
finish ()
{
  awk -v folder="$folder" '
    function picture (path,   command, line, text)
    {
      command = "base64 < \"" folder "/" path "\""
      while ((command | getline line) > 0)
        text = text line
      if (close (command) != 0 || text == "")
        {
          print folder "/" path ": cannot be read" > "/dev/stderr"
          exit 1
        }
      return "data:image/png;base64," text
    }

    function slug (text)
    {
      gsub (/<[^>]*>|&[a-z]*;/, "", text)
      text = tolower (text)
      gsub (/[^a-z0-9]+/, "-", text)
      sub (/^-/, "", text)
      sub (/-$/, "", text)
      return text
    }

    {
      while (match ($0, /src="pictures\/[a-z0-9-]+\.png"/))
        {
          path = substr ($0, RSTART + 5, RLENGTH - 6)
          $0 = substr ($0, 1, RSTART - 1) "src=\"" picture (path) "\"" substr ($0, RSTART + RLENGTH)
        }
      while (match ($0, /href="[a-z0-9-]+\.md["#]/))
        $0 = substr ($0, 1, RSTART + RLENGTH - 5) ".html" substr ($0, RSTART + RLENGTH - 1)
      if (match ($0, /^<h2>/))
        $0 = "<h2 id=\"" slug($0) "\">" substr ($0, 5)
      print
    }'
}

# All chapters, under each one but the table of contents itself.
contents ()
{
  [ "$name" != index ] || return 0
  printf '<nav>\n<details>\n<summary>All chapters</summary>\n<ul>\n<li><a href="index.html">%s</a></li>\n' \
    "$(sed -n '1s/^# //p' "$folder/index.md" | escape)"
  sed -n 's/^- \[\(.*\)\](\(.*\)\.md)$/\2 \1/p' "$folder/index.md" | escape |
    sed 's|^\([^ ]*\) \(.*\)$|<li><a href="\1.html">\2</a></li>|'
  printf '</ul>\n</details>\n</nav>\n'
}

trap 'rm -f "$output.part"' EXIT
{
  cat << HEAD
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>$(printf '%s' "$title" | escape) – Certrail</title>
<style>
$(cat "$folder/style.css")
</style>
</head>
<body>
HEAD
  contents
  "$cmark" --extension table "$input" > "$output.part"
  finish < "$output.part"
  contents
  printf '</body>\n</html>\n'
} > "$output.new"
mv "$output.new" "$output"
