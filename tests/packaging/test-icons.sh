#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-icons.sh SOURCE: the pictures, and that each name that the window asks for leads to one. Prints TAP.

set -u
cd "$1" || exit 1
number=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
icons=data/icons
symbolic=$(find $icons -name '*-symbolic.svg' | sort)
coloured=$(find $icons -name '*.svg' ! -name '*-symbolic.svg' | sort)

# check NAME FUNCTION PROGRAM…: good if the function says nothing; it needs the programs.
check ()
{
  number=$((number + 1))
  name=/packaging/icons/$1
  function=$2
  shift 2
  for program; do
    command -v "$program" > /dev/null || {
      echo "ok $number $name # SKIP $program is not installed; tools/test installs it"
      return
    }
  done
  said=$($function 2>&1)
  if [ -z "$said" ]; then
    echo "ok $number $name"
  else
    echo "not ok $number $name"
    printf '%s\n' "$said" | sed 's/^/# /'
  fi
}

# All names in the sources; those with a dash at the least, so that no other word is taken for one.
names_in_use ()
{
  {
    grep -rhoE '"[a-z][a-z0-9]*(-[a-z0-9]+)*-symbolic"' src --include='*.c' --include='*.h' | tr -d '"'
    grep -rhoE '(icon-name|icon)">[A-Za-z0-9.-]+<' ui --include='*.ui' | sed 's/.*>\(.*\)</\1/'
    sed -n 's/^Icon=//p' data/*.desktop.in
    sed -n 's/.*<icon name="\([^"]*\)".*/\1/p' data/*.mime.xml
  } | sort -u
}

names_that_gtk_has ()
{
  find /usr/share/icons/Adwaita /usr/share/icons/hicolor -name '*.svg' -o -name '*.png' 2> /dev/null |
    sed 's|.*/||; s|\.svg$||; s|\.png$||'
  for name in libgtk-4.so.1 libadwaita-1.so.0; do
    library=$(ldconfig -p | sed -n "s|.*$name .*=> ||p" | head -n 1)
    [ -z "$library" ] || gresource list "$library" | sed -n 's|.*/icons/.*/\([^/]*\)\.\(svg\|symbolic\.png\)$|\1|p'
  done
}

# shellcheck disable=SC2317
each_name_has_a_picture ()
{
  names_that_gtk_has | sort -u > "$folder/theirs"
  names_in_use | while read -r name; do
    [ -z "$(find $icons -name "$name.svg")" ] && ! grep -qx "$name" "$folder/theirs" && echo "there is no $name"
  done
}

# shellcheck disable=SC2317
each_picture_is_used ()
{
  for file in $symbolic $coloured; do
    name=$(basename "$file" .svg)
    # Those of the program are looked up by its ID.
    [ "$name" = org.certrail.Certrail-symbolic ] || names_in_use | grep -qx "$name" || echo "nobody uses $name"
  done
}

# shellcheck disable=SC2317
each_picture_of_the_window_is_in_the_program ()
{
  for file in "$icons"/symbolic/*.svg; do
    grep -q "symbolic/$(basename "$file")<" ui/*.gresource.xml || echo "$file is not in the resources"
  done
}

# GTK gives fills the colour of the text, and nothing else.
# shellcheck disable=SC2317
symbolic_takes_any_colour ()
{
  echo 'rect, circle, path { fill: #ff0000 !important; }' > "$folder/red.css"
  for file in $symbolic; do
    rsvg-convert --stylesheet "$folder/red.css" --width 64 --height 64 --output "$folder/red.png" "$file" || continue
    # The mean of blue and green over what is not transparent.
    rest=$(convert "$folder/red.png" -alpha off -channel GB -separate -evaluate-sequence max \
      -format '%[fx:maxima]' info:)
    [ "$rest" = 0 ] || echo "$file keeps a colour of its own"
  done
  # shellcheck disable=SC2086
  grep -lE 'stroke|Gradient|fill="none"|<image|<text' $symbolic
}

# shellcheck disable=SC2317
symbolic_is_drawn_for_16_pixels ()
{
  for file in $symbolic; do
    grep -q 'width="16" height="16" viewBox="0 0 16 16"' "$file" || echo "$file is not 16 × 16"
  done
}

# A picture of several colours that fills its square, at the sizes of a list, a dock and a store.
# shellcheck disable=SC2317
coloured_is_seen_at_each_size ()
{
  for file in $coloured; do
    for size in 16 32 128 512; do
      rsvg-convert --width $size --height $size --output "$folder/$size.png" "$file" || continue
      colours=$(convert "$folder/$size.png" -format '%k' info:)
      box=$(convert "$folder/$size.png" -trim -format '%[fx:max(w,h)]' info:)
      [ "$colours" -ge 16 ] && [ "$box" -ge $((size * 7 / 8)) ] || echo "$file at $size: $colours colours, $box pixels"
    done
  done
}

# shellcheck disable=SC2317
no_picture_loads_another ()
{
  # shellcheck disable=SC2086
  grep -nE '(href|url\()="?(https?|file):|<script|<!ENTITY' $symbolic $coloured
}

check each-name-has-a-picture each_name_has_a_picture gresource
check each-picture-is-used each_picture_is_used
check each-picture-of-the-window-is-in-the-program each_picture_of_the_window_is_in_the_program
check symbolic-takes-any-colour symbolic_takes_any_colour rsvg-convert convert
check symbolic-is-drawn-for-16-pixels symbolic_is_drawn_for_16_pixels
check coloured-is-seen-at-each-size coloured_is_seen_at_each_size rsvg-convert convert
check no-picture-loads-another no_picture_loads_another
echo "1..$number"
