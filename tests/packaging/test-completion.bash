#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-completion.bash COMPLETION CERTRAILCTL: asks the completion as Bash does when somebody presses Tab. Prints TAP.

set -u
certrailctl=$(realpath "$2")
# shellcheck source=/dev/null
. "$1" || exit 1
number=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
touch plant.certrail 'two words.certrail' notes.txt partner.pem
mkdir out

# offered WORD…: what is offered for the last word, one a line. Words are cut as Bash cuts them.
offered ()
{
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  if [ "$1" = certrail ]; then
    _certrail
  else
    _certrailctl
  fi
  printf '%s\n' "${COMPREPLY[@]}" | sort
}

# expect NAME EXPECTED WORD…: EXPECTED has / between its words.
expect ()
{
  local name=$1 expected=$2 actual
  shift 2
  number=$((number + 1))
  actual=$(offered "$@" | paste -sd/)
  if [ "$actual" = "$expected" ]; then
    echo "ok $number /packaging/completion/$name"
  else
    echo "not ok $number /packaging/completion/$name"
    echo "# expected $expected"
    echo "# got      $actual"
  fi
}

# Each word that is offered is one that the program takes: it may refuse to do it, but not to understand it.
accept_each ()
{
  local name=$1 word bad=
  shift
  number=$((number + 1))
  for word in $(offered certrailctl "$@" ''); do
    "$certrailctl" "$@" "$word" > /dev/null 2>&1 < /dev/null
    [ $? != 2 ] || bad+=" $word"
  done
  if [ -z "$bad" ]; then
    echo "ok $number /packaging/completion/$name"
  else
    echo "not ok $number /packaging/completion/$name"
    echo "# not understood:$bad"
  fi
}

expect commands-begin-as-typed 'renew/replace/report/request/revoke' certrailctl re
expect second-words-of-a-command 'add/duplicate/list/remove/set/show' certrailctl device ''
expect second-word-begins-as-typed 'remove/rename/role' certrailctl user r
expect a-project-is-a-file-or-a-folder 'out/plant.certrail/two words.certrail' certrailctl list ''
expect the-window-opens-projects 'out/plant.certrail/two words.certrail' certrail ''
expect an-option-in-front-is-no-command 'out/plant.certrail/two words.certrail' certrailctl -u admin list ''
expect an-id-is-no-file '' certrailctl show plant.certrail ''
expect what-is-imported-is-any-file 'notes.txt/out/partner.pem/plant.certrail/two words.certrail' \
  certrailctl import plant.certrail partner.pem ''
expect an-answer-is-a-file 'notes.txt' certrailctl answer plant.certrail 3 n
expect a-command-of-two-words-takes-a-project 'out/plant.certrail/two words.certrail' certrailctl trust list ''
expect a-folder-is-a-folder 'out' certrailctl hand-over plant.certrail --output ''
expect options-of-a-command '--tab/--take-over' certrailctl list plant.certrail --ta
expect options-of-a-command-of-two-words '--accept-clients/--address' certrailctl device set plant.certrail PLC_1 --a
expect words-of-an-option 'all/ca/device/trusted' certrailctl list plant.certrail --tab ''
expect words-of-a-short-option-begin-as-typed 'cer/crl/crt' certrailctl export plant.certrail 1 -f c
expect words-behind-an-equals-sign 'csv' certrailctl report plant.certrail --format = c
expect words-that-bash-cuts-at-a-colon 'secp256r1/secp384r1/secp521r1' \
  certrailctl create plant.certrail --key ec : secp
expect words-that-another-command-tells 'rsa:2048/rsa:3072/rsa:4096' certrailctl renew plant.certrail --key rsa
expect a-list-that-ends-in-prose 'chromium/firefox/system' certrailctl trust list plant.certrail --store ''
expect a-service-and-what-becomes-of-it 'off/on' certrailctl device set plant.certrail PLC_1 --service web-server = ''
expect nothing-for-a-name '' certrailctl device add plant.certrail PLC_1 --comment ''
expect nothing-for-an-unknown-command '' certrailctl frobnicate ''

rm plant.certrail
"$certrailctl" new plant.certrail > /dev/null || exit 1
accept_each tabs-are-understood list plant.certrail --tab
accept_each statuses-are-understood list plant.certrail --status
accept_each report-formats-are-understood report plant.certrail --output report --format
accept_each export-formats-are-understood export plant.certrail 1 --output out --force --format
accept_each families-are-understood device add plant.certrail "PLC_1" --family
accept_each usages-are-understood create plant.certrail --cn Test --usage
accept_each reasons-are-understood revoke plant.certrail 1 --reason

echo "1..$number"
