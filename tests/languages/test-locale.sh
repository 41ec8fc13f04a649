#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What programs read is the same in every language: test-locale.sh CERTRAILCTL EXAMPLE CATALOGUES. The languages are
# German with its commas and dates, which the test makes for itself with localedef, and C.

set -u
ctl=$(realpath "$1")
example=$(realpath "$2")
CERTRAIL_LOCALE_DIR=$3
export CERTRAIL_LOCALE_DIR

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2> /dev/null; then
  echo "1..0 # SKIP there is no German locale to be made; tools/test installs the package locales"
  exit 0
fi
cp "$example" "$folder/C.certrail"
cp "$example" "$folder/de.certrail"
printf 'Certrail-example-1\n' > "$folder/password"
unset LANGUAGE LC_MESSAGES

n=0
check ()
{
  n=$((n + 1))
  if [ "$2" = 0 ]; then
    echo "ok $n - $1"
  else
    echo "not ok $n - $1"
  fi
}

# in_german ARGUMENT… and in_c ARGUMENT…: certrailctl, in the folder of the test.
in_german ()
{
  (cd "$folder" && LOCPATH=$folder LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$ctl" --password-file password "$@")
}

in_c ()
{
  (cd "$folder" && LC_ALL=C.UTF-8 LANG=C.UTF-8 "$ctl" --password-file password "$@")
}

# The test is one only if German is really spoken.
in_german list C.certrail > "$folder/list"
grep -q 'Gültig' "$folder/list"
check "people are spoken to in German" $?
in_german compile C.certrail > "$folder/findings"
months='Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember'
grep -qE " am [0-9]+\. ($months) 20[0-9][0-9], " "$folder/findings"
check "dates in German sentences are German" $?
in_german show C.certrail 99999 2> "$folder/error"
grep -q 'In diesem Projekt gibt es kein Zertifikat mit der ID 99999' "$folder/error"
check "errors are German" $?
cp "$example" "$folder/C.certrail"

# same COMMAND…: whether it prints the same document in both. FILE stands for the project.
same ()
{
  for where in c german; do
    "in_$where" --json "$@" > "$folder/$where.json" 2>&1
  done
  [ -s "$folder/c.json" ] && cmp "$folder/c.json" "$folder/german.json" >&2
  check "the same in German: $*" $?
}

same info C.certrail
same list C.certrail
same show C.certrail 2
same device list C.certrail
same device show C.certrail PLC_1
same load C.certrail PLC_1
same user list C.certrail
same journal C.certrail
same versions C.certrail
same tcon C.certrail --server PLC_1 --client PLC_2
for partner in s7-1500 open62541 browser; do
  same accept C.certrail 4 --by "$partner"
done
for where in c german; do
  cp "$example" "$folder/compiled.certrail"
  "in_$where" --json compile compiled.certrail > "$folder/$where.json" 2>&1
done
[ -s "$folder/c.json" ] && cmp "$folder/c.json" "$folder/german.json" >&2
check "the same in German: compile" $?

# In a table the words are the reader's, but no number and no date.
for where in c german; do
  "in_$where" report C.certrail --format csv --output "$where.csv" 2> /dev/null
  "in_$where" journal C.certrail --csv > "$folder/$where-journal.csv"
  grep -oE '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z|[0-9A-Fa-f]{16,}|^[0-9]+,|[0-9]+ [Bb]it' "$folder/$where.csv" |
    tr B b > "$folder/$where.numbers"
  grep -oE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z,|(,[0-9 ]*)?,[^,]*$' "$folder/$where-journal.csv" |
    sed 1d > "$folder/$where-journal.numbers"
done
[ -s "$folder/c.numbers" ] && cmp "$folder/c.numbers" "$folder/german.numbers" >&2
check "numbers and dates of a table are the same in German" $?
[ -s "$folder/c-journal.numbers" ] && cmp "$folder/c-journal.numbers" "$folder/german-journal.numbers" >&2
check "dates and IDs of a journal are the same in German" $?

# The file itself. Times and random numbers are taken out; a translated word would stay.
for where in c german; do
  file=made-in-$where.certrail
  {
    "in_$where" new "$file" --name 'Line 3'
    "in_$where" device add "$file" HMI_1 --family hmi --address 192.168.0.7
    "in_$where" device duplicate "$file" HMI_1 HMI_2
    "in_$where" device set "$file" HMI_2 --comment 'Panel, 12.5 in'
    "in_$where" device remove "$file" HMI_1
  } > "$folder/log" 2>&1 || cat "$folder/log" >&2
  sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z/TIME/g; s/[0-9a-f]{32,}/RANDOM/g; s/[0-9A-Za-z+\/]{40,}=*/RANDOM/g' \
    "$folder/$file" > "$folder/$where.xml"
done
[ -s "$folder/c.xml" ] && cmp "$folder/c.xml" "$folder/german.xml" >&2
check "a project is written the same in German" $?

# And what a protected one keeps of each step.
for where in c german; do
  file=journal-of-$where.certrail
  {
    "in_$where" new "$file" --name 'Line 3'
    "in_$where" protect "$file"
    "in_$where" device add "$file" PLC_1 --family s7-1500 --firmware 3.1 --address 192.168.0.1
    "in_$where" device set "$file" PLC_1 --service opcua-server=on
    "in_$where" create "$file" --usage opcua-client --cn UaExpert --san URI:urn:pc:UaExpert --san DNS:pc
    "in_$where" renew "$file" 2 --reissue
    "in_$where" revoke "$file" 3 --reason superseded
    "in_$where" compile "$file"
  } > "$folder/log" 2>&1 || cat "$folder/log" >&2
  in_c --json journal "$file" | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z/TIME/g' > "$folder/$where.json"
done
[ -s "$folder/c.json" ] && cmp "$folder/c.json" "$folder/german.json" >&2
check "a journal keeps no German words" $?

# Numbers with a comma are no numbers for a file, and dates are read as they are written.
in_german create journal-of-german.certrail --usage tls-client --cn Later --not-after 2037-01-14 > "$folder/log" 2>&1
in_c --json list journal-of-german.certrail | grep -q '"not_after" *: *"2037-01-14T23:59:59Z"'
check "a date is read the same in German" $?

echo "1..$n"
